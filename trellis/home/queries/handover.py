"""What happened before somebody came: who held the role, what was done, what is open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import BigIntegerField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from trellis.designations.letters.rules import readable
from trellis.designations.models import Letter
from trellis.home.words import Words, due_words, step_words
from trellis.home.words import words as words_in
from trellis.organizations.models import Appointment, Assignment
from trellis.organizations.rules import Seat
from trellis.programs.models import ProgramYear
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability, Reach
from trellis.work.models import Evidence, Note, State, Task
from trellis.work.rules import roles_done_by

MOST = 5_000
PEOPLE = 10
REMARKS = 40
NAMES = 3
LATEST = (F("ends").desc(nulls_first=True), "-starts", "-pk")
READ = (
    "id", "template_code", "state", "month", "due", "late_after", "settled_on",
    "settled_by__name", "workplan__organization__name", "workplan__year__start", "title",
)  # fmt: skip


class Owed(NamedTuple):
    """A task of the role, as it is read."""

    task: int
    code: str
    state: str
    month: date
    due: date | None
    late_after: date | None
    settled_on: date | None
    settled_by: str | None
    place: str
    start: int
    title: str


@dataclass(frozen=True)
class Before:
    """Somebody who held the role, and on which days."""

    name: str
    starts: date
    ends: date | None


@dataclass(slots=True)
class Step:
    """A step of the role, at one or many organizations."""

    task: int
    text: str
    title: str
    when: str
    day: date
    who: str = ""
    places: list[str] = field(default_factory=list)

    @property
    def named(self) -> str:
        """The organizations, or the first of them and how many more."""
        more = len(self.places) - NAMES
        return ", ".join(self.places[:NAMES]) + (f" +{more}" if more > 0 else "")


@dataclass(frozen=True)
class Remark:
    """A note or a file that was left with a step, or a letter to the role.

    `record` is the number of the file or of the letter; a letter has no `task`.
    """

    what: str
    name: str
    text: str
    at: datetime
    record: int | None
    task: int | None


@dataclass
class Handover:
    """The whole page."""

    people: list[Before]
    late: list[Step]
    coming: list[Step]
    done: list[Step]
    remarks: list[Remark]


def own_appointment(pk: int, person: int) -> Appointment | None:
    """A person's own appointment, never one that was lent; one query."""
    own = Appointment.objects.filter(pk=pk, person=person, delegated_by=None)
    return own.select_related("organization").first()


def handover(
    one: Appointment, seats: Sequence[Seat], program: Program, *, version: int, on: date
) -> Handover:
    """What a newcomer should know of a role; three queries."""
    own = [seat for seat in seats if seat.appointment_id == one.pk]
    places = _places(one, own, program)
    role = program.roles[one.role]
    tasks = Task.objects.filter(
        held_at__in=places,
        role__in=roles_done_by(program, one.role),
        workplan__year=ProgramYear.objects.filter(workplans__isnull=False)
        .order_by("-start")
        .values("pk")[:1],
    )
    read = tasks.order_by("month", "due", "order", "pk").values_list(*READ)[:MOST]
    rows = [Owed(*row) for row in read]
    said = words_in(version, rows[0].start if rows else 0)
    late, coming = _open(rows, said, on=on)
    return Handover(
        people=_people(one, places, role.reach),
        late=late,
        coming=coming,
        done=_done(rows, said, before=one.starts),
        remarks=_left(tasks, readable(own, program)),
    )


def _places(one: Appointment, seats: Sequence[Seat], program: Program) -> list[int]:
    """Where the appointment works: served organizations for a role that serves."""
    serves = program.roles[one.role].reach == Reach.ASSIGNED
    return [
        seat.organization_id
        for seat in seats
        if (seat.assigned or not serves or seat.level == "state")
        and (seat.gives(Capability.TASK_DO, program) or seat.gives(Capability.YEAR_READ, program))
    ]


def _people(one: Appointment, places: list[int], reach: Reach) -> list[Before]:
    """Who held the role there before, the latest first."""
    names = ("person__name", "starts", "ends")
    if reach == Reach.ASSIGNED:
        served = Assignment.objects.filter(
            organization__in=places, role=one.role, starts__lte=one.starts
        ).exclude(Q(person=one.person_id) | Q(person=None))
        rows = list(served.order_by(*LATEST).values_list(*names)[: PEOPLE * 5])
    else:
        held = Appointment.objects.filter(
            organization=one.organization_id, role=one.role, starts__lt=one.starts,
            delegated_by=None,
        ).exclude(person=one.person_id)  # fmt: skip
        rows = list(held.order_by(*LATEST).values_list(*names)[:PEOPLE])
    return [Before(name or "", starts, ends) for name, starts, ends in dict.fromkeys(rows)][:PEOPLE]


def _open(rows: Iterable[Owed], said: Words, *, on: date) -> tuple[list[Step], list[Step]]:
    """What is late, and what comes next; the same step at several places is one line."""
    late: dict[tuple[str, date | None], Step] = {}
    coming: dict[tuple[str, date | None], Step] = {}
    for row in rows:
        if row.state != State.OPEN:
            continue
        is_late = row.late_after is not None and row.late_after < on
        group = late if is_late else coming
        step = group.get((row.code, row.due))
        if step is None:
            words = step_words(said, row.code, row.title, row.month)
            step = group[row.code, row.due] = Step(
                task=row.task,
                text=words.text,
                title=words.activity.title,
                when=due_words(words, row.due, row.late_after, row.month, late=is_late),
                day=row.due or row.month,
            )
        step.places.append(row.place)
    return list(late.values()), sorted(coming.values(), key=lambda step: step.day)


def _done(rows: Iterable[Owed], said: Words, *, before: date) -> list[Step]:
    """What was done up to the newcomer's first day, the latest first."""
    found: dict[tuple[str, date, str], Step] = {}
    for row in rows:
        day, who = row.settled_on, row.settled_by or ""
        if row.state not in (State.DONE, State.EARLIER) or day is None or day > before:
            continue
        step = found.get((row.code, day, who))
        if step is None:
            words = step_words(said, row.code, row.title, row.month)
            step = found[row.code, day, who] = Step(
                task=row.task, text=words.text, title=words.activity.title, when="", day=day,
                who=who,
            )  # fmt: skip
        step.places.append(row.place)
    return sorted(found.values(), key=lambda step: step.day, reverse=True)


def _left(tasks: QuerySet[Task], letters: Q) -> list[Remark]:
    """Letters that the role reads, then the latest notes and files on its steps; one query."""
    nothing = Value(None, output_field=BigIntegerField())
    notes = Note.objects.filter(task__in=tasks).annotate(what=Value("note"))
    files = Evidence.objects.filter(task__in=tasks).annotate(what=Value("file"))
    told = Letter.objects.filter(letters).annotate(
        what=Value("letter"), moment=Coalesce("sent_at", "written_at")
    )
    read = notes.order_by().values_list("what", "by__name", "text", "at", nothing, F("task_id"))
    rows = read.union(
        files.order_by().values_list(
            "what", "document__added_by__name", "document__name", "document__added_at",
            F("document_id"), F("task_id"),
        ),
        told.order_by().values_list(
            "what", "release__title", "subject", "moment", F("pk"), nothing
        ),
        all=True,
    ).order_by("what", "-at")[: 3 * REMARKS]  # fmt: skip
    found = [Remark(*row) for row in rows]
    by_day = sorted(found, key=lambda one: one.at, reverse=True)
    return sorted(by_day, key=lambda one: one.what != "letter")[:REMARKS]
