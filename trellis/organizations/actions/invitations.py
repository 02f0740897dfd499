"""Offering a role by mail, sending the offer again, taking it back, and accepting it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from trellis.history.actions import Facts, record
from trellis.kit import clock
from trellis.kit.dates import full
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations import rules
from trellis.organizations.actions.seats import appoint, known_role
from trellis.organizations.invitations import letters, queries
from trellis.organizations.invitations.addresses import MOST, Pasted
from trellis.organizations.invitations.tokens import hash_of, new_token
from trellis.organizations.models import Appointment, Invitation, Organization
from trellis.people.actions import add_person
from trellis.people.models import Person
from trellis.programs import queries as programs

MOST_MAILS = 20
"""Invitations that one address gets in a day, from whomever."""

MOST_A_DAY = 2_000
"""Invitations that one person sends in a day; agencies with more people import them."""


class NoLongerGood(OutOfOrder):
    """An invitation that nobody can accept, for whatever reason: the page says the same for all."""


@dataclass
class Invited:
    """What became of a list of addresses."""

    sent: list[Invitation] = field(default_factory=list)
    holding: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)


@transaction.atomic
def invite(
    addresses: Sequence[Pasted],
    role: str,
    organization: Organization,
    *,
    by: Person,
    starts: date,
    ends: date | None = None,
    acting_as: str = "",
) -> Invited:
    """Offer a role to each address; holders and those invited already are left out and named."""
    _require_right(by, role, organization)
    _require_dates(organization, starts, ends)
    if not 0 < len(addresses) <= MOST:
        raise NotReady(_("Enter between 1 and %(most)s addresses.") % {"most": MOST})
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    wanted = [one.address for one in addresses]
    _require_patience(by, wanted)
    holding = queries.holding_addresses(role, organization, wanted)
    waiting = queries.open_invitations(role, organization, wanted)
    languages = dict(
        Person.objects.filter(email__in=wanted).values_list("email", "language")
    )  # fmt: skip
    told = Invited()
    for one in addresses:
        if one.address in holding:
            told.holding.append(one.address)
        elif one.address in waiting:
            told.waiting.append(one.address)
        else:
            made, token = _made(one, role, organization, by, starts, ends, acting_as)
            _note(made, "invited", by=by, acting_as=acting_as)
            letters.invite(made, token, language=languages.get(one.address, ""))
            told.sent.append(made)
    return told


def _made(
    one: Pasted,
    role: str,
    organization: Organization,
    by: Person,
    starts: date,
    ends: date | None,
    acting_as: str,
) -> tuple[Invitation, str]:
    token, now = new_token(), clock.now()
    try:
        with transaction.atomic():
            made = Invitation.objects.create(
                address=one.address, name=one.name, role=role, organization=organization,
                starts=starts, ends=ends, token_hash=hash_of(token), invited_by=by,
                acting_as=acting_as, created_at=now, sent_at=now, expires_at=now + lasts(),
            )  # fmt: skip
    except IntegrityError:
        raise OutOfOrder(_("Somebody has just invited the same person.")) from None
    return made, token


@transaction.atomic
def resend(invitation: Invitation, *, by: Person, acting_as: str = "") -> None:
    """Send an open invitation again, with a new link and new days; the old link is dead at once.

    Whoever sends it again vouches for it from here on.
    """
    _require_right(by, invitation.role, invitation.organization)
    if invitation.ends is not None and invitation.ends < clock.today():
        raise NotReady(_("The last day of this role has passed. Invite the person anew."))
    _require_patience(by, [invitation.address])
    token, now = new_token(), clock.now()
    # Only from what the reader saw: of two clicks at once, the second finds another number.
    same = _open(invitation).filter(resent=invitation.resent)
    moved = same.update(
        token_hash=hash_of(token), sent_at=now, expires_at=now + lasts(),
        resent=F("resent") + 1, invited_by=by, acting_as=acting_as,
    )  # fmt: skip
    if not moved:
        raise OutOfOrder(_("This invitation was answered, taken back or sent again already."))
    invitation.refresh_from_db()
    _note(invitation, "sent an invitation again", by=by, acting_as=acting_as)
    known = Person.objects.filter(email=invitation.address).first()
    letters.invite(invitation, token, language=known.language if known else "")


@transaction.atomic
def revoke(invitation: Invitation, *, by: Person, acting_as: str = "") -> None:
    """Take an open invitation back; its link is dead at once."""
    _require_right(by, invitation.role, invitation.organization)
    if not _open(invitation).update(state=Invitation.State.REVOKED):
        raise OutOfOrder(_("This invitation was answered or taken back already."))
    invitation.state = Invitation.State.REVOKED
    _note(invitation, "revoked an invitation", by=by, acting_as=acting_as)


@transaction.atomic
def accept(invitation: Invitation, *, by: Person, on: date) -> Appointment:
    """Take the offered role; refused when used, expired, revoked, or the inviter lost the right."""
    now = clock.now()
    mine = _open(invitation).filter(token_hash=invitation.token_hash, expires_at__gt=now)
    taken = mine.update(state=Invitation.State.ACCEPTED, accepted_by=by, accepted_at=now)
    inviter, organization = invitation.invited_by, invitation.organization
    stands = rules.may_appoint(inviter, invitation.role, organization)
    if not taken or not stands or (invitation.ends is not None and invitation.ends < on):
        raise NoLongerGood(_("This link no longer works."))
    _note(invitation, "accepted an invitation", by=by, acting_as="")
    held = _held(by, invitation, on)
    if held is not None:
        return held
    return appoint(
        by,
        invitation.role,
        organization,
        by=inviter,
        starts=max(invitation.starts, on),
        ends=invitation.ends,
        acting_as=invitation.acting_as,
    )


@transaction.atomic
def accept_as_newcomer(invitation: Invitation, name: str, *, on: date) -> Person:
    """Make the account of an address that nobody has yet, and take the role; the mail proves it.

    Refused like `accept`, and where the address has an account: its owner signs in first.
    """
    if Person.objects.filter(email=invitation.address).exists():
        raise NotAllowed(_("This address has an account. Sign in first."))
    if not name.strip():
        raise NotReady(_("Enter your name."))
    person = add_person(
        invitation.address, name, by=invitation.invited_by, acting_as=invitation.acting_as
    )
    accept(invitation, by=person, on=on)
    return person


def lasts() -> timedelta:
    """How long a link works."""
    return timedelta(days=settings.INVITATION_DAYS)


def _open(invitation: Invitation) -> QuerySet[Invitation]:
    return Invitation.objects.filter(pk=invitation.pk, state=Invitation.State.SENT)


def _held(person: Person, invitation: Invitation, on: date) -> Appointment | None:
    rows = Appointment.objects.filter(Q(ends=None) | Q(ends__gte=on), person=person)
    rows = rows.filter(role=invitation.role, organization=invitation.organization)
    return rows.filter(delegated_by=None).first()


def _require_right(by: Person, role: str, organization: Organization) -> None:
    known_role(programs.current(), role)
    if not rules.may_appoint(by, role, organization):
        raise NotAllowed(_("Your roles don’t let you give this role here."))


def _require_dates(organization: Organization, starts: date, ends: date | None) -> None:
    if ends is not None and ends < max(starts, clock.today()):
        raise NotReady(_("The last day is over, or before the first. Correct one of them."))
    if organization.closed_on is not None:
        words = {"name": organization.name, "day": full(organization.closed_on)}
        raise NotReady(_("%(name)s closed on %(day)s.") % words)


def _require_patience(by: Person, addresses: list[str]) -> None:
    """Nobody floods a mailbox, or many, with links that they may send."""
    often = queries.invited_often(addresses, most=MOST_MAILS)
    if often:
        words = {"addresses": ", ".join(often[:5])}
        raise NotReady(_("%(addresses)s: invited too often today. Try again tomorrow.") % words)
    if queries.sent_lately(by) + len(addresses) > MOST_A_DAY:
        words = {"most": str(MOST_A_DAY)}
        raise NotReady(_("You can send %(most)s invitations a day. Go on tomorrow.") % words)


def _note(invitation: Invitation, verb: str, *, by: Person, acting_as: str) -> None:
    facts: Facts = {
        "invitation": invitation.pk,
        "address": invitation.address,
        "role": invitation.role,
        "until": invitation.expires_at.isoformat(),
    }
    place = invitation.organization
    record(f"organization:{place.pk}", place.name, verb, by=by, acting_as=acting_as, after=facts)
