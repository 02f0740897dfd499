"""Doing what is owed: complete, undo, set aside, bring back."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.kit.names import visible
from trellis.organizations.rules import Seat, seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability
from trellis.work import rules
from trellis.work.actions.shared import already, hold, keep, same_deed
from trellis.work.models import Completion, State, Task
from trellis.work.rules import Fit


@transaction.atomic
def complete_task(task: Task, *, by: Person, on: date, acting: str = "") -> Completion:
    """Mark a task done on a day; tasks that are the same deed are done with it.

    `acting` is the key of the seat to act from, where several fit. A task of each member counts
    the person and is done when every holder has. NotAllowed; OutOfOrder, naming who was first.
    """
    fit = _fit(task, by, acting)
    hold(task)
    completion = _add_completion(task, fit, by=by, on=on)
    if task.each_member:
        _close_when_all_have(task, by=by, on=on)
    else:
        _move_deed(task, to=State.DONE, by=by, on=on)
    after = {"on": on.isoformat(), "why": fit.why, **_other_steps(task, by)}
    keep(task, "completed", by=by, seat=fit.seat, after=after)
    return completion


def _other_steps(task: Task, by: Person) -> dict[str, str]:
    """Which steps of other roles in the same activity the person did too; history says so."""
    others = Completion.objects.filter(
        task__workplan=task.workplan_id, task__activity=task.activity_id, by=by, withdrawn_at=None
    ).exclude(task__role=task.role)
    codes = others.order_by("task__order").values_list("task__template_code", flat=True)
    return {"also_did": ", ".join(codes)} if task.activity_id and codes else {}


def _fit(task: Task, by: Person, acting: str, capability: Capability = Capability.TASK_DO) -> Fit:
    found = rules.fits(task, seats_of(by), capability=capability)
    if not found:
        raise NotAllowed(_("This step belongs to somebody else. You can read it here."))
    return next((fit for fit in found if fit.seat.key == acting), found[0])


def _add_completion(task: Task, fit: Fit, *, by: Person, on: date) -> Completion:
    called = fit.seat.called(programs.current())
    try:
        with transaction.atomic():
            return Completion.objects.create(
                task=task, by=by, acting_as=called[:200], on=on, at=clock.now()
            )
    except IntegrityError:
        raise OutOfOrder(_("You have marked this done already.")) from None


def _move_deed(task: Task, *, to: State, by: Person, on: date, reason: str = "") -> None:
    """Settle an open task once; the second of two finds nothing to change and learns who did."""
    moved = Task.objects.filter(pk=task.pk, state=State.OPEN).update(
        state=to, settled_on=on, settled_by=by, reason=reason
    )
    if not moved:
        raise OutOfOrder(already(task))
    same_deed(task).filter(state=State.OPEN).update(
        state=to, settled_on=on, settled_by=by, reason=reason
    )
    task.state, task.settled_on, task.settled_by, task.reason = to, on, by, reason


def _close_when_all_have(task: Task, *, by: Person, on: date) -> None:
    """A task of each member is done when every present holder has done it."""
    program = programs.current()
    appointed = rules.holders(program, task.role, task.held_at, year=task.workplan.year_id, on=on)
    holders = set(appointed.values_list("person", flat=True))
    having = set(task.completions.filter(withdrawn_at=None).values_list("by", flat=True))
    open_task = Task.objects.filter(pk=task.pk, state=State.OPEN)
    if holders <= having:
        moved = open_task.update(state=State.DONE, settled_on=on, settled_by=by, begun=True)
    else:
        moved = open_task.update(begun=True)
    if not moved:
        raise OutOfOrder(already(task))


@transaction.atomic
def undo_completion(task: Task, *, by: Person, acting: str = "") -> None:
    """Open a done task again; its completion stays on record as withdrawn.

    For a task of each member only the person's own completion is withdrawn. NotAllowed;
    OutOfOrder when it is not done.
    """
    fit = _fit(task, by, acting)
    hold(task)
    live = Completion.objects.filter(withdrawn_at=None)
    live = (
        live.filter(task=task, by=by) if task.each_member else live.filter(task__in=same_deed(task))
    )
    withdrawn = live.update(withdrawn_at=clock.now(), withdrawn_by=by)
    if task.each_member and not withdrawn:
        raise OutOfOrder(_("You have not marked this done. Others undo their own part."))
    reopened = (
        same_deed(task)
        .filter(state=State.DONE)
        .update(state=State.OPEN, settled_on=None, settled_by=None)
    )
    if not withdrawn and not reopened:
        raise OutOfOrder(_("This step is not marked done. Load the page to see it as it is now."))
    if task.each_member and not task.completions.filter(withdrawn_at=None).exists():
        Task.objects.filter(pk=task.pk).update(begun=False)
    keep(task, "reopened", by=by, seat=fit.seat)


@transaction.atomic
def waive_task(task: Task, *, by: Person, on: date, reason: str, acting: str = "") -> None:
    """Mark a task as not applying here, with the reason that readers will see.

    For holders of the role with the right to it, and for those who steer. NotAllowed; NotReady
    without a reason; OutOfOrder when it is settled.
    """
    seat = _seat_to_waive(task, by, acting)
    reason = visible(reason).strip()
    if not reason:
        raise NotReady(_("Say in a few words why this does not apply."))
    hold(task)
    _move_deed(task, to=State.WAIVED, by=by, on=on, reason=reason[:300])
    keep(task, "set aside", by=by, seat=seat, after={"reason": reason[:300]})


@transaction.atomic
def withdraw_waiver(task: Task, *, by: Person, acting: str = "") -> None:
    """Bring a task back that was marked as not applying. NotAllowed; OutOfOrder."""
    seat = _seat_to_waive(task, by, acting)
    hold(task)
    back = (
        same_deed(task)
        .filter(state=State.WAIVED)
        .update(state=State.OPEN, settled_on=None, settled_by=None, reason="")
    )
    if not back:
        raise OutOfOrder(_("This step applies already. Load the page to see it as it is now."))
    keep(task, "brought back", by=by, seat=seat)


def _seat_to_waive(task: Task, by: Person, acting: str) -> Seat:
    seats = seats_of(by)
    steering = [seat for seat in seats if rules.may_settle([seat], task)]
    holding = [fit.seat for fit in rules.fits(task, seats, capability=Capability.TASK_WAIVE)]
    fitting = holding + steering
    if not fitting:
        raise NotAllowed(
            _("Only its holder or the coordinator can say that a step does not apply.")
        )
    return next((seat for seat in fitting if seat.key == acting), fitting[0])
