"""Storing the story of the year, its files included."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from random import Random

from trellis.documents import actions as documents
from trellis.documents.models import Document
from trellis.history.actions import record_many
from trellis.kit.dates import first_of_month
from trellis.organizations.models import Level, Organization
from trellis.people.models import Person
from trellis.programs.models import ProgramYear
from trellis.programs.program import Program
from trellis.sample.invention.places import State as InventedState
from trellis.sample.models import PlannedAct
from trellis.sample.story.doers import Circle
from trellis.sample.story.papers import PAPERS
from trellis.sample.story.script import Act, Owed, Script, moment
from trellis.work.actions import EVIDENCE
from trellis.work.models import State, Task

Kind = PlannedAct.Kind
SHARE_WITH_FILES = 0.2


def write_plan(state: InventedState, program: Program, *, seed: int, start: int) -> int:
    """Write every act of the year; answers how many."""
    year = ProgramYear.objects.get(start=start)
    circle = Circle(program, year)
    places = {one.code: pk for pk, one in circle.organizations.items()}
    parts = {places[one.code]: one.part for one in state.schools if one.part}
    script = Script(program, circle, seed=seed, start=start, parts=parts)
    owed = {task.id: task for task in owed_in(year)}
    acts = script.acts(owed.values())
    planned = [_planned(act, seed) for act in acts]
    planned += list(_files(acts, owed, script, seed))
    PlannedAct.objects.bulk_create(planned, batch_size=1000)
    return len(planned)


def owed_in(year: ProgramYear) -> Iterator[Owed]:
    """Every task of a year, as the story needs it."""
    rows = (
        Task.objects.filter(workplan__year=year)
        .order_by("workplan__organization__code", "month", "order")
        .values_list(
            "pk", "workplan__organization_id", "template_code", "role", "held_at_id", "act",
            "deed", "each_member", "month", "due",
        )
    )  # fmt: skip
    for pk, place, code, role, held_at, act, deed, each_member, month, due in rows:
        short = code.partition("/")[2]
        yield Owed(pk, place, short, role, held_at, act, deed, each_member, month, due)


def _planned(act: Act, seed: int, document: Document | None = None) -> PlannedAct:
    return PlannedAct(
        task_id=act.task,
        kind=act.kind,
        person_id=act.doer.person,
        acting_as=act.doer.acting_as,
        on=act.on,
        at=moment(act, seed),
        settles=act.settles,
        text=act.text,
        document=document,
    )


def _files(
    acts: list[Act], owed: dict[int, Owed], script: Script, seed: int
) -> Iterator[PlannedAct]:
    """Files with some of the done tasks: always at the cast's school, elsewhere now and then."""
    people = Person.objects.in_bulk({act.doer.person for act in acts})
    for act in acts:
        task = owed[act.task]
        if act.kind != Kind.DONE or task.code not in PAPERS:
            continue
        school = script.circle.organizations[task.place]
        chance = Random(f"{seed}:{school.code}:{task.code}:file")  # noqa: S311 - a story
        if script.parts.get(school.pk) != "cast" and chance.random() > SHARE_WITH_FILES:
            continue
        names = _team(script, school, act.on, people)
        kept = Act(act.task, Kind.FILE, act.doer, act.on)
        document = _document(task.code, school, names, people[act.doer.person])
        planned = _planned(kept, seed, document)
        Document.objects.filter(pk=document.pk).update(added_at=planned.at)
        yield planned


def _team(script: Script, school: Organization, on: date, people: dict[int, Person]) -> list[str]:
    members = script.circle.holders("team", school.pk, on)
    return [people[one.person].name for one in members if one.person in people]


def _document(code: str, school: Organization, names: list[str], by: Person) -> Document:
    name, make = PAPERS[code]
    content = make(school.name, names)
    return documents.store(BytesIO(content), kind=EVIDENCE, name=name, by=by)


def record_months(day: date) -> None:
    """One entry of history per school and month for what the story holds so far."""
    rows = Task.objects.filter(
        workplan__organization__level=Level.SCHOOL, month__lte=first_of_month(day)
    ).values_list("workplan__organization_id", "workplan__organization__name", "month", "state")
    counts: dict[tuple[int, str, date], Counter[str]] = defaultdict(Counter)
    for place, name, month, state in rows:
        counts[place, name, month][state] += 1
    record_many(
        "worked through",
        (
            (
                f"organization:{place}",
                name,
                {"month": f"{month:%Y-%m}", "done": found[State.DONE], "of": found.total()},
            )
            for (place, name, month), found in sorted(counts.items())
        ),
        by=None,
        acting_as="Sample data",
    )
