"""One task with all that is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import BigIntegerField, F, Q, Value
from django.utils.translation import gettext as _

from trellis.home.words import TaskWords, due_words, missing_task, own_task, words
from trellis.organizations.models import Appointment, Assignment, holding
from trellis.organizations.rules import Seat, grants, may
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability, Reach
from trellis.programs.texts import say
from trellis.work.models import Completion, Evidence, Note, Task
from trellis.work.queries import alike, task_for_page
from trellis.work.rules import Fit, fits, may_assign, may_read, may_settle, roles_doing


@dataclass(slots=True)
class Remark:
    """A note, a file, or somebody's part of a task of each member."""

    what: str
    name: str
    acting_as: str
    text: str
    at: datetime
    document: int | None


@dataclass
class TaskPage:
    """A task as its page needs it."""

    task: Task
    said: TaskWords
    role: str
    when: str
    state: str
    full: bool
    """Whether the reader sees notes and files, or only the step itself."""
    holders: list[tuple[int, str]]
    falls_to: str
    fits: list[Fit]
    own_part_done: bool
    may_waive: bool
    may_assign: bool
    may_remark: bool
    history: bool
    places: int = 1
    """At how many organizations the same holders owe this step, for whoever names one of them."""
    remarks: list[Remark] = field(default_factory=list)

    @property
    def offers_assigning(self) -> bool:
        """Whether the reader may choose among several holders of the role."""
        return self.may_assign and self.task.state == "open" and len(self.holders) > 1

    @property
    def vacant(self) -> bool:
        """Whether nobody holds the role."""
        return not self.holders

    def of(self, what: str) -> list[Remark]:
        """The remarks of one kind."""
        return [one for one in self.remarks if one.what == what]


def readable_task(task_id: int, seats: Sequence[Seat]) -> Task | None:
    """A task that the seats may see: in reach, or above an own organization whose year shows it."""
    task = task_for_page(task_id)
    if task is None:
        return None
    organization = task.workplan.organization
    if may_read(seats, organization):
        return task
    # What was agreed with a district alone is nothing for the schools below it.
    below = not task.title and _from_below(seats, organization.pk)
    return task if below or (task.title and fits(task, seats)) else None


def _from_below(seats: Sequence[Seat], organization: int) -> bool:
    """A school's year shows the steps of its district and its state too."""
    program = programs.current()
    return any(
        organization in dict(seat.ancestors).values()
        for seat in seats
        if seat.gives(Capability.YEAR_READ, program)
    )


def said_of(task: Task) -> TaskWords:
    """The words of a task: its own, or those of the version it is pinned to."""
    if task.title:
        return own_task(task.title, task.month)
    version = task.template.version_id if task.template else None
    start = task.workplan.year.start
    said = words(version, start).tasks.get(task.template_code) if version else None
    return said or missing_task(task.template_code)


def task_page(task: Task, person: Person, seats: Sequence[Seat], *, on: date) -> TaskPage:
    """The task with its people, remarks and what the reader may do."""
    version = task.template.version_id if task.template else None
    program = programs.program(version) if version else programs.current()
    said = said_of(task)
    organization = task.workplan.organization
    found = fits(task, seats)
    full = bool(found) or may_read(seats, organization)
    remarks = remarks_on(task) if full else []
    role = program.roles.get(task.role)
    falls_to = role.vacancy_falls_to if role else None
    steering = may_settle(seats, task)
    page = TaskPage(
        task=task,
        said=said,
        role=_role_words(program, task.role),
        when=due_words(said, task.due, task.late_after, task.month, late=task.is_late(on)),
        state="late" if task.is_late(on) else "begun" if task.begun and task.state == "open"
        else task.state,
        full=full,
        holders=holders_of(program, task, on=on),
        falls_to=_role_words(program, falls_to or ""),
        fits=found,
        own_part_done=any(
            one.what == "part" and one.document == person.pk for one in remarks
        ),
        may_waive=steering or any(_may_waive(program, fit.seat) for fit in found),
        may_assign=may_assign(seats, task),
        may_remark=bool(found) or steering,
        history=may(person, Capability.HISTORY_READ, at=organization, seats=seats),
        remarks=remarks,
    )  # fmt: skip
    # What is held where it is owed is owed once; only steps of a role above stand at several.
    if page.offers_assigning and task.held_at_id != organization.pk:
        page.places = alike(task).count()
    return page


def _role_words(program: Program, code: str) -> str:
    return say(program.roles[code].name) if code in program.roles else code


def _may_waive(program: Program, seat: Seat) -> bool:
    return seat.role in program.roles and seat.gives(Capability.TASK_WAIVE, program)


def holders_of(program: Program, task: Task, *, on: date) -> list[tuple[int, str]]:
    """Who does this task: holders of the role where it is held, or those assigned; one query."""
    role = program.roles.get(task.role)
    if role is None:
        return []
    here = Q(organization=task.held_at_id)
    if role.reach == Reach.ASSIGNED and task.held_at.level != "state":
        rows = (
            Assignment.objects.filter(holding(on), here, role=task.role)
            .order_by("pk")
            .values_list("person_id", "person__name", "provider__name")
        )
        return [(pk or 0, name or provider or "") for pk, name, provider in rows]
    people = Appointment.objects.filter(
        holding(on), here, role__in=roles_doing(program, task.role), person__is_active=True
    )
    return list(
        people.order_by("person__sort_name").values_list("person_id", "person__name").distinct()
    )


def remarks_on(task: Task) -> list[Remark]:
    """Notes, files, and completions of a task of each member, oldest first; one query."""
    notes = Note.objects.filter(task=task).values_list(
        Value("note"), "by__name", "acting_as", "text", "at",
        Value(None, output_field=BigIntegerField()),
    )  # fmt: skip
    files = Evidence.objects.filter(task=task).values_list(
        Value("file"), "document__added_by__name", "acting_as", "document__name",
        "document__added_at", "document_id",
    )  # fmt: skip
    parts = Completion.objects.filter(task=task, withdrawn_at=None).values_list(
        Value("part"), "by__name", "acting_as", Value(""), "at", F("by_id")
    )
    rows = notes.order_by().union(files.order_by(), parts.order_by(), all=True)
    return sorted((Remark(*row) for row in rows), key=lambda one: one.at)


def reach_words(page: TaskPage) -> str:
    """Who reads what is written here."""
    words = _("People with a role at %s, in its district, its office and at the agency read this.")
    return words % page.task.workplan.organization.name


def year_code(task: Task, seats: Sequence[Seat]) -> str:
    """The organization whose year the reader came from: the task's, or the own one below."""
    organization = task.workplan.organization
    if any(grants(seat, Capability.YEAR_READ, at=organization) for seat in seats):
        return organization.code
    below = (
        seat.organization_code for seat in seats if organization.pk in dict(seat.ancestors).values()
    )
    return next(below, organization.code)
