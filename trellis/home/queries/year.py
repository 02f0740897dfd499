"""The year of an organization: its own, its district's and the state's work as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.functional import cached_property  # the library's own takes a lock each time

from trellis.home.queries import rows as sql
from trellis.home.words import TaskWords, Words, step_words, words
from trellis.organizations.models import Level, Organization
from trellis.organizations.rules import Seat
from trellis.organizations.teams.rules import kept_away
from trellis.programs import queries as programs
from trellis.programs.date_rules import Resolved, resolve
from trellis.programs.models import ProgramYear
from trellis.programs.program import Program
from trellis.programs.schema.roles import Reach
from trellis.programs.schema.year_plan import YearPlan
from trellis.work import queries as work
from trellis.work.queries import YearTask
from trellis.work.rules import may_read, roles_doing, roles_done_by, stands_for

# An enumeration's value costs a look-up each time; these are asked on every page.
DISTRICT, OFFICE, STATE = FLOORS = (Level.DISTRICT.value, Level.OFFICE.value, Level.STATE.value)

READ = ("id", "code", "level", "name", "parent_id", "district_id", "office_id", "state_id")
"""What a year reads of an organization, in the order of its record."""


@dataclass
class Beside:
    """Counts of notes and files by task, who did those of each member, the circle, set days."""

    notes: dict[int, int] = field(default_factory=dict)
    files: dict[int, int] = field(default_factory=dict)
    done_by: dict[int, set[int]] = field(default_factory=dict)
    holders: dict[tuple[str, int], list[tuple[int, str]]] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)
    teams: set[tuple[int, str]] = field(default_factory=set)
    """Kinds of teams that exist, with the organization."""


@dataclass(frozen=True)
class Cycle:
    """What a page needs of an improvement cycle, without its record."""

    id: int
    plan: str
    stage: str
    designation: str
    version: int
    year: ProgramYear
    vocabulary: str
    circle: tuple[tuple[int, str], ...]
    """Id and code of the organization that runs it and of those above it."""
    district: tuple[str, str] | None
    """Code and name of the district above it."""
    ended_on: date | None = None


@dataclass
class Year:
    """An organization's year as its pages need it."""

    cycle: Cycle
    organization: Organization
    person: int
    seats: Sequence[Seat]
    on: date
    tasks: list[YearTask]
    beside: Beside
    program: Program
    words: Words

    @property
    def plan(self) -> YearPlan:
        """The plan it follows."""
        return self.program.plans[self.cycle.plan]

    @cached_property
    def months(self) -> list[date]:
        """The months of the plan, as their first days."""
        start = self.cycle.year.start
        return [date(start + month.year, month.month, 1) for month in self.plan.months]

    @cached_property
    def places(self) -> set[int]:
        """The organization and those above it, whose tasks stand on its pages."""
        return places_of(self.organization)

    @cached_property
    def mine(self) -> set[tuple[str, int]]:
        """The roles and places whose tasks here are the reader's, vacancies included."""
        return set(mine_of(self.program, self.seats, self.places)) | self.fallen

    @cached_property
    def fallen(self) -> set[tuple[str, int]]:
        """Vacant roles whose tasks fall to the reader."""
        seats = [seat for seat in self.seats if seat.organization_id in self.places]
        return {
            (role, place)
            for role, place in self.vacant
            if any(stands_for(self.program, self.program.roles[role], seat) for seat in seats)
        }

    @cached_property
    def vacant(self) -> list[tuple[str, int]]:
        """Roles with tasks here that nobody holds, in the order of the columns."""
        having = {(task.role, task.held_at) for task in self.tasks}
        roles, floors = self.program.roles, self.organization.ancestor_ids()
        return [
            (code, place)
            for code, role in roles.items()
            if (place := floors.get(role.works_at.value))
            and (code, place) in having
            and not self.holders(code, place)
        ]

    def holders(self, role: str, place: int) -> list[tuple[int, str]]:
        """Who does the tasks of a role at a place."""
        if role not in self.program.roles:
            return []
        having = self.beside.holders
        if self.program.roles[role].reach == Reach.ASSIGNED:
            return having.get((role, place), [])
        return [
            one for code in roles_doing(self.program, role) for one in having.get((code, place), ())
        ]

    def waits_for(self, role: str) -> bool:
        """Whether a role that a step starts with has no holder here yet."""
        return any(code == role for code, _place in self.vacant)

    def waits_for_team(self, said: TaskWords) -> bool:
        """Whether the team that a step starts with does not exist here yet."""
        return (self.organization.pk, said.starts_with_team) not in self.beside.teams

    def puts_first(self, task: YearTask) -> bool:
        """Whether a step may be put first: it can start, and is not a team’s about money."""
        away = kept_away(self.program).get(task.role, frozenset())
        if task.code in away and (task.role, task.held_at) not in self.fallen:
            return False
        said = self.said(task)
        return not said.starts_with_team or not self.waits_for_team(said)

    def said(self, task: YearTask) -> TaskWords:
        """The words of a task."""
        return step_words(self.words, task.code, task.title, task.month)

    def is_mine(self, task: YearTask) -> bool:
        """Whether the reader does this task, alone or with others."""
        return (task.role, task.held_at) in self.mine and task.assignee in (None, self.person)

    @cached_property
    def my_tasks(self) -> list[YearTask]:
        """The tasks that the reader does."""
        mine, person = self.mine, self.person
        return [
            task
            for task in self.tasks
            if (task.role, task.held_at) in mine and task.assignee in (None, person)
        ]

    @cached_property
    def my_states(self) -> dict[int, str]:
        """The state of the reader's own part of each of these, by task."""
        done_by, person = self.beside.done_by, self.person
        return {
            task.id: "done"
            if task.each_member and task.state == "open" and person in done_by.get(task.id, ())
            else self.state(task)
            for task in self.my_tasks
        }

    @cached_property
    def rows(self) -> dict[str, list[YearTask]]:
        """Tasks by the code of their activity, in the order of the plan."""
        found: dict[str, list[YearTask]] = {}
        known = self.words.tasks
        for task in self.tasks:
            words = known.get(task.code) or self.said(task)
            found.setdefault(words.activity.code, []).append(task)
        return found

    def state(self, task: YearTask) -> str:
        """done, waived, earlier, late, begun or open."""
        if task.state != "open":
            return task.state
        if task.late_after is not None and task.late_after < self.on:
            return "late"
        return "begun" if task.begun or task.id in self.beside.done_by else "open"

    @cached_property
    def dates(self) -> dict[str, Resolved]:
        """The dates of this program year by code."""
        days = tuple(sorted(self.beside.days.items()))
        return _dates(self.program, self.cycle.year.start, days)


def year_of(code: str, seats: Sequence[Seat], person: int, *, on: date) -> Year | None:
    """The latest year of an organization, if the seats may read it; three queries."""
    found = cycle_of(code)
    if found is None:
        return None
    cycle, organization = found
    if not may_read(seats, organization):
        return None
    program = programs.program(cycle.version)
    tasks = work.tasks_of(organization, cycle.year, cycle.plan)
    return Year(
        cycle=cycle,
        organization=organization,
        person=person,
        seats=seats,
        on=on,
        tasks=tasks,
        beside=_beside(cycle, organization, tasks, program, on),
        program=program,
        words=words(cycle.version, cycle.year.start),
    )


def cycle_of(code: str) -> tuple[Cycle, Organization] | None:
    """The organization's own cycle, or one beneath it, which brings its work along."""
    own = sql.fetch("cycle", {"code": code}, plain=True, which="o.code = %(code)s")
    beneath = "d.code = %(code)s OR f.code = %(code)s OR s.code = %(code)s"
    found = own or sql.fetch("cycle", {"code": code}, plain=True, which=beneath)
    return _cycle(found[0], code) if found else None


def _cycle(row: tuple[Any, ...], code: str) -> tuple[Cycle, Organization]:
    pk, plan, stage, designation, version, year, start, vocabulary = row[:8]
    place, own_code, name, level, parent, district, office, state = row[8:16]
    circle = [(place, own_code, name, level)]
    circle += [
        one
        for one in (
            (district, row[16], row[17], DISTRICT),
            (office, row[18], row[19], OFFICE),
            (state, row[20], row[21], STATE),
        )
        if one[0] and one[0] != place
    ]
    cycle = Cycle(
        pk, plan, stage, designation, version, programs.program_year(year, start), vocabulary,
        tuple((number, one) for number, one, _name, _level in circle),
        next(((one, called) for _pk, one, called, floor in circle[1:] if floor == DISTRICT), None),
        row[22],
    )  # fmt: skip
    at = next(n for n, one in enumerate(circle) if one[1] == code)
    above = {floor: number for number, _code, _name, floor in circle[at + 1 :]}
    number, _code, called, floor = circle[at]
    found = [number, code, floor, called, parent if at == 0 else None]
    return cycle, Organization.from_db("default", READ, [*found, *map(above.get, FLOORS)])


def places_of(organization: Organization) -> set[int]:
    """The organization and those above it."""
    found = {organization.parent_id, *organization.ancestor_ids().values()}
    return {pk for pk in found if pk is not None}


def mine_of(program: Program, seats: Iterable[Seat], places: set[int]) -> Iterable[tuple[str, int]]:
    """Roles and places of the seats that stand in this circle."""
    for seat in seats:
        if seat.organization_id not in places:
            continue
        held = {pk for _, pk in seat.ancestors} | {seat.organization_id}
        if program.roles[seat.role].reach == Reach.ASSIGNED and not seat.assigned:
            held = {seat.organization_id} if seat.level == "state" else set()
        for role in roles_done_by(program, seat.role):
            for place in held & places:
                yield role, place


def _beside(
    cycle: Cycle,
    organization: Organization,
    tasks: Sequence[YearTask],
    program: Program,
    on: date,
) -> Beside:
    workplans = sorted({task.workplan_id for task in tasks}) or [0]
    places = sorted(places_of(organization))
    direct = [role.code for role in program.roles.values() if role.reach != Reach.ASSIGNED]
    named: dict[str, Any] = {"on": on, "year": cycle.year.pk, "version": cycle.version}
    rows = sql.fetch(
        "beside",
        named,
        plain=True,
        workplans=sql.marks("w", workplans, named),
        organizations=sql.marks("o", places, named),
        direct=sql.marks("r", direct, named),
    )
    found = Beside()
    for row in rows:
        _keep(found, *row)
    for people in found.holders.values():
        people.sort(key=lambda one: one[1])
    return found


def _keep(
    found: Beside, what: str, task: int, count: int, person: int | None, name: str, role: str,
    held_at: int, day: date | str,
) -> None:  # fmt: skip
    if what == "note":
        found.notes[task] = count
    elif what == "file":
        found.files[task] = count
    elif what == "done":
        found.done_by.setdefault(task, set()).add(person or 0)
    elif what == "holder":
        found.holders.setdefault((role, held_at), []).append((person or 0, name))
    elif what == "team":
        found.teams.add((held_at, name))
    else:
        # SQLite hands a day that went through a union back as text.
        found.days[name] = date.fromisoformat(day) if isinstance(day, str) else day


@lru_cache(maxsize=64)
def _dates(program: Program, start: int, days: tuple[tuple[str, date], ...]) -> dict[str, Resolved]:
    return resolve(program.dates.values(), start, set_days=dict(days))
