"""Steps that are done by attending a meeting: the room that holds it credits and takes back.

Who may note attendance is asked by that room; everything here runs in its transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from trellis.kit import clock
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.work import rules
from trellis.work.actions.shared import hold, keep_as
from trellis.work.models import Completion, State, Task


def credit_attendance(
    task: Task, person: Person, *, by: Person, on: date, acting_as: str, words: str
) -> Completion | None:
    """Mark a step done for somebody who attended; None where it was settled in another way.

    A step of each member counts the person and is done when every holder has. `words` say in what
    role the person came; `by` is who noted it.
    """
    hold(task)
    standing = Task.objects.get(pk=task.pk)
    having = Completion.objects.filter(task=task, by=person, withdrawn_at=None)
    if standing.state != State.OPEN or having.exists():
        return None
    completion = Completion.objects.create(
        task=task, by=person, acting_as=words[:200], on=on, at=clock.now()
    )
    done: dict[str, object] = {"begun": True}
    if not task.each_member or _all_have(task, on=on):
        done |= {"state": State.DONE, "settled_on": on, "settled_by": person}
    Task.objects.filter(pk=task.pk, state=State.OPEN).update(**done)
    facts = {"on": on.isoformat(), "attended": person.name, "why": "attended"}
    keep_as(task, "completed", by=by, acting_as=acting_as, after=facts)
    return completion


def _all_have(task: Task, *, on: date) -> bool:
    program, year = programs.current(), task.workplan.year_id
    holders = rules.holders(program, task.role, task.held_at, year=year, on=on)
    having = set(task.completions.filter(withdrawn_at=None).values_list("by", flat=True))
    return set(holders.values_list("person", flat=True)) <= having


def take_back_attendance(completions: Iterable[Completion], *, by: Person, acting_as: str) -> int:
    """Withdraw completions that rested on attendance, and open their steps again; how many."""
    count = 0
    for completion in completions:
        task = completion.task
        hold(task)
        live = Completion.objects.filter(pk=completion.pk, withdrawn_at=None)
        if not live.update(withdrawn_at=clock.now(), withdrawn_by=by):
            continue  # whoever attended had undone it already
        still = task.completions.filter(withdrawn_at=None).exists()
        Task.objects.filter(pk=task.pk, state=State.DONE).update(
            state=State.OPEN, settled_on=None, settled_by=None
        )
        if not still:
            Task.objects.filter(pk=task.pk, state=State.OPEN).update(begun=False)
        told = {"attended": completion.by.name}
        keep_as(task, "reopened", by=by, acting_as=acting_as, after=told)
        count += 1
    return count
