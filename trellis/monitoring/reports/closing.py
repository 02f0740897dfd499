"""The end of a year at one organization: each open step is carried on or closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.designations.models import Release
from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.kit.names import visible
from trellis.monitoring.reports.carrying import pass_on_carried
from trellis.monitoring.reports.models import Closing, Decision
from trellis.organizations.rules import seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear
from trellis.programs.program import Program
from trellis.programs.texts import say
from trellis.work import actions as work
from trellis.work.models import State, Task, Workplan
from trellis.work.rules import may_settle

LONGEST = 300


@dataclass
class Summary:
    """How a workplan ends: counts, what is still open, what was decided, and who closed it."""

    workplan: Workplan
    done: int = 0
    late: int = 0
    waived: int = 0
    earlier: int = 0
    open: list[Task] = field(default_factory=list)
    carried: list[Decision] = field(default_factory=list)
    closed: list[Decision] = field(default_factory=list)
    ending: Closing | None = None

    @property
    def all(self) -> int:
        """Every step of the workplan."""
        return (
            self.done + self.waived + self.earlier + len(self.open) + len(self.carried)
            + len(self.closed)
        )  # fmt: skip


def summary_of(workplan: Workplan, *, on: date) -> Summary:
    """The end of a workplan as it stands; three queries."""
    found = Summary(workplan)
    found.ending = Closing.objects.select_related("by").filter(workplan=workplan).first()
    decided = {
        one.task_id: one
        for one in Decision.objects.filter(task__workplan=workplan, withdrawn_at=None)
        .select_related("by", "task", "into")
        .order_by("task__month", "task__order", "pk")
    }
    tasks = Task.objects.filter(workplan=workplan).order_by("month", "order", "pk")
    for task in tasks.defer("reason"):
        if task.state == State.OPEN:
            found.open.append(task)
            found.late += task.is_late(on)
        elif task.state == State.WAIVED and task.pk in decided:
            one = decided[task.pk]
            (found.carried if one.kind == Decision.Kind.CARRY else found.closed).append(one)
        elif task.state == State.WAIVED:
            found.waived += 1
        elif task.state == State.EARLIER:
            found.earlier += 1
        else:
            found.done += 1
    return found


def words_of(task: Task, program: Program) -> str:
    """What a step says."""
    planned = program.tasks.get(task.template_code)
    return task.title or (say(planned.text) if planned else task.template_code)


@transaction.atomic
def decide(
    task: Task, kind: str, *, reason: str, by: Person, on: date, acting: str = ""
) -> Decision:
    """Carry an open step into the next year, or close it with a reason.

    Whoever may set the step aside may decide. NotAllowed; NotReady without a reason to close it;
    OutOfOrder when it is no longer open.
    """
    reason = visible(reason).strip()[:LONGEST]
    if kind not in Decision.Kind.values:
        raise NotReady(_("Choose whether the step is carried on or closed."))
    if kind == Decision.Kind.CLOSE and not reason:
        raise NotReady(_("Say in a few words why the step is closed."))
    _require_open_year(task.workplan)
    said = reason or _("Carried into the next year")
    # Who set aside and brought back what was decided before leaves that decision behind.
    Decision.objects.filter(task=task, withdrawn_at=None, task__state=State.OPEN).update(
        withdrawn_at=clock.now()
    )
    work.waive_task(task, by=by, on=on, reason=said, acting=acting)
    try:
        with transaction.atomic():
            found = Decision.objects.create(
                task=task, kind=kind, reason=reason, words=_words(task), by=by,
                acting_as=_acting_as(by, acting), at=clock.now(),
            )  # fmt: skip
    except IntegrityError:
        raise OutOfOrder(_("This step was decided already. Load the page again.")) from None
    if kind == Decision.Kind.CARRY:
        _pass_on(found)
    _tell(found, "carried" if kind == Decision.Kind.CARRY else "closed")
    return found


@transaction.atomic
def take_back(one: Decision, *, by: Person, acting: str = "") -> None:
    """Open a step again that was carried or closed.

    NotAllowed; OutOfOrder when it was taken back, or is a step of the next year by now.
    """
    _require_open_year(one.task.workplan)
    moved = Decision.objects.filter(pk=one.pk, withdrawn_at=None, into=None).update(
        withdrawn_at=clock.now()
    )
    if not moved:
        raise OutOfOrder(_("This can’t be taken back any more. Load the page to see why."))
    work.withdraw_waiver(one.task, by=by, acting=acting)
    _tell(one, "taken back", by)


@transaction.atomic
def close_year(workplan: Workplan, *, by: Person, on: date, acting_as: str = "") -> Closing:
    """Close a year in which nothing is left undecided.

    NotAllowed; OutOfOrder when somebody was first; NotReady while steps are open.
    """
    place = workplan.organization
    if not may_settle(seats_of(by), Task(workplan=workplan)):
        raise NotAllowed(_("Only those who steer the year can close it."))
    Workplan.objects.select_for_update().get(pk=workplan.pk)
    if Closing.objects.filter(workplan=workplan).exists():
        raise OutOfOrder(_("This year is closed already."))
    left = Task.objects.filter(workplan=workplan, state=State.OPEN).count()
    if left:
        raise NotReady(
            ngettext(
                "%(num)s step is neither done, carried nor closed.",
                "%(num)s steps are neither done, carried nor closed.",
                left,
            )
            % {"num": left}
        )
    made = Closing.objects.create(
        workplan=workplan, by=by, acting_as=acting_as[:200], on=on, at=clock.now()
    )
    after = {"year": str(workplan.year), "organization": place.pk}
    record(f"organization:{place.pk}", place.name, "closed the year", by=by,
           acting_as=acting_as, after=after)  # fmt: skip
    return made


def _pass_on(one: Decision) -> None:
    """Where the next year has opened already, the step gets its place in it at once."""
    before = one.task.workplan
    opened = Release.objects.filter(year=OuterRef("pk"), state=Release.State.PUBLISHED)
    mine = Workplan.objects.filter(year=OuterRef("pk"), organization=before.organization_id)
    years = ProgramYear.objects.filter(Exists(opened) | Exists(mine))
    following = years.filter(start=before.year.start + 1).first()
    if following is not None:
        pass_on_carried(following)
        one.refresh_from_db()


def _require_open_year(workplan: Workplan) -> None:
    if Closing.objects.filter(workplan=workplan).exists():
        raise OutOfOrder(_("This year is closed; nothing in it is decided any more."))


def _words(task: Task) -> str:
    return words_of(task, programs.in_year(task.workplan.year.start))[:LONGEST]


def _acting_as(by: Person, acting: str) -> str:
    seats, program = seats_of(by), programs.current()
    seat = next((one for one in seats if one.key == acting), seats[0] if seats else None)
    return seat.called(program)[:200] if seat else ""


def _tell(one: Decision, verb: str, by: Person | None = None) -> None:
    place = one.task.workplan.organization
    after = {"step": one.words, "reason": one.reason, "organization": place.pk}
    record(f"organization:{place.pk}", place.name, f"{verb} a step", by=by or one.by,
           acting_as=one.acting_as, after=after)  # fmt: skip
