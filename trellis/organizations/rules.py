"""Who may: rights follow from appointments and assignments, and from the roles of the pack.

A person's seats are read once (two queries) and then asked in memory, for one organization or as
a filter over many.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.sql import rows
from trellis.organizations.models import Appointment, Organization
from trellis.organizations.schema import Organizations
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.schema.roles import NEVER_LENT, Capability, Reach, Role
from trellis.programs.texts import say

if TYPE_CHECKING:
    from trellis.people.models import Person

NEW = timedelta(days=90)
"""How long somebody is new in a role."""

ABOVE = ("state", "office", "district")
"""Floors that the statement of seats answers with, in its order."""


@dataclass(frozen=True)
class Seat:
    """One place from which a person acts: a role at an organization, by appointment or service.

    `ancestors` maps floors to organization ids, the own floor included.
    """

    role: str
    organization_id: int
    organization_name: str
    organization_code: str
    level: str
    ancestors: tuple[tuple[str, int], ...]
    appointment_id: int
    assigned: bool
    """True where it rests on an assignment; then `organization` is the one served."""
    delegated_by: int | None = None
    """The appointment from which it was lent; None for an own seat."""
    lender: str = ""
    lent: frozenset[str] = frozenset()
    """The rights that were lent; an own seat leaves them empty and has all of its role."""
    arrived: bool = False
    """Whether its holder is new, follows somebody, and has not put away what happened before."""

    @property
    def delegated(self) -> bool:
        """Whether somebody else's role is only lent to this person."""
        return self.delegated_by is not None

    @property
    def key(self) -> str:
        """How forms and the session name this seat."""
        return f"{self.appointment_id}-{self.organization_id}"

    def called(self, program: Program) -> str:
        """What people read: "Principal, Lincoln Middle School", "… for Ana Díaz" where lent."""
        name = f"{say(program.roles[self.role].name)}, {self.organization_name}"
        if not self.delegated:
            return name
        return _("%(seat)s, for %(lender)s") % {"seat": name, "lender": self.lender}

    def gives(self, capability: Capability, program: Program) -> bool:
        """Whether the role grants a right anywhere, and it was lent where the role was."""
        if capability not in program.roles[self.role].capabilities:
            return False
        return not self.delegated or (capability in self.lent and capability not in NEVER_LENT)


def seats_of(person: Person, *, on: date | None = None) -> list[Seat]:
    """Every seat a person holds on a day (today when left out): own ones, then served ones.

    One statement without records: it stands before every page of a signed-in person.
    """
    if not person.is_active:
        return []
    roles = programs.current().roles
    seats: dict[tuple[str, int, bool], Seat] = {}
    day = on or clock.today()
    asked = {"person": person.pk, "on": day, "since": day - NEW}
    for row in rows(_seats_sql(), asked):
        served, appointment, role, place, name, code, level, *rest = row
        *above, _sort, loan, lender, lent, new = rest
        if role not in roles or (served and roles[role].reach != Reach.ASSIGNED):
            continue
        floors = dict(zip(ABOVE, above, strict=True)) | {level: place}
        seat = Seat(
            role=role,
            organization_id=place,
            organization_name=name,
            organization_code=code,
            level=level,
            ancestors=tuple((floor, pk) for floor, pk in floors.items() if pk is not None),
            appointment_id=appointment,
            assigned=bool(served),
            delegated_by=loan,
            lender=lender or "",
            lent=frozenset(_codes(lent)) if loan else frozenset(),
            arrived=bool(new),
        )
        seats.setdefault((role, place, seat.assigned), seat)
    return list(seats.values())


def _codes(stored: str | list[str]) -> list[str]:
    """A column of JSON as bare SQL answers it: text on SQLite, a list on PostgreSQL."""
    found: list[str] = json.loads(stored) if isinstance(stored, str) else stored
    return found


@cache
def _seats_sql() -> str:
    return (Path(__file__).parent / "sql" / "seats.sql").read_text()


def grants(seat: Seat, capability: Capability, *, at: Organization | None) -> bool:
    """Whether this seat gives a right at an organization (None: anywhere)."""
    program = programs.current()
    role = program.roles[seat.role]
    if not seat.gives(capability, program):
        return False
    if at is None:
        return True
    if role.reach == Reach.ASSIGNED and not seat.assigned:
        return seat.organization_id == at.pk and role.held_at != "state"
    if seat.organization_id == at.pk:
        return True
    if role.reach == Reach.OWN:
        return False
    return seat.organization_id in at.ancestor_ids().values()


def may(
    person: Person | None,
    capability: Capability | str,
    *,
    at: Organization | None = None,
    seats: Iterable[Seat] | None = None,
) -> bool:
    """Whether a person has a right at an organization; `at` None asks whether anywhere."""
    if person is None or not person.is_authenticated or not person.is_active:
        return False
    wanted = Capability(capability)
    held = seats_of(person) if seats is None else seats
    return any(grants(seat, wanted, at=at) for seat in held)


def may_own(
    person: Person,
    capability: Capability,
    *,
    at: Organization,
    seats: Iterable[Seat] | None = None,
) -> bool:
    """Whether a person has a right here by a role of their own, for what outlasts a loan."""
    held = seats_of(person) if seats is None else seats
    own = [seat for seat in held if not seat.delegated]
    return may(person, capability, at=at, seats=own)


def seat_for(
    seats: Iterable[Seat], capability: Capability, *, at: Organization, acting: str = ""
) -> Seat | None:
    """The seat from which a person writes here: the acting one if it gives the right, else the
    first that does."""
    fitting = [seat for seat in seats if grants(seat, capability, at=at)]
    return next((seat for seat in fitting if seat.key == acting), fitting[0] if fitting else None)


def within_reach(seats: Iterable[Seat], capability: Capability) -> Q:
    """The filter for organizations where these seats give a right; matches none without seats."""
    program = programs.current()
    reach = Q(pk__in=[])
    for seat in seats:
        role = program.roles[seat.role]
        if not seat.gives(capability, program):
            continue
        if role.reach == Reach.ASSIGNED and not seat.assigned:
            if role.held_at != "state":
                reach |= Q(pk=seat.organization_id)
            continue
        reach |= Q(pk=seat.organization_id)
        if role.reach != Reach.OWN and seat.level in {"state", "office", "district"}:
            reach |= Q(**{f"{seat.level}_id": seat.organization_id})
    return reach


def claiming(program: Program, role: str) -> set[str]:
    """Codes of the kinds of organization that claim a role; none where all of its floor hold it."""
    kinds = program.section("organizations", Organizations).kinds
    return {kind.code for kind in kinds if role in kind.roles}


def holds(program: Program, role: Role, level: str, kind: str) -> bool:
    """Whether a role is held at organizations of a floor and a kind."""
    if role.held_at.value != level:
        return False
    kinds = claiming(program, role.code)
    return not kinds or kind in kinds


def held_here(program: Program, role: Role, organization: Organization) -> bool:
    """Whether a role is held at organizations like this one."""
    return holds(program, role, organization.level, organization.kind)


def where_held(role: Role) -> str:
    """Where a role is held, in words: its kinds of organization, else its floor."""
    program = programs.current()
    claimed, kinds = claiming(program, role.code), program.section("organizations", Organizations)
    named = [say(kind.name) for kind in kinds.kinds if kind.code in claimed]
    return ", ".join(named) or Organization(level=role.held_at.value).get_level_display()


def appointable(
    person: Person, organization: Organization, *, seats: Iterable[Seat] | None = None
) -> list[str]:
    """Codes of the roles that a person may give at an organization, in the order of the program.

    Who appoints from the top of the tree may give every role.
    """
    program = programs.current()
    held = seats_of(person) if seats is None else seats
    allowed: set[str] = set()
    for seat in held:
        if grants(seat, Capability.PEOPLE_APPOINT, at=organization):
            everywhere = seat.level == "state" and not seat.assigned
            given = list(program.roles) if everywhere else program.roles[seat.role].appoints
            allowed.update(one for one in given if not seat.delegated or _harmless(program, one))
    return [
        code
        for code, role in program.roles.items()
        if code in allowed and held_here(program, role, organization)
    ]


def _harmless(program: Program, role: str) -> bool:
    """Whether who stands in may give a role: not one that holds what is never lent."""
    return not NEVER_LENT & set(program.roles[role].capabilities)


def lendable(role: Role) -> list[Capability]:
    """The rights of a role that its holder may lend, in the role's order."""
    return [one for one in role.capabilities if one not in NEVER_LENT]


def may_lend(
    person: Person, appointment: Appointment, *, seats: Iterable[Seat] | None = None
) -> bool:
    """Whether a person may lend this role: its holder, or who appoints here by an own seat."""
    if appointment.person_id == person.pk:
        return True
    held = seats_of(person) if seats is None else seats
    own = [seat for seat in held if not seat.delegated]
    return may_appoint(person, appointment.role, appointment.organization, seats=own)


def may_appoint(
    person: Person, role: str, organization: Organization, *, seats: Iterable[Seat] | None = None
) -> bool:
    """Whether a person may give and end this role here."""
    return role in appointable(person, organization, seats=seats)


def needs_second_factor(person: Person, *, seats: Iterable[Seat] | None = None) -> bool:
    """Whether one of the person's roles is marked so in the pack."""
    roles = programs.current().roles
    held = seats_of(person) if seats is None else seats
    return any(roles[seat.role].second_factor for seat in held)
