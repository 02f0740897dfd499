"""What district and principals tell their board together: drafted, edited, presented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.monitoring.reports.models import BoardUpdate
from trellis.organizations.rules import Seat, seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability
from trellis.programs.schema.year_plan import PlannedActivity
from trellis.programs.texts import say
from trellis.work import actions as work
from trellis.work import rules
from trellis.work.models import Activity, State, Task

ACT = "board"
LONGEST = 20_000


@dataclass(frozen=True)
class Presenters:
    """Who presents: a role and the names of those who hold it."""

    role: str
    names: list[str]


def of_boards(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Those in which a board hears or decides something, as one deed of several roles."""
    told = Task.objects.filter(activity=OuterRef("pk"), act=ACT).exclude(deed="")
    return activities.filter(Exists(told))


def tasks_of(activity: Activity) -> list[Task]:
    """The steps of an activity that a board's update does."""
    return steps_of(activity.pk)


def steps_of(activity_id: int) -> list[Task]:
    """The same by number, with all that a page needs; one query."""
    near = (
        "workplan__organization", "workplan__year", "held_at", "activity__workplan__organization",
        "activity__workplan__year", "activity__board_update__written_by",
    )  # fmt: skip
    found = Task.objects.select_related(*near).filter(activity=activity_id, act=ACT)
    return list(found.exclude(deed="").order_by("order"))


def planned(activity: Activity, program: Program) -> PlannedActivity | None:
    """What the pack says of it."""
    plan, _slash, code = activity.code.partition("/")
    return program.activities.get((plan, code))


def presents(program: Program, task: Task) -> bool:
    """Whether those who do a step present, rather than hear: they may say who does steps."""
    doing = rules.roles_doing(program, task.role)
    return any(Capability.TASK_ASSIGN in program.roles[one].capabilities for one in doing) and (
        Capability.TASK_ASSIGN in program.roles[task.role].capabilities
    )


def own_step(seats: Sequence[Seat], tasks: Sequence[Task]) -> Task | None:
    """The step by which a person presents, if any: a board's members hear, and don't write."""
    program = programs.current()
    able = [seat for seat in seats if seat.gives(Capability.TASK_ASSIGN, program)]
    for task in tasks:
        # Who only stands in for a role that nobody holds is not asked: that costs a query each.
        near = [one for one in able if task.role in rules.roles_done_by(program, one.role)]
        if near and presents(program, task) and rules.fits(task, near):
            return task
    return None


def presenters(
    tasks: Sequence[Task], *, on: date, near: frozenset[int] | None = None
) -> list[Presenters]:
    """The names on the update, by role; one query. `near` are the places whose people one sees."""
    program = programs.current()
    telling = [task for task in tasks if presents(program, task)]
    parts = [
        rules.holders(program, task.role, task.held_at, year=task.workplan.year_id, on=on)
        .filter(Q() if near is None else Q(organization__in=near))
        .order_by()
        .annotate(part=Value(n))
        .values_list("part", "person__sort_name", "person__name")
        for n, task in enumerate(telling)
    ]
    found: list[list[str]] = [[] for _task in telling]
    if parts:
        rows = parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0].distinct()
        for part, _sort, name in sorted(rows):
            found[part].append(name)
    return [
        Presenters(say(program.roles[task.role].name), names)
        for task, names in zip(telling, found, strict=True)
    ]


@transaction.atomic
def save(
    activity: Activity, text: str, *, version: int, by: Person, acting_as: str = ""
) -> BoardUpdate:
    """Keep the text that is presented; `version` is the one its writer read, 0 for none.

    NotAllowed; NotReady without a text; OutOfOrder when somebody wrote meanwhile, or it was
    presented.
    """
    if own_step(seats_of(by), tasks_of(activity)) is None:
        raise NotAllowed(_("Those who present this to the board write it. You can read it here."))
    text = text.strip()
    if not text:
        raise NotReady(_("Write what you present."))
    if len(text) > LONGEST:
        raise NotReady(_("Keep it under 20,000 characters."))
    now = clock.now()
    if version:
        moved = BoardUpdate.objects.filter(
            activity=activity, version=version, presented_on=None
        ).update(text=text, version=version + 1, written_by=by, written_at=now)
        if not moved:
            raise OutOfOrder(_changed())
        found = BoardUpdate.objects.get(activity=activity)
    else:
        found = _first(activity, text, by)
    _tell(found, "wrote the board update", by, acting_as, {"version": str(found.version)})
    return found


def _first(activity: Activity, text: str, by: Person) -> BoardUpdate:
    try:
        with transaction.atomic():
            return BoardUpdate.objects.create(
                activity=activity, text=text, written_by=by, written_at=clock.now()
            )
    except IntegrityError:
        raise OutOfOrder(_changed()) from None


def _changed() -> str:
    return _("Somebody else changed this meanwhile. Your text is kept below; theirs stands above.")


@transaction.atomic
def mark_presented(
    activity: Activity, *, by: Person, on: date, today: date, acting: str = "", acting_as: str = ""
) -> BoardUpdate:
    """Note the day on which the board heard it; the step is done with that, for all its roles.

    NotAllowed; NotReady without a text or for a day to come; OutOfOrder when it was noted.
    """
    task = own_step(seats_of(by), tasks_of(activity))
    if task is None:
        raise NotAllowed(_("Those who present this to the board note the day."))
    if on > today:
        raise NotReady(_("Choose today or a day before it."))
    found = BoardUpdate.objects.filter(activity=activity).first()
    if found is None:
        raise NotReady(_("Keep the text first."))
    moved = BoardUpdate.objects.filter(pk=found.pk, presented_on=None).update(
        presented_on=on, presented_by=by
    )
    if not moved:
        raise OutOfOrder(_("The day is noted already."))
    task.refresh_from_db()
    if task.state == State.OPEN:
        work.complete_task(task, by=by, on=on, acting=acting)
    _tell(found, "presented to the board", by, acting_as, {"on": on.isoformat()})
    found.refresh_from_db()
    return found


def _tell(found: BoardUpdate, verb: str, by: Person, acting_as: str, after: dict[str, str]) -> None:
    place = found.activity.workplan.organization
    facts = {"activity": found.activity.code, "organization": place.pk, **after}
    record(f"organization:{place.pk}", place.name, verb, by=by, acting_as=acting_as, after=facts)
