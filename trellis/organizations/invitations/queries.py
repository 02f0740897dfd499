"""What pages ask about invitations, requests for a role and who may decide them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from trellis.kit import clock
from trellis.notices.models import Bounce, Notice
from trellis.organizations.invitations.addresses import Pasted
from trellis.organizations.invitations.letters import INVITATION
from trellis.organizations.models import (
    Appointment,
    Invitation,
    Organization,
    RoleRequest,
    Welcomed,
    holding,
)
from trellis.organizations.rules import Seat, appointable, within_reach
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import FLOORS, Capability, Level
from trellis.programs.texts import say

APPOINT = Capability.PEOPLE_APPOINT
PAGE = 50
DAY = timedelta(days=1)
MOST_PLACES = 100


class Standing(StrEnum):
    """What has become of an invitation, as of now."""

    SENT = "sent"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    BOUNCED = "bounced"
    REVOKED = "revoked"


STANDINGS = {
    Standing.SENT: _("Sent, not answered yet"),
    Standing.ACCEPTED: _("Accepted"),
    Standing.EXPIRED: _("Expired"),
    Standing.BOUNCED: _("Mail came back"),
    Standing.REVOKED: _("Revoked"),
}


def standing(invitation: Invitation, *, bounced: bool, now: datetime) -> Standing:
    """What has become of it; the mail that came back matters only while nobody has answered."""
    if invitation.state != Invitation.State.SENT:
        return Standing(invitation.state)
    if bounced:
        return Standing.BOUNCED
    return Standing.EXPIRED if invitation.expires_at <= now else Standing.SENT


@dataclass(frozen=True)
class Line:
    """One invitation as a list shows it; `mine` says whether the reader may change it."""

    invitation: Invitation
    standing: Standing
    role: str
    mine: bool

    @property
    def words(self) -> str:
        """The standing in words."""
        return str(STANDINGS[self.standing])

    @property
    def is_open(self) -> bool:
        """Whether it can be sent again or taken back."""
        return self.invitation.state == Invitation.State.SENT


def came_back() -> Q:
    """Whether the newest mail to the address of an invitation came back or was given up."""
    lost = Notice.objects.filter(
        address=OuterRef("address"), kind=INVITATION, failed_at__gte=OuterRef("sent_at")
    )
    back = Bounce.objects.filter(
        address=OuterRef("address"), mended_at=None, at__gte=OuterRef("sent_at")
    )
    return Q(Exists(lost)) | Q(Exists(back))


def invitations(
    person: Person, seats: list[Seat], *, chosen: str = "", after: int | None = None
) -> tuple[list[Line], int | None]:
    """A page of the invitations in reach, newest first, and the key of the next; one query."""
    rows = _chosen(
        Invitation.objects.annotate(bounced=ExpressionWrapper(came_back(), BooleanField())), chosen
    )
    inside = Organization.objects.filter(within_reach(seats, APPOINT)).values("pk")
    rows = rows.filter(organization__in=inside)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.select_related("organization", "invited_by").order_by("-id")[: PAGE + 1])
    program, now = programs.current(), clock.now()
    lines = [
        Line(
            one,
            standing(one, bounced=bool(getattr(one, "bounced", False)), now=now),
            say(program.roles[one.role].name) if one.role in program.roles else one.role,
            one.role in appointable(person, one.organization, seats=seats),
        )
        for one in found[:PAGE]
    ]
    return lines, found[PAGE - 1].pk if len(found) > PAGE else None


def _chosen(rows: QuerySet[Invitation], chosen: str) -> QuerySet[Invitation]:
    now, sent = clock.now(), Q(state=Invitation.State.SENT)
    ways = {
        Standing.SENT.value: sent & Q(expires_at__gt=now, bounced=False),
        Standing.EXPIRED.value: sent & Q(expires_at__lte=now, bounced=False),
        Standing.BOUNCED.value: sent & Q(bounced=True),
        Standing.ACCEPTED.value: Q(state=Invitation.State.ACCEPTED),
        Standing.REVOKED.value: Q(state=Invitation.State.REVOKED),
    }
    return rows.filter(ways.get(chosen, Q()))


def roles_given(seats: Iterable[Seat]) -> list[str]:
    """Codes of the roles that these seats may give somewhere, in the order of the program."""
    program = programs.current()
    given: set[str] = set()
    for seat in seats:
        if seat.gives(APPOINT, program):
            top = seat.level == "state" and not seat.assigned
            given.update(program.roles if top else program.roles[seat.role].appoints)
    return [code for code in program.roles if code in given]


def places(seats: list[Seat]) -> list[Organization]:
    """The open organizations where these seats give roles; none where they are too many to list."""
    rows = Organization.objects.filter(within_reach(seats, APPOINT), closed_on=None)
    found = list(rows.order_by("sort_name", "code")[: MOST_PLACES + 1])
    return found if len(found) <= MOST_PLACES else []


def holding_addresses(role: str, organization: Organization, addresses: list[str]) -> set[str]:
    """Those of the addresses whose person holds the role there now or later."""
    rows = Appointment.objects.filter(Q(ends=None) | Q(ends__gte=clock.today()))
    rows = rows.filter(role=role, organization=organization, person__email__in=addresses)
    return set(rows.values_list("person__email", flat=True))


def closed_accounts(pasted: Iterable[Pasted], seats: list[Seat]) -> list[str]:
    """Addresses of closed accounts, of people who had a role where these seats give roles."""
    inside = Organization.objects.filter(within_reach(seats, APPOINT)).values("pk")
    rows = Person.objects.filter(is_active=False, email__in=[one.address for one in pasted])
    rows = rows.filter(appointments__organization__in=inside)
    return sorted(set(rows.values_list("email", flat=True)))


def open_invitations(
    role: str, organization: Organization, addresses: list[str]
) -> dict[str, Invitation]:
    """Invitations to this seat that nobody has answered, by address."""
    rows = Invitation.objects.filter(
        state=Invitation.State.SENT, role=role, organization=organization, address__in=addresses
    )
    return {one.address: one for one in rows}


def invited_often(addresses: list[str], *, most: int) -> list[str]:
    """Those of the addresses to which so many invitations were mailed within a day."""
    rows = Notice.objects.filter(address__in=addresses, kind=INVITATION)
    rows = rows.filter(created_at__gt=clock.now() - DAY).order_by()
    counted = rows.values("address").annotate(count=Count("id")).filter(count__gte=most)
    return sorted(counted.values_list("address", flat=True))


def sent_lately(person: Person) -> int:
    """How many invitations somebody sent within a day, new ones and again."""
    return Invitation.objects.filter(invited_by=person, sent_at__gt=clock.now() - DAY).count()


def givers(role: str, organization: Organization) -> list[Person]:
    """Who may give a role at an organization, on the nearest floor where anybody may."""
    program = programs.current()
    giving = {
        one.code
        for one in program.roles.values()
        if APPOINT in one.capabilities and (role in one.appoints or one.held_at == FLOORS[0])
    }
    above = {pk for pk in organization.ancestor_ids().values() if pk is not None}
    rows = Appointment.objects.filter(holding(clock.today()), role__in=giving)
    rows = rows.filter(organization__in=above, person__is_active=True)
    held = list(rows.select_related("person", "organization").order_by("person__sort_name", "id"))
    for floor in (Level.OTHER, *reversed(FLOORS)):
        near = [
            one.person
            for one in held
            if one.organization.level == floor.value
            and role in appointable(one.person, organization)
        ]
        if near:
            return list(dict.fromkeys(near))[:20]
    return []


def own_requests(person: Person) -> list[RoleRequest]:
    """What somebody has asked for, newest first."""
    rows = RoleRequest.objects.filter(person=person).select_related("organization")
    return list(rows.order_by("-id")[:20])


def requests_to(person: Person, seats: list[Seat]) -> list[RoleRequest]:
    """Open requests that somebody may decide, oldest first."""
    inside = Organization.objects.filter(within_reach(seats, APPOINT)).values("pk")
    rows = RoleRequest.objects.filter(state=RoleRequest.State.ASKED, organization__in=inside)
    found = rows.select_related("organization", "organization__district", "person").order_by("id")
    return [
        one for one in found[:500] if one.role in appointable(person, one.organization, seats=seats)
    ]


def unread(person: Person, seats: Iterable[Seat]) -> list[Seat]:
    """Own seats whose first page somebody has not read yet; one query."""
    done = set(Welcomed.objects.filter(person=person).values_list("role", "organization"))
    return [
        one for one in seats if not one.assigned and (one.role, one.organization_id) not in done
    ]
