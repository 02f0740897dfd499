"""What somebody sees of a team, and who leads it, takes part in it and agrees to its list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import lru_cache

from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat, grants
from trellis.organizations.teams.schema import TeamKind, Teams
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability
from trellis.programs.schema.year_plan import TeamDeed


class Sight(IntEnum):
    """How much of a team somebody reads."""

    NOTHING = 0
    OUTLINE = 1
    """That it exists, since when, and how many bring what."""
    WHOLE = 2
    """Who is on it too, its charter and its reviews."""


def kinds(program: Program) -> list[TeamKind]:
    """The kinds of teams of a program, in their order."""
    return program.section("teams", Teams).teams


def kind_of(program: Program, code: str) -> TeamKind | None:
    """The kind of that code; None where this version has it no more."""
    return next((one for one in kinds(program) if one.code == code), None)


@lru_cache(maxsize=16)
def kinds_by_role(program: Program) -> dict[str, TeamKind]:
    """The kind of team whose members hold a role."""
    return {one.role: one for one in reversed(kinds(program))}


@lru_cache(maxsize=16)
def kept_away(program: Program) -> dict[str, frozenset[str]]:
    """By role of a team, the codes of its steps about money, which are never asked of members."""
    found: dict[str, frozenset[str]] = {}
    for kind in kinds(program):
        found[kind.role] = found.get(kind.role, frozenset()) | frozenset(
            f"{plan.code}/{activity.code}.{task.code}"
            for plan in program.plans.values()
            for activity in plan.activities
            if activity.kind in kind.away.kinds
            or f"{plan.code}.{activity.code}" in kind.away.activities
            for task in activity.cells.get(kind.role, ())
        )
    return found


@lru_cache(maxsize=16)
def waiting_steps(program: Program) -> dict[str, str]:
    """The kind of team that a step starts with, by the code of the step."""
    return {
        f"{plan.code}/{activity.code}.{task.code}": task.starts_with_team
        for plan in program.plans.values()
        for activity in plan.activities
        for cell in activity.cells.values()
        for task in cell
        if task.starts_with_team
    }


@lru_cache(maxsize=16)
def deeds(program: Program) -> dict[str, TeamDeed]:
    """What of a team's does a step with it, by the code of the step."""
    return {
        f"{plan.code}/{activity.code}.{task.code}": task.team_deed
        for plan in program.plans.values()
        for activity in plan.activities
        for cell in activity.cells.values()
        for task in cell
        if task.team_deed
    }


def leads(seats: Iterable[Seat], at: Organization) -> bool:
    """Whether somebody forms the teams of an organization and says who is on them."""
    return any(grants(seat, Capability.TEAM_LEAD, at=at) for seat in seats)


def takes_part(seats: Sequence[Seat], at: Organization, kind: TeamKind) -> bool:
    """Whether somebody writes with a team: who leads it, who shares in it, its own members."""
    return (
        leads(seats, at)
        or any(grants(seat, Capability.TEAM_SHARE, at=at) for seat in seats)
        or any(_sits(seat, at, kind) for seat in seats)
    )


def agrees_for(seats: Iterable[Seat], at: Organization, kind: TeamKind) -> list[str]:
    """The roles for which somebody may agree to a team's list, in the order of the pack."""
    program = programs.current()
    above = {at.pk, *at.ancestor_ids().values()}
    spoken = {
        role
        for seat in seats
        if not seat.delegated and not seat.assigned and seat.organization_id in above
        for role in (seat.role, *program.roles[seat.role].does_tasks_of)
    }
    return [role for role in kind.agreed_by if role in spoken]


def sight(seats: Sequence[Seat], at: Organization, kind: TeamKind) -> Sight:
    """How much of a team of an organization somebody reads."""
    if takes_part(seats, at, kind) or agrees_for(seats, at, kind):
        return Sight.WHOLE
    return Sight.OUTLINE if reads_year(seats, at) else Sight.NOTHING


def reads_year(seats: Iterable[Seat], at: Organization) -> bool:
    """Whether somebody may open the year of an organization."""
    return any(grants(seat, Capability.YEAR_READ, at=at) for seat in seats)


def seat_on(
    seats: Sequence[Seat], at: Organization, kind: TeamKind, *, acting: Seat | None = None
) -> Seat | None:
    """The seat from which somebody writes about a team: the acting one if it may."""
    rights = (Capability.TEAM_LEAD, Capability.TEAM_SHARE)
    fitting = [
        seat
        for seat in seats
        if any(grants(seat, one, at=at) for one in rights)
        or _sits(seat, at, kind)
        or agrees_for([seat], at, kind)
    ]
    return acting if acting in fitting else next(iter(fitting), None)


def _sits(seat: Seat, at: Organization, kind: TeamKind) -> bool:
    """An own seat in the team's role there; who only stands in is asked for the right instead."""
    return seat.role == kind.role and seat.organization_id == at.pk and not seat.delegated
