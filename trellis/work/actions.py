"""Doing what is owed: complete, undo, set aside, name a holder, add a note or a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from trellis.documents import actions as documents
from trellis.history.actions import Facts, record, record_many
from trellis.kit import clock, dates
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.kit.names import visible
from trellis.organizations.endings import Ended
from trellis.organizations.moves import Moved
from trellis.organizations.rules import Seat, seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability
from trellis.work import rules
from trellis.work.models import Completion, Evidence, Note, State, Task
from trellis.work.rules import Fit

EVIDENCE = "task-evidence"
A_MOMENT = timedelta(minutes=1)


@transaction.atomic
def complete_task(task: Task, *, by: Person, on: date, acting: str = "") -> Completion:
    """Mark a task done on a day; tasks that are the same deed are done with it.

    `acting` is the key of the seat to act from, where several fit. A task of each member counts
    the person and is done when every holder has. NotAllowed; OutOfOrder, naming who was first.
    """
    fit = _fit(task, by, acting)
    _hold(task)
    completion = _add_completion(task, fit, by=by, on=on)
    if task.each_member:
        _close_when_all_have(task, by=by, on=on)
    else:
        _move_deed(task, to=State.DONE, by=by, on=on)
    after = {"on": on.isoformat(), "why": fit.why, **_other_steps(task, by)}
    _record(task, "completed", by=by, seat=fit.seat, after=after)
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


def _hold(task: Task) -> None:
    """Let nobody else settle the deed meanwhile; in one order, so that two never block each other.

    What follows then sees the completions that were committed before.
    """
    list(_same_deed(task).select_for_update().order_by("pk").values_list("pk", flat=True))


def _add_completion(task: Task, fit: Fit, *, by: Person, on: date) -> Completion:
    called = fit.seat.called(programs.current())
    try:
        with transaction.atomic():
            return Completion.objects.create(
                task=task, by=by, acting_as=called[:200], on=on, at=clock.now()
            )
    except IntegrityError:
        raise OutOfOrder(_("You have marked this done already.")) from None


def _same_deed(task: Task) -> Any:
    """The tasks that are one act with this one, itself included."""
    if not task.deed:
        return Task.objects.filter(pk=task.pk)
    return Task.objects.filter(workplan=task.workplan_id, deed=task.deed)


def _move_deed(task: Task, *, to: State, by: Person, on: date, reason: str = "") -> None:
    """Settle an open task once; the second of two finds nothing to change and learns who did."""
    moved = Task.objects.filter(pk=task.pk, state=State.OPEN).update(
        state=to, settled_on=on, settled_by=by, reason=reason
    )
    if not moved:
        raise OutOfOrder(_already(task))
    _same_deed(task).filter(state=State.OPEN).update(
        state=to, settled_on=on, settled_by=by, reason=reason
    )
    task.state, task.settled_on, task.settled_by, task.reason = to, on, by, reason


def _already(task: Task) -> str:
    now = Task.objects.select_related("settled_by").get(pk=task.pk)
    if now.settled_on is None:
        return _("This step is open again. Load the page to see it as it is now.")
    words = {"name": str(now.settled_by), "day": dates.short(now.settled_on)}
    if now.state == State.EARLIER:
        return _("%(name)s noted on %(day)s that this was done before Trellis was used.") % words
    if now.state == State.WAIVED:
        return _("%(name)s marked this as not applying on %(day)s.") % words
    return _("%(name)s marked this done on %(day)s.") % words


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
        raise OutOfOrder(_already(task))


@transaction.atomic
def undo_completion(task: Task, *, by: Person, acting: str = "") -> None:
    """Open a done task again; its completion stays on record as withdrawn.

    For a task of each member only the person's own completion is withdrawn. NotAllowed;
    OutOfOrder when it is not done.
    """
    fit = _fit(task, by, acting)
    _hold(task)
    live = Completion.objects.filter(withdrawn_at=None)
    live = (
        live.filter(task=task, by=by)
        if task.each_member
        else live.filter(task__in=_same_deed(task))
    )
    withdrawn = live.update(withdrawn_at=clock.now(), withdrawn_by=by)
    if task.each_member and not withdrawn:
        raise OutOfOrder(_("You have not marked this done. Others undo their own part."))
    reopened = (
        _same_deed(task)
        .filter(state=State.DONE)
        .update(state=State.OPEN, settled_on=None, settled_by=None)
    )
    if not withdrawn and not reopened:
        raise OutOfOrder(_("This step is not marked done. Load the page to see it as it is now."))
    if task.each_member and not task.completions.filter(withdrawn_at=None).exists():
        Task.objects.filter(pk=task.pk).update(begun=False)
    _record(task, "reopened", by=by, seat=fit.seat)


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
    _hold(task)
    _move_deed(task, to=State.WAIVED, by=by, on=on, reason=reason[:300])
    _record(task, "set aside", by=by, seat=seat, after={"reason": reason[:300]})


@transaction.atomic
def withdraw_waiver(task: Task, *, by: Person, acting: str = "") -> None:
    """Bring a task back that was marked as not applying. NotAllowed; OutOfOrder."""
    seat = _seat_to_waive(task, by, acting)
    _hold(task)
    back = (
        _same_deed(task)
        .filter(state=State.WAIVED)
        .update(state=State.OPEN, settled_on=None, settled_by=None, reason="")
    )
    if not back:
        raise OutOfOrder(_("This step applies already. Load the page to see it as it is now."))
    _record(task, "brought back", by=by, seat=seat)


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


@transaction.atomic
def assign_task(task: Task, person: Person | None, *, by: Person, acting: str = "") -> None:
    """Name the holder of the role who does this task; None leaves it to all of them.

    NotAllowed; NotReady when the person does not hold the role; OutOfOrder when it is settled.
    """
    seats = seats_of(by)
    fitting = [seat for seat in seats if rules.may_assign([seat], task)]
    if not fitting:
        raise NotAllowed(_("Only those who lead here can name who does a step."))
    if person is not None and not _holds(task, person):
        raise NotReady(_("%(name)s does not hold this role here.") % {"name": person.name})
    moved = Task.objects.filter(pk=task.pk, state=State.OPEN).update(assignee=person)
    if not moved:
        raise OutOfOrder(_already(task))
    seat = next((seat for seat in fitting if seat.key == acting), fitting[0])
    named = {"assignee": person.pk if person else None, "name": person.name if person else ""}
    _record(task, "named a holder", by=by, seat=seat, after=named)


def _holds(task: Task, person: Person, *, on: date | None = None) -> bool:
    year = task.workplan.year_id
    appointed = rules.holders(programs.current(), task.role, task.held_at, year=year, on=on)
    return appointed.filter(person=person).exists()


@transaction.atomic
def assign_tasks(tasks: Sequence[Task], person: Person, *, by: Person, acting: str = "") -> int:
    """Name one holder for the same step at several organizations, all of them or none.

    NotAllowed; NotReady naming the places where the person does not hold the role; OutOfOrder when
    one is settled meanwhile.
    """
    seats = seats_of(by)
    fitting = [seat for seat in seats if all(rules.may_assign([seat], task) for task in tasks)]
    if not tasks or not fitting:
        raise NotAllowed(_("Only those who lead here can name who does a step."))
    held = {(task.role, task.held_at_id, task.workplan.year_id): task for task in tasks}
    missing = [one.held_at.name for one in held.values() if not _holds(one, person)]
    if missing:
        words = {"name": person.name, "places": ", ".join(missing[:5])}
        raise NotReady(_("%(name)s does not hold this role at %(places)s.") % words)
    still = Task.objects.filter(pk__in=[task.pk for task in tasks], state=State.OPEN)
    if still.update(assignee=person) != len(tasks):
        raise OutOfOrder(_("One of these steps was settled meanwhile. Load the page again."))
    seat = next((seat for seat in fitting if seat.key == acting), fitting[0])
    named = {"assignee": person.pk, "name": person.name}
    record_many(
        "named a holder",
        (_entry(task, named) for task in tasks),
        by=by,
        acting_as=seat.called(programs.current()),
    )
    return len(tasks)


def return_tasks(ended: Ended) -> None:
    """Open steps of somebody whose role ended go back to all who hold the role.

    Nothing moves before the last day has come; until then, and should a day pass unnoticed,
    lists leave out a name that no longer holds anything there. Runs in the caller's transaction.
    """
    today = clock.today()
    if ended.on > today:
        return
    doing = rules.roles_done_by(programs.current(), ended.role)
    named = Task.objects.filter(state=State.OPEN, assignee=ended.person_id, role__in=doing)
    after = max(ended.on + timedelta(days=1), today)
    person, kept, back = None, {}, []
    for task in named.select_related("workplan__organization", "held_at", "assignee"):
        place = (task.role, task.held_at_id, task.workplan.year_id)
        person = task.assignee
        if person is not None and place not in kept:
            kept[place] = _holds(task, person, on=after)
        if not kept[place]:
            back.append(task)
    Task.objects.filter(pk__in=[task.pk for task in back]).update(assignee=None)
    facts = {"name": person.name if person else ""}
    entries = (_entry(task, facts) for task in back)
    record_many("returned to the role", entries, by=ended.by, acting_as=ended.acting_as)


@transaction.atomic
def add_note(task: Task, *, by: Person, text: str, acting: str = "") -> Note:
    """Add a remark to a task. NotAllowed; NotReady when it says nothing."""
    seat = _seat_to_remark(task, by, acting)
    text = visible(text).strip()
    if not text:
        raise NotReady(_("Write your note first."))
    if len(text) > 4000:
        raise NotReady(_("A note holds up to 4,000 characters. Put longer text in a file."))
    _hold(task)
    said = Note.objects.filter(task=task, by=by, text=text, at__gt=clock.now() - A_MOMENT).first()
    if said is not None:
        return said  # the second of two clicks
    note = Note.objects.create(
        task=task, by=by, acting_as=seat.called(programs.current())[:200], text=text, at=clock.now()
    )
    Task.objects.filter(pk=task.pk, state=State.OPEN).update(begun=True)
    _record(task, "noted", by=by, seat=seat, after={"note": note.pk})
    return note


def add_file(task: Task, file: File[bytes], *, by: Person, acting: str = "") -> Evidence:
    """Keep a file with a task. NotAllowed; a refused file says why."""
    seat = _seat_to_remark(task, by, acting)
    # Received before the transaction: on SQLite a large file would hold off all other writers.
    document = documents.store(file, kind=EVIDENCE, name=file.name or "", by=by)
    with transaction.atomic():
        evidence = Evidence.objects.create(
            task=task, document=document, acting_as=seat.called(programs.current())[:200]
        )
        Task.objects.filter(pk=task.pk, state=State.OPEN).update(begun=True)
        after = {"document": document.pk, "name": document.name}
        _record(task, "added a file", by=by, seat=seat, after=after)
    return evidence


def _seat_to_remark(task: Task, by: Person, acting: str) -> Seat:
    """Holders of the task and those who steer the organization may add to it."""
    seats = seats_of(by)
    fitting = [fit.seat for fit in rules.fits(task, seats)]
    fitting += [seat for seat in seats if rules.may_settle([seat], task)]
    if not fitting:
        raise NotAllowed(_("This step belongs to somebody else. You can read it here."))
    return next((seat for seat in fitting if seat.key == acting), fitting[0])


def close_tasks(workplans: Iterable[int], prefix: str, *, by: Person, on: date, reason: str) -> int:
    """Settle what nobody did in a plan that ended, in the caller's transaction; how many.

    `prefix` begins the codes of the plan's tasks. Who may do so is asked by the room that calls.
    """
    still_open = Task.objects.filter(
        workplan__in=list(workplans), template_code__startswith=prefix, state=State.OPEN
    )
    return still_open.update(state=State.WAIVED, settled_on=on, settled_by=by, reason=reason[:300])


def mark_earlier(workplans: Iterable[int], months: Iterable[date], *, by: Person, on: date) -> int:
    """Mark the open tasks of some months as done before Trellis was used; answers how many.

    They count neither as on time nor as late. Runs in the transaction of the room that calls,
    which asks who may do so.
    """
    return Task.objects.filter(
        workplan__in=list(workplans), month__in=list(months), state=State.OPEN
    ).update(state=State.EARLIER, settled_on=on, settled_by=by, reason="")


def unmark_earlier(workplans: Iterable[int], months: Iterable[date]) -> int:
    """Open again what was marked as done before Trellis; answers how many. As `mark_earlier`."""
    return Task.objects.filter(
        workplan__in=list(workplans), month__in=list(months), state=State.EARLIER
    ).update(state=State.OPEN, settled_on=None, settled_by=None)


def follow_moved(moved: Sequence[Moved]) -> None:
    """Open tasks follow the tree: they are held where the role is held today.

    What is settled stays with the organization it was done under. Runs in the move's transaction.
    """
    for one in moved:
        if one.closed:
            continue
        still_open = Task.objects.filter(
            workplan__organization=one.organization_id, state=State.OPEN
        )
        for level, before in one.before.items():
            after = one.after.get(level)
            if before and after and before != after:
                still_open.filter(held_at=before).update(held_at=after, assignee=None)


def _record(
    task: Task, verb: str, *, by: Person, seat: Seat, after: dict[str, Any] | None = None
) -> None:
    subject, name, facts = _entry(task, after or {})
    record(subject, name, verb, by=by, acting_as=seat.called(programs.current()), after=facts)


def _entry(task: Task, after: dict[str, Any]) -> tuple[str, str, Facts]:
    """What history keeps of a task: its subject, what it is called, the facts."""
    name = f"{task.workplan.organization.name}: {task.template_code}"
    return f"task:{task.pk}", name, {"organization": task.workplan.organization_id, **after}
