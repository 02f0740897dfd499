"""Whose schools a caseload shows, and who may write to several at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from trellis.organizations.rules import Seat, within_reach
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability, Level, Reach, Role


@dataclass(frozen=True)
class Scope:
    """Over which organizations a caseload reaches: single ones, whole districts, whole offices.

    `named` are shown even where nothing runs there: somebody was assigned to them.
    """

    places: frozenset[int] = frozenset()
    districts: frozenset[int] = frozenset()
    offices: frozenset[int] = frozenset()
    states: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.places or self.districts or self.offices or self.states)


def scope_of(seats: Iterable[Seat], *, whole: bool = False) -> Scope:
    """The schools that a person works with, or all in reach where the `whole` state counts too.

    Whoever sees the whole state has no schools of their own.
    """
    program = programs.current()
    levels = ["school", "district", "office", *(["state"] if whole else [])]
    found: dict[str, set[int]] = {level: set() for level in levels}
    named: set[int] = set()
    for seat in seats:
        role = program.roles[seat.role]
        if not seat.gives(Capability.CASELOAD_READ, program) or seat.level not in found:
            continue
        if role.reach == Reach.ASSIGNED and not seat.assigned:
            continue
        level = "school" if role.reach == Reach.OWN else seat.level
        found[level].add(seat.organization_id)
        if seat.assigned and seat.level == Level.SCHOOL:
            named.add(seat.organization_id)
    return Scope(
        frozenset(found["school"]),
        frozenset(found["district"]),
        frozenset(found["office"]),
        frozenset(found.get("state", ())),
        frozenset(named),
    )


def leads(role: Role) -> bool:
    """Whether a role has a caseload: it is assigned, and its holders are the state's own."""
    assigned = role.reach == Reach.ASSIGNED and role.held_at != Level.OTHER
    return assigned and Capability.CASELOAD_READ in role.capabilities


def leading_roles(program: Program) -> list[Role]:
    """The roles whose holders have a caseload, in the order of the pack."""
    return [role for role in program.roles.values() if leads(role)]


def writable(seats: Sequence[Seat]) -> Q:
    """The organizations to whose people these seats may write."""
    return within_reach(seats, Capability.MESSAGE_SEND)
