"""What the page of the first sign-in says to a role: the pack's words, and facts of the place."""

from __future__ import annotations

from dataclasses import dataclass

from trellis.organizations.models import Assignment, Invitation, Organization
from trellis.organizations.queries import servers_of
from trellis.organizations.rules import Seat, claiming
from trellis.people.models import Person
from trellis.programs.program import Program
from trellis.programs.schema.base import Text
from trellis.programs.schema.roles import FLOORS, Capability, Level, Reach
from trellis.programs.texts import say


@dataclass(frozen=True)
class Words:
    """The four answers in the reader's language; empty ones are left out."""

    for_you: str
    readers: str
    next_step: str
    ask: str
    read_by: list[str]


@dataclass(frozen=True)
class Whom:
    """People whom a newcomer may ask."""

    servers: list[Assignment]
    inviter: Person | None


def words(program: Program, seat: Seat) -> Words:
    """The answers for a seat: of its role, else the general ones, else what the role is for."""
    about = say(program.roles[seat.role].about)

    def answer(key: str) -> str:
        welcome = program.parts.get("welcome")
        if welcome is None:
            return ""
        own = next((one for one in welcome.roles if one.role == seat.role), welcome.general)
        text: Text | None = getattr(own, key) or getattr(welcome.general, key)
        return say(text) if text else ""

    return Words(
        for_you=answer("for_you") or about,
        readers=answer("readers"),
        next_step=answer("next_step"),
        ask=answer("ask"),
        read_by=readers(program, seat),
    )


def readers(program: Program, seat: Seat) -> list[str]:
    """The roles that may read the year of a seat's organization, by their rights."""
    here, kinds = seat.level, claiming(program, seat.role)
    return [
        say(role.plural)
        for role in program.roles.values()
        if Capability.YEAR_READ in role.capabilities
        and (
            (role.held_at.value == here and _together(kinds, claiming(program, role.code)))
            or (role.reach == Reach.ASSIGNED and here == Level.SCHOOL)
            or (role.reach == Reach.BELOW and _above(role.held_at, here))
        )
    ]


def _together(one: set[str], other: set[str]) -> bool:
    """Whether roles of these kinds of organization, none meaning all, can be held at the same."""
    return not one or not other or bool(one & other)


def _above(floor: Level, here: str) -> bool:
    floors = [one.value for one in FLOORS]
    if here not in floors or floor.value not in floors:
        return False
    return floors.index(floor.value) < floors.index(here)


def whom_to_ask(person: Person, seat: Seat) -> Whom:
    """Who serves the place, and who invited the person there; two queries."""
    place = Organization(pk=seat.organization_id)
    invited = Invitation.objects.filter(
        accepted_by=person, role=seat.role, organization_id=seat.organization_id
    )
    found = invited.select_related("invited_by").order_by("-id").first()
    return Whom(servers_of(place), found.invited_by if found else None)
