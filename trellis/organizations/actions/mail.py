"""Holding mail and mending addresses, by those who may."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from trellis.kit.errors import NotAllowed
from trellis.notices import actions as notices
from trellis.notices.models import Bounce, Hold, Notice
from trellis.organizations.mail import rights
from trellis.people.actions import change_address
from trellis.people.models import Person

CHANGED = "address-changed"


def hold_notice(notice: Notice, *, by: Person, acting_as: str = "") -> None:
    """Keep one mail from leaving; raises OutOfOrder where it is leaving or has left."""
    _allow(by)
    notices.hold_notice(notice, by=by, acting_as=acting_as)


def release_notice(notice: Notice, *, by: Person, acting_as: str = "") -> None:
    """Let one held mail go."""
    _allow(by)
    notices.release_notice(notice, by=by, acting_as=acting_as)


def hold_mail(
    *, kind: str = "", group: str = "", by: Person, reason: str = "", acting_as: str = ""
) -> tuple[Hold, int]:
    """Hold all mail of a kind or group, also what is yet to be written; how many still leave."""
    _allow(by)
    return notices.hold_mail(kind=kind, group=group, by=by, reason=reason, acting_as=acting_as)


def release_hold(hold: Hold, *, by: Person, acting_as: str = "") -> int:
    """End a hold; answers how many mails it sets free."""
    _allow(by)
    return notices.release_hold(hold, by=by, acting_as=acting_as)


def _allow(by: Person) -> None:
    if not rights.may_manage(by):
        raise NotAllowed(_("Your roles don’t let you hold mail or correct addresses."))


def propose_address(bounce: Bounce, address: str, *, by: Person, acting_as: str = "") -> None:
    """Say what the right address of somebody is whom one may appoint."""
    _allow_mending(bounce, by)
    notices.propose_address(bounce, address, by=by, acting_as=acting_as)


def try_again(bounce: Bounce, *, by: Person, acting_as: str = "") -> int:
    """Take an address to work again; answers how many mails are sent once more."""
    _allow_mending(bounce, by)
    return notices.mend_bounce(bounce, by=by, acting_as=acting_as)


def _allow_mending(bounce: Bounce, by: Person) -> None:
    if not rights.may_mend(by, bounce):
        raise NotAllowed(_("Only the agency, or who appoints this person, may mend the address."))


@transaction.atomic
def correct_address(bounce: Bounce, address: str, *, by: Person, acting_as: str = "") -> int:
    """Give a person whose mail came back another address, and send it again there.

    The person is told at both addresses; every session ends. Answers how many mails go again.
    """
    _allow(by)
    wanted = notices.checked(address, bounce)
    if bounce.person is not None:
        change_address(bounce.person, wanted, before=bounce.address, by=by, acting_as=acting_as)
    again = notices.mend_bounce(bounce, by=by, to=wanted, acting_as=acting_as)
    if bounce.person is not None:
        _tell(bounce.person, bounce, by=by)
    return again


def _tell(person: Person, bounce: Bounce, *, by: Person) -> None:
    """Whoever reads the old address learns it too: it might be somebody else's wish."""
    with translation.override(person.language or translation.get_language()):
        subject = _("Your address in Trellis has changed")
        text = _(
            "%(name)s has changed the address with which %(person)s signs in, because mail to the "
            "old one came back.\n\nOld: %(old)s\nNew: %(new)s\n\n"
            "If this is wrong, answer this mail."
        ) % {
            "name": by.name, "person": person.name, "old": bounce.address, "new": person.email,
        }  # fmt: skip
    about, reason = f"person:{person.pk}", f"{CHANGED}:{bounce.pk}"
    notices.post(
        person, CHANGED, subject, text, dedupe_key=f"{reason}:new", about=about, reply_to=by.email
    )
    notices.post_to_address(
        bounce.address, CHANGED, subject, text,
        dedupe_key=f"{reason}:old", about=about, reply_to=by.email,
    )  # fmt: skip
