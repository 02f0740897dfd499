"""Naming which holder of a role does a step, here or everywhere at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.history.actions import record_many
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations.endings import Ended
from trellis.organizations.rules import seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.work import rules
from trellis.work.actions.shared import already, entry, keep
from trellis.work.models import State, Task


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
        raise OutOfOrder(already(task))
    seat = next((seat for seat in fitting if seat.key == acting), fitting[0])
    keep(task, "named a holder", by=by, seat=seat, after=_named(person))


def _named(person: Person | None) -> dict[str, Any]:
    return {"assignee": person.pk if person else None, "name": person.name if person else ""}


def _holds(task: Task, person: Person, *, on: date | None = None) -> bool:
    year = task.workplan.year_id
    appointed = rules.holders(programs.current(), task.role, task.held_at, year=year, on=on)
    return appointed.filter(person=person).exists()


@transaction.atomic
def assign_tasks(
    tasks: Sequence[Task], person: Person | None, *, by: Person, acting: str = ""
) -> int:
    """Name one holder for the same step at several organizations, all of them or none.

    None leaves the step to all who hold the role. NotAllowed; NotReady naming the places where the
    person does not hold the role; OutOfOrder when one is settled meanwhile.
    """
    seats = seats_of(by)
    fitting = [seat for seat in seats if all(rules.may_assign([seat], task) for task in tasks)]
    if not tasks or not fitting:
        raise NotAllowed(_("Only those who lead here can name who does a step."))
    held = {(task.role, task.held_at_id, task.workplan.year_id): task for task in tasks}
    missing = [one.held_at.name for one in held.values() if person and not _holds(one, person)]
    if person and missing:
        words = {"name": person.name, "places": ", ".join(missing[:5])}
        raise NotReady(_("%(name)s does not hold this role at %(places)s.") % words)
    still = Task.objects.filter(pk__in=[task.pk for task in tasks], state=State.OPEN)
    if still.update(assignee=person) != len(tasks):
        raise OutOfOrder(_("One of these steps was settled meanwhile. Load the page again."))
    seat = next((seat for seat in fitting if seat.key == acting), fitting[0])
    named = _named(person)
    record_many(
        "named a holder",
        (entry(task, named) for task in tasks),
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
    entries = (entry(task, facts) for task in back)
    record_many("returned to the role", entries, by=ended.by, acting_as=ended.acting_as)
