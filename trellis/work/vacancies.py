"""The statement that finds vacant roles at and below seats, and what it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from trellis.organizations.rules import Seat
from trellis.programs.program import Program
from trellis.programs.schema.roles import Level, Reach, Role, higher
from trellis.work.rules import roles_doing, stands_for

SQL = Path(__file__).parent / "sql"
ABOVE = {"state": "o.state_id", "office": "o.office_id", "district": "o.district_id"}
HERE = "h.organization_id = o.id"
HERE_OR_BELOW = """h.organization_id IN (
          SELECT b.organization_id FROM work_workplan b
          JOIN organizations_organization s ON s.id = b.organization_id
          WHERE b.year_id = %(year)s AND o.id IN (s.id, s.district_id))"""
"""Deeds of a district are done by those below who run a year."""


@dataclass(frozen=True)
class Vacancy:
    """A role whose tasks on one floor fall to a seat where nobody holds it."""

    role: Role
    floor: str
    seat: Seat


def vacancies(program: Program, seats: Sequence[Seat]) -> Iterator[Vacancy]:
    """What may fall to these seats, by role and floor."""
    floors = _floors(program)
    for seat in seats:
        if program.roles[seat.role].reach == Reach.ASSIGNED and not seat.assigned:
            continue
        for role in program.roles.values():
            if role.in_matrix and stands_for(program, role, seat):
                yield from (Vacancy(role, floor, seat) for floor in sorted(floors[role.code]))


def everywhere(program: Program, top: Seat) -> Iterator[Vacancy]:
    """Every role that may fall to somebody, on all its floors below the top of a state."""
    floors = _floors(program)
    for role in program.roles.values():
        if role.in_matrix and role.vacancy_falls_to is not None:
            yield from (Vacancy(role, floor, top) for floor in sorted(floors[role.code]))


@lru_cache(maxsize=8)
def _floors(program: Program) -> dict[str, set[str]]:
    """The floors on which each role's tasks are held; the state's own deeds find their holders."""
    floors = {role.code: {role.works_at.value} for role in program.roles.values()}
    for activity in program.activities.values():
        for role, cell in program.columns(activity):
            floors[role.code].update(higher(role.works_at, task.scope).value for task in cell)
    return {
        role.code: {
            floor for floor in floors[role.code] if floor in (Level.DISTRICT, role.works_at)
        }
        for role in program.roles.values()
    }


def statement(program: Program, found: Sequence[Vacancy]) -> tuple[str, dict[str, Any]]:
    """One statement over all vacancies, and its values but for `year` and `on`."""
    named: dict[str, Any] = {}
    for n, one in enumerate(found):
        named |= {f"role_{n}": one.role.code, f"level_{n}": one.floor}
        named[f"place_{n}"] = one.seat.organization_id
        for k, code in enumerate(roles_doing(program, one.role.code)):
            named[f"doing_{n}_{k}"] = code
    return _text(program, tuple((one.role.code, one.floor, one.seat.level) for one in found)), named


@lru_cache(maxsize=256)
def _text(program: Program, found: tuple[tuple[str, str, str], ...]) -> str:
    """The statement for vacancies by role, floor and the floor of the seat: the same for many."""
    parts = []
    for n, (code, floor, level) in enumerate(found):
        role, above = program.roles[code], ABOVE.get(level)
        doing = range(len(roles_doing(program, code)))
        parts.append(
            _sql("unserved" if role.reach == Reach.ASSIGNED else "vacant").format(
                n=n,
                below=f"{above} = %(place_{n})s" if above else "1 = 0",
                there=HERE if floor == role.works_at else HERE_OR_BELOW,
                doing=", ".join(f"%(doing_{n}_{k})s" for k in doing),
            )
        )
    return "\nUNION\n".join(parts)


@cache
def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text()
