"""Holding mail that has not left, and letting it go.

Who may, follows from roles, which are held at organizations: the room that calls has asked for it.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.notices import gate, queries
from trellis.notices.actions.outbox import deliver_soon
from trellis.notices.kinds import called
from trellis.notices.models import Hold, Notice
from trellis.notices.rules import may_be_held
from trellis.people.models import Person


@transaction.atomic
def hold_notice(notice: Notice, *, by: Person, acting_as: str = "") -> None:
    """Keep one message from leaving; refused once a worker has it in hand or it has left."""
    _allow(notice.kind)
    gate.close()
    same = queries.waiting().filter(queries.unclaimed(clock.now()), pk=notice.pk, held=False)
    if not same.update(held=True):
        raise OutOfOrder(_why_not(notice))
    notice.held = True
    record(_subject(notice), notice.subject, "held", by=by, acting_as=acting_as)


def _why_not(notice: Notice) -> str:
    notice.refresh_from_db()
    if notice.sent_at:
        return _("This mail has left already.")
    if notice.failed_at:
        return _("This mail has failed; it does not leave by itself any more.")
    if notice.held:
        return _("Somebody holds this mail already.")
    return _("This mail is leaving at this very moment; it can’t be held any more.")


@transaction.atomic
def release_notice(notice: Notice, *, by: Person, acting_as: str = "") -> None:
    """Let one held message go; it leaves at its hour, unless its kind or group is held too."""
    if not queries.waiting().filter(pk=notice.pk, held=True).update(held=False):
        raise OutOfOrder(_("Nobody holds this mail any more."))
    notice.held = False
    record(_subject(notice), notice.subject, "let go", by=by, acting_as=acting_as)
    deliver_soon()


@transaction.atomic
def hold_mail(
    *, kind: str = "", group: str = "", by: Person, reason: str = "", acting_as: str = ""
) -> tuple[Hold, int]:
    """Hold all mail of a kind, of a group, or of a kind in a group, also what is yet to be written.

    Answers the hold, and how many such messages a worker has in hand: these leave.
    """
    if not kind and not group:
        raise NotReady(_("Say which mail to hold."))
    _allow(kind)
    gate.close()
    now = clock.now()
    try:
        with transaction.atomic():
            hold = Hold.objects.create(
                kind=kind, group_key=group, reason=reason.strip()[:300], held_by=by, held_at=now
            )
    except IntegrityError:
        raise OutOfOrder(_("This mail is held already.")) from None
    in_hand = queries.waiting().filter(claimed_until__gt=now)
    in_hand = in_hand.filter(kind=kind) if kind else in_hand
    in_hand = in_hand.filter(group_key=group) if group else in_hand
    facts = {"kind": kind, "group": group, "reason": hold.reason}
    record(f"hold:{hold.pk}", _name(hold), "held", by=by, acting_as=acting_as, after=facts)
    return hold, in_hand.count()


@transaction.atomic
def release_hold(hold: Hold, *, by: Person, acting_as: str = "") -> int:
    """End a hold; answers how many messages leave now or at their hour."""
    same = Hold.objects.filter(pk=hold.pk, ended_at=None)
    if not same.update(ended_by=by, ended_at=clock.now()):
        raise OutOfOrder(_("This hold has ended already."))
    record(f"hold:{hold.pk}", _name(hold), "let go", by=by, acting_as=acting_as)
    deliver_soon()
    freed = queries.leaving()
    freed = freed.filter(kind=hold.kind) if hold.kind else freed
    return (freed.filter(group_key=hold.group_key) if hold.group_key else freed).count()


def _allow(kind: str) -> None:
    if not may_be_held(kind):
        raise NotAllowed(_("Codes to sign in and warnings about an account can’t be held."))


def _subject(notice: Notice) -> str:
    return f"notice:{notice.pk}"


def _name(hold: Hold) -> str:
    return called(hold.kind) if hold.kind else hold.group_key
