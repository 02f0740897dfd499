"""What the reports read: the month of a school in three statements, a workplan to close."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from trellis.kit.dates import first_of_month, month_name, short
from trellis.kit.sql import rows
from trellis.kit.tongue import gettext as _
from trellis.meetings.queries.came import in_month
from trellis.monitoring.queries.briefs import SOON, Brief, brief_of, words_on
from trellis.monitoring.queries.schools import add_meetings, schools_in
from trellis.monitoring.queries.statements import marks, read
from trellis.monitoring.rules import Scope, leading_roles
from trellis.monitoring.spotlight import Known
from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat, within_reach
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability, Level, Reach
from trellis.programs.texts import say
from trellis.work.models import Workplan

SQL = Path(__file__).parent / "sql"


@dataclass
class MonthOf:
    """A brief, what was done in its month, who serves the school, who of its teams came."""

    brief: Brief
    done: list[str] = field(default_factory=list)
    served_by: list[str] = field(default_factory=list)
    came: list[tuple[str, list[str]]] = field(default_factory=list)
    """By team: each meeting of the month with who of the team came."""


def readable(seats: Iterable[Seat]) -> Scope:
    """The organizations whose year these seats read; no query."""
    program = programs.current()
    found: dict[str, set[int]] = {level: set() for level in ("school", *LEVELS)}
    for seat in seats:
        role = program.roles[seat.role]
        if not seat.gives(Capability.YEAR_READ, program):
            continue
        if role.reach == Reach.ASSIGNED and not seat.assigned:
            continue
        above = role.reach != Reach.OWN and seat.level in LEVELS
        found[seat.level if above else "school"].add(seat.organization_id)
    return Scope(*(frozenset(found[level]) for level in ("school", *LEVELS)))


LEVELS = (Level.DISTRICT.value, Level.OFFICE.value, Level.STATE.value)


def month_of(code: str, seats: Sequence[Seat], *, on: date) -> MonthOf | None:
    """How one organization stands whose year these seats read; four statements. None for others."""
    program = programs.in_year()
    schools = schools_in(readable(seats), on, only=[code])
    if not schools:
        return None
    add_meetings(schools, program, on)
    (school,) = schools.values()
    found = MonthOf(brief_of(school, words_on(program, on), on))
    _add_rest(found, school, program, on)
    found.came = _came(school.id, seats, on)
    return found


def standing_of(scope: Scope, *, on: date) -> list[Known]:
    """The schools of a scope as they stand, by name; one statement."""
    found = [one for one in schools_in(scope, on).values() if one.level == Level.SCHOOL]
    return sorted(found, key=lambda one: (one.sort_name, one.id))


def _add_rest(found: MonthOf, school: Known, program: Program, on: date) -> None:
    named: dict[str, Any] = {"place": school.id, "on": on, "until": on + SOON}
    named["first"] = first_of_month(on)
    roles = marks("lead", [role.code for role in leading_roles(program)], named)
    people: dict[str, list[tuple[str, str]]] = {}
    steps = []
    sql = read("month_of_school", SQL).format(roles=roles)
    for what, code, name, sort, title, due, month in rows(sql, named):
        if what == "holder":
            people.setdefault(code, []).append((sort, name))
        elif what == "serves":
            found.served_by.append(f"{name}, {title}")
        else:
            steps.append((due or month, what, code, name, sort, title, due, month))
    for role in program.roles.values():
        if role.code in people:
            names = [name for _sort, name in sorted(people[role.code])]
            found.brief.people.append((say(role.name), names))
    _add_steps(found, steps, program)


def _add_steps(found: MonthOf, steps: list[tuple[Any, ...]], program: Program) -> None:
    """Late and next ones into the brief, what was done as texts, each deed once."""
    deeds: set[str] = set()
    for _at, what, role, code, deed, title, due, month in sorted(steps, key=lambda one: one[:4]):
        task, held = program.tasks.get(code), program.roles.get(role)
        text = title or (say(task.text) if task else code)
        who = say(held.column) if held else role
        when = short(due) if due else month_name(month)
        if what != "done":
            (found.brief.late if what == "late" else found.brief.soon).add(text, who, when)
        elif not deed or deed not in deeds:
            deeds.add(deed)
            found.done.append(f"{text} ({who}, {when})")


def _came(organization: int, seats: Sequence[Seat], on: date) -> list[tuple[str, list[str]]]:
    """Who of each team came to which meeting of the month, for whoever reads of these meetings."""
    program = programs.current()
    if not any(seat.gives(Capability.MEETING_READ, program) for seat in seats):
        return []
    words = _("%(day)s, %(what)s: %(came)s of %(of)s (%(names)s)")
    return [
        (team, [
            words % {
                "day": short(met.day), "what": met.called, "came": len(met.came), "of": met.of,
                "names": ", ".join(met.came) or _("nobody"),
            }
            for met in meetings
        ])
        for team, meetings in in_month(organization, first_of_month(on), seats)
    ]  # fmt: skip


def latest_workplan(code: str, seats: list[Seat]) -> Workplan | None:
    """The newest year opened at a school or district whose year these seats read; one query."""
    reach = Organization.objects.filter(
        within_reach(seats, Capability.YEAR_READ), level__in=["school", "district"], code=code
    )
    found = Workplan.objects.filter(organization__in=reach).order_by("-year__start")
    return found.select_related("organization", "year").first()
