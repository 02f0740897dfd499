"""Mending addresses from which mail came back.

Who may, follows from roles, which are held at organizations: the room that calls has asked for it.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotReady, OutOfOrder
from trellis.notices import queries
from trellis.notices.actions.outbox import deliver_soon
from trellis.notices.models import SECRET, Bounce, Notice
from trellis.people.models import Person


@transaction.atomic
def propose_address(bounce: Bounce, address: str, *, by: Person, acting_as: str = "") -> None:
    """Say what the right address of a person is; who may correct it decides."""
    wanted = checked(address, bounce)
    same = Bounce.objects.filter(pk=bounce.pk, mended_at=None)
    if not same.update(proposed=wanted, proposed_by=by, proposed_at=clock.now()):
        raise OutOfOrder(_("This address has been mended already."))
    record(
        subject(bounce), bounce.address, "proposed an address",
        by=by, acting_as=acting_as, after={"email": wanted},
    )  # fmt: skip


def checked(address: str, bounce: Bounce) -> str:
    """The address as it is kept; raises NotReady where it is none, or the one that fails."""
    wanted = address.strip().lower()
    try:
        validate_email(wanted)
    except ValidationError:
        raise NotReady(_("“%(email)s” is not an email address.") % {"email": wanted}) from None
    if wanted == bounce.address:
        raise NotReady(_("This is the address from which mail came back."))
    return wanted


@transaction.atomic
def mend_bounce(bounce: Bounce, *, by: Person, to: str = "", acting_as: str = "") -> int:
    """Take an address to work again, or mail to go to another; answers how many mails go again.

    Everything that waits for it leaves, and what came back is sent again, but for codes.
    """
    now, new = clock.now(), to or bounce.address
    open_ones = list(Bounce.objects.filter(address=bounce.address, mended_at=None))
    same = Bounce.objects.filter(pk__in=[one.pk for one in open_ones], mended_at=None)
    how = Bounce.Mend.CORRECTED if to else Bounce.Mend.AGAIN
    if bounce.pk not in {one.pk for one in open_ones} or not same.update(
        mended_at=now, mended_by=by, mend=how
    ):
        raise OutOfOrder(_("This address has been mended already."))
    waiting = queries.waiting().filter(address=bounce.address)
    waiting.filter(Q(secret=True) | Q(kind__in=SECRET)).update(
        failed_at=now, text="", last_error="too old"
    )
    if to:
        waiting.update(address=new)
    again = _send_again([one.pk for one in open_ones], new)
    record(
        subject(bounce), bounce.address, "mended the address",
        by=by, acting_as=acting_as, after={"email": new, "sent again": again},
    )  # fmt: skip
    deliver_soon()
    return again


def _send_again(bounces: list[int], address: str) -> int:
    """The same words once more, as mails of their own."""
    came_back = Notice.objects.filter(bounce__in=bounces, secret=False).exclude(kind__in=SECRET)
    copies = [
        Notice(
            recipient_id=one.recipient_id, address=address, kind=one.kind, subject=one.subject,
            text=one.text, from_name=one.from_name, reply_to=one.reply_to, about=one.about,
            group_key=one.group_key, calendar=one.calendar, dedupe_key=f"again:{one.bounce.pk}",
            created_at=clock.now(),
        )
        for one in came_back.select_related("bounce")
    ]  # fmt: skip
    Notice.objects.bulk_create(copies, ignore_conflicts=True)
    return len(copies)


def subject(bounce: Bounce) -> str:
    """How history names whose address it is."""
    return f"person:{bounce.person_id}" if bounce.person_id else f"notice:{bounce.notice_id}"
