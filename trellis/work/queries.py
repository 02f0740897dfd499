"""What pages read of work: a person's list, an organization's year, who is in its circle.

Rows are light tuples; their words come from the program in memory, never from the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from trellis.documents.models import Document
from trellis.kit import clock
from trellis.kit.dates import first_of_month
from trellis.kit.sql import Row, rows
from trellis.organizations.models import Appointment, Assignment, Organization, holding
from trellis.organizations.rules import Seat, seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability, Reach
from trellis.work.models import Evidence, State, Task
from trellis.work.rules import Why, may_read_remarks, roles_done_by
from trellis.work.vacancies import statement, vacancies

SQL = Path(__file__).parent / "sql"


class Pair(NamedTuple):
    """A role at an organization whose tasks are somebody's, and why."""

    role: str
    held_at: int
    why: Why


class MyTask(NamedTuple):
    """One line of a person's list before grouping; `organization` is the workplan's."""

    id: int
    code: str
    role: str
    act: str
    deed: str
    each_member: bool
    month: date
    due: date | None
    due_from: str
    late_after: date | None
    state: str
    begun: bool
    settled_on: date | None
    workplan_id: int
    organization_id: int
    organization: str
    organization_code: str
    scope: str
    why: str
    order: int
    title: str = ""
    """The own words of a step that people wrote themselves."""


class Waiting(NamedTuple):
    """A step of somebody else in an activity where the person's own part is done."""

    id: int
    code: str
    role: str
    month: date
    due: date | None
    late_after: date | None
    organization: str
    organization_code: str


class YearTask(NamedTuple):
    """One task in the year of an organization."""

    id: int
    code: str
    role: str
    act: str
    deed: str
    each_member: bool
    month: date
    due: date | None
    due_from: str
    late_after: date | None
    state: str
    begun: bool
    settled_on: date | None
    settled_by: int | None
    settled_name: str | None
    reason: str
    assignee: int | None
    held_at: int
    workplan_id: int
    scope: str
    order: int
    title: str = ""
    """The own words of a step that people wrote themselves."""

    def is_late(self, on: date) -> bool:
        """Whether it is still open after the last day it had."""
        return self.state == "open" and self.late_after is not None and self.late_after < on


@dataclass
class Remarks:
    """Counts of notes and files by task, and who has done a task of each member."""

    notes: dict[int, int] = field(default_factory=dict)
    files: dict[int, int] = field(default_factory=dict)
    done_by: dict[int, set[int]] = field(default_factory=dict)


class Holder(NamedTuple):
    """Somebody in the circle of an organization."""

    person_id: int
    name: str
    role: str
    held_at: int


def standing_of(seats: Sequence[Seat]) -> tuple[ProgramYear | None, frozenset[int]]:
    """The latest year with work, and the organizations of the seats that run it; one query."""
    year, running, _teams = standing_with_teams(seats, on=clock.today())
    return year, running


def standing_with_teams(
    seats: Sequence[Seat], *, on: date
) -> tuple[ProgramYear | None, frozenset[int], frozenset[tuple[int, str]]]:
    """The same, and which kinds of teams exist on a day at which of these; one query."""
    named: dict[str, Any] = {
        f"o_{n}": pk for n, pk in enumerate(sorted({one.organization_id for one in seats}))
    }
    places = ", ".join(f"%({name})s" for name in named) or "NULL"
    found = rows(sql("standing").format(places=places), {**named, "on": on}, plain=True)
    if not found:
        return None, frozenset(), frozenset()
    return (
        programs.program_year(*found[0][:2]),
        frozenset(place for _year, _start, place, _team in found if place),
        frozenset((place, team) for _year, _start, place, team in found if team),
    )


def pairs_of(
    seats: Sequence[Seat], year: ProgramYear, running: frozenset[int], *, on: date
) -> list[Pair]:
    """Whose tasks are these seats' to do: own ones, deeds taken part in above, and vacancies.

    `running` are the organizations of the seats where the year is open (`standing_of`). At most
    one query, for vacant roles below.
    """
    program = programs.current()
    # Own seats list their work whatever they may do with it; a lent one only with that right.
    seats = [one for one in seats if not one.delegated or one.gives(Capability.TASK_DO, program)]
    found: dict[tuple[str, int], Why] = {}
    for seat in seats:
        for held_at, why in _places(program, seat, running):
            for role in roles_done_by(program, seat.role):
                if found.get((role, held_at)) != "own":
                    found[role, held_at] = why
    for role, held_at in _vacant_below(program, seats, year, on):
        found.setdefault((role, held_at), "vacant")
    return [Pair(role, held_at, why) for (role, held_at), why in found.items()]


def _places(program: Program, seat: Seat, running: frozenset[int]) -> list[tuple[int, Why]]:
    """The organizations whose tasks of this seat's role are its own or its to take part in."""
    if program.roles[seat.role].reach == Reach.ASSIGNED and not seat.assigned:
        return [(seat.organization_id, "own")] if seat.level == "state" else []
    places: list[tuple[int, Why]] = [(seat.organization_id, "own")]
    if seat.organization_id in running:
        places += [(pk, "taking part") for _, pk in seat.ancestors if pk != seat.organization_id]
    return places


def _vacant_below(
    program: Program, seats: Sequence[Seat], year: ProgramYear, on: date
) -> list[tuple[str, int]]:
    """Roles at organizations of the year that nobody holds and whose vacancy falls to a seat."""
    found = list(vacancies(program, seats))
    if not found:
        return []
    sql, named = statement(program, found)
    named |= {"year": year.pk, "on": on}
    return [(str(role), int(pk)) for role, pk in rows(sql, named, plain=True)]


def my_tasks(
    person: Person,
    pairs: Sequence[Pair],
    year: ProgramYear,
    *,
    on: date,
    until: date | None = None,
) -> list[MyTask]:
    """Open tasks of these pairs up to a month, the coming week's when left out, and those done
    this month."""
    until = until or first_of_month(on + timedelta(days=7))
    named = {"year": year.pk, "until": until, "since": first_of_month(on), "person": person.pk}
    named["on"] = on
    found = with_pairs("my_tasks", pairs, named, plain=True, still=still("t"))
    return [MyTask._make(row) for row in found]


def waiting_for(
    pairs: Sequence[Pair], year: ProgramYear, *, on: date
) -> tuple[list[Waiting], date | None, int]:
    """What others still owe where the own part is done, this month and the one before; and the
    next month after the list in which the pairs owe something, with how much in all."""
    month = first_of_month(on)
    since = first_of_month(month - timedelta(days=1))
    after = first_of_month(on + timedelta(days=7))
    named = {"year": year.pk, "until": month, "since": since, "after": after}
    found = with_pairs("waiting", pairs, named)
    others = [Waiting(*row[:-1]) for row in found if row[0]]
    coming = next((row for row in found if not row[0]), None)
    return others, coming[3] if coming else None, coming[-1] if coming else 0


def tasks_of(organization: Organization, year: ProgramYear, plan: str) -> list[YearTask]:
    """Every task of a plan on the pages of an organization: own, its district's, the state's.

    Steps that people wrote themselves are told at the organization they were written for alone.
    """
    ids = {organization.pk, organization.parent_id, *organization.ancestor_ids().values()}
    named: dict[str, Any] = {f"o_{n}": pk for n, pk in enumerate(sorted(i for i in ids if i))}
    marks = ", ".join(f"%({name})s" for name in named)
    named |= {"year": year.pk, "first": f"{plan}/", "last": f"{plan}0", "here": organization.pk}
    found = rows(sql("year_tasks").format(organizations=marks), named, plain=True)
    return [YearTask._make(row) for row in found]


def remarks_on(tasks: Sequence[YearTask]) -> Remarks:
    """Notes, files and members' completions for the tasks of some workplans; one query."""
    found = Remarks()
    workplans = sorted({task.workplan_id for task in tasks})
    if not workplans:
        return found
    named = {f"w_{n}": pk for n, pk in enumerate(workplans)}
    marks = ", ".join(f"%({name})s" for name in named)
    for task, what, count, person in rows(sql("remarks").format(workplans=marks), named):
        if what == "done":
            found.done_by.setdefault(task, set()).add(person)
        else:
            (found.notes if what == "note" else found.files)[task] = count
    return found


def circle_of(organization: Organization, *, on: date) -> list[Holder]:
    """Who holds a role whose work stands on this organization's pages; two queries."""
    ids = [pk for pk in organization.ancestor_ids().values() if pk]
    program = programs.current()
    direct = [role.code for role in program.roles.values() if role.reach != Reach.ASSIGNED]
    people = Appointment.objects.filter(
        holding(on), organization__in=ids, role__in=direct, person__is_active=True
    ).values_list("person_id", "person__name", "role", "organization_id")
    found = [Holder(*row) for row in people.order_by("person__sort_name")]
    somebody = Q(person=None) | Q(person__is_active=True)
    serving = Assignment.objects.filter(holding(on), somebody, organization__in=ids).values_list(
        "person_id",
        "person__name",
        "provider__name",
        "role",
        "organization_id",
    )
    found += [
        Holder(person or 0, name or provider or "", role, held_at)
        for person, name, provider, role, held_at in serving
    ]
    return found


def may_read_evidence(person: Person, document: Document) -> bool:
    """Whether a person may read what is kept with the task that a file belongs to."""
    evidence = (
        Evidence.objects.select_related("task__workplan__organization", "task__held_at")
        .filter(document=document)
        .first()
    )
    return evidence is not None and may_read_remarks(seats_of(person), evidence.task)


def task_for_page(task_id: int) -> Task | None:
    """A task with what its page shows beside it."""
    return (
        Task.objects.select_related(
            "workplan__organization", "workplan__year", "held_at", "settled_by", "assignee",
            "activity", "template",
        )
        .filter(pk=task_id)
        .first()
    )  # fmt: skip


def alike(task: Task) -> QuerySet[Task]:
    """The same open step of the same holders, wherever it is owed, itself included."""
    return Task.objects.filter(
        template_code=task.template_code,
        occurrence=task.occurrence,
        role=task.role,
        held_at=task.held_at_id,
        workplan__year=task.workplan.year_id,
        state=State.OPEN,
    )


def with_pairs(
    name: str, pairs: Sequence[Pair], named: dict[str, Any], *, plain: bool = False, **parts: str
) -> list[Row]:
    """The rows of `sql/<name>.sql` for some pairs; `parts` fill its other braces."""
    if not pairs:
        return []
    for n, (role, held_at, why) in enumerate(pairs):
        named[f"r_{n}"], named[f"h_{n}"], named[f"y_{n}"] = role, held_at, why
    return rows(_paired(name, len(pairs), tuple(parts.items())), named, plain=plain)


@lru_cache(maxsize=256)
def _paired(name: str, count: int, parts: tuple[tuple[str, str], ...]) -> str:
    """The text of a statement for so many pairs."""
    marks = ", ".join(f"(%(r_{n})s, %(h_{n})s, %(y_{n})s)" for n in range(count))
    return sql(name).format(pairs=marks, **dict(parts))


@cache
def still(task: str) -> str:
    """The condition that a task, by its alias, is still on a person's list: nobody else was named
    for it, and their own part of it is open."""
    return sql("still").format(t=task)


@cache
def sql(name: str) -> str:
    """The text of a statement of this room, or of a piece of one."""
    return (SQL / f"{name}.sql").read_text()
