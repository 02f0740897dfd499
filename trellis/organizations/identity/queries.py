"""Which organization's sign-in an address belongs to, and whom it may let in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from trellis.kit import clock
from trellis.organizations.models import (
    Appointment,
    IdentityProvider,
    Invitation,
    Level,
    Organization,
    holding,
)
from trellis.organizations.rules import seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability, Reach

MOST_ASKED = 50
"""Persons who are named, and told, where a sign-in waits for a second one."""


def domain_of(email: str) -> str:
    """What stands behind the @."""
    return email.rpartition("@")[2].strip().lower()


def _on() -> QuerySet[IdentityProvider]:
    """Those that work: turned on, and confirmed where that takes a second person."""
    alone = Q(vouched=False) & ~Q(organization__level=Level.STATE)
    rows = IdentityProvider.objects.filter(alone | Q(confirmed_at__isnull=False), is_on=True)
    return rows if settings.SAML else rows.exclude(kind=IdentityProvider.Kind.SAML)


def any_on() -> bool:
    """Whether any organization has a sign-in of its own."""
    return _on().exists()


def provider_for(email: str) -> IdentityProvider | None:
    """The organization whose domain an address has; says nothing about the address itself."""
    domain = domain_of(email)
    rows = _on().select_related("organization")
    return next((one for one in rows if domain in one.domains), None)


def provider(pk: object) -> IdentityProvider | None:
    """A provider that is on."""
    if not isinstance(pk, int):
        return None
    return _on().filter(pk=pk).select_related("organization").first()


def person_of(record: IdentityProvider, claims: dict[str, Any]) -> Person | None:
    """Whom a signed token lets in, by an address that the issuer says is verified.

    Where a contract says so instead, its silence is enough; its no stays a no.
    """
    email = claims.get("email")
    if not is_verified(record, claims) or not isinstance(email, str):
        return None
    return person_by(record, email)


def is_verified(record: IdentityProvider, claims: dict[str, Any]) -> bool:
    """Whether the address of a token counts as the person's own."""
    told = claims.get("email_verified")
    return told is True or (told is None and record.vouched)


def says_nothing(record: IdentityProvider, claims: dict[str, Any]) -> bool:
    """Whether a provider leaves out that the address is verified; it does so for everybody."""
    return claims.get("email_verified") is None and not record.vouched


def person_by(record: IdentityProvider, email: str) -> Person | None:
    """Whom an organization's word lets in: an account whose every seat lies at or below it.

    Seats to come count too, for a session can add ways to sign in that last. Without a seat only
    an open invitation there counts, to an account that never had one elsewhere. It makes no account
    and gives no right; an agency's person is not let in by a district's word.
    """
    address = email.strip().lower()
    if domain_of(address) not in record.domains:
        return None
    person = Person.objects.filter(email=address, is_active=True).first()
    if person is None:
        return None
    held = any(not seat.assigned for seat in seats_of(person))
    if not _all_inside(record, person, over=not held):
        return None
    return person if held or _is_invited(record, address) else None


def _all_inside(record: IdentityProvider, person: Person, *, over: bool) -> bool:
    """Whether all appointments lie at or below the organization; with `over`, past ones too."""
    rows = Appointment.objects.filter(person=person).select_related("organization")
    if not over:
        rows = rows.filter(Q(ends=None) | Q(ends__gte=clock.today()))
    place = record.organization_id
    return all(place in one.organization.ancestor_ids().values() for one in rows)


def _is_invited(record: IdentityProvider, address: str) -> bool:
    waiting = Invitation.objects.filter(
        address=address, state=Invitation.State.SENT, expires_at__gt=clock.now()
    ).select_related("organization")
    place = record.organization_id
    return any(place in one.organization.ancestor_ids().values() for one in waiting)


def second_persons(place: Organization, *, but: Person | None) -> list[Person]:
    """Who may confirm a sign-in: holders of roles of their own that edit the place; one query."""
    roles = programs.current().roles_with(Capability.ORGANIZATION_EDIT)
    above = {pk for pk in place.ancestor_ids().values() if pk is not None}
    rows = Appointment.objects.filter(holding(clock.today()), role__in=roles, delegated_by=None)
    rows = rows.filter(organization__in=above, person__is_active=True)
    found = [
        one.person
        for one in rows.select_related("person").order_by("person__sort_name", "id")[:MOST_ASKED]
        if one.organization_id == place.pk or _reaches_down(one.role)
    ]
    return [one for one in dict.fromkeys(found) if but is None or one.pk != but.pk]


def _reaches_down(role: str) -> bool:
    return programs.current().roles[role].reach == Reach.BELOW
