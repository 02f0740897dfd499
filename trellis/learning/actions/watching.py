"""Saying that one has watched something, and the steps of the year that it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit.errors import NotReady, OutOfOrder
from trellis.learning.models import Item, Viewing
from trellis.learning.told import library_of, this_year
from trellis.organizations.rules import Seat, seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.texts import say
from trellis.work.actions import complete_task, undo_completion
from trellis.work.models import Completion, State, Task
from trellis.work.rules import fits


@transaction.atomic
def note_viewing(item: Item, *, by: Person, on: date, acting: str = "") -> Viewing:
    """Note that a person has watched a thing; the person's open steps of the year are done by it.

    NotReady for what is not published or not watched; OutOfOrder where it is noted already.
    """
    program = programs.current()
    kind = library_of(program).kind(item.kind)
    if kind is None or not kind.watched or not _stands(item):
        raise NotReady(_("This can’t be watched here."))
    seats = seats_of(by)
    seat = next((one for one in seats if one.key == acting), next(iter(seats), None))
    viewing, new = Viewing.objects.get_or_create(
        item=item, person=by, year=this_year(program),
        defaults={"on": on, "acting_as": seat.called(program)[:200] if seat else ""},
    )  # fmt: skip
    if not new:
        raise OutOfOrder(_("You have noted this already."))
    done = [
        complete_task(task, by=by, on=on, acting=acting)
        for task in _steps(item, by, seats, program, viewing.year)
    ]
    viewing.steps.set(done)
    _keep(viewing, "watched", by=by, steps=len(done))
    return viewing


def _stands(item: Item) -> bool:
    return Item.objects.filter(pk=item.pk, state=Item.State.PUBLISHED).exists()


def _steps(
    item: Item, by: Person, seats: Sequence[Seat], program: Program, year: int
) -> Iterator[Task]:
    """The person's open steps that watching does, but for those the person has done."""
    codes = [code for code, planned in program.tasks.items() if planned.watched == item.code]
    places = {pk for seat in seats for pk in (seat.organization_id, *dict(seat.ancestors).values())}
    near = ("workplan__organization", "held_at", "template")
    tasks = Task.objects.filter(
        template_code__in=codes, state=State.OPEN, workplan__year__start=year, held_at__in=places
    )
    having = Completion.objects.filter(by=by, withdrawn_at=None).values("task")
    for task in tasks.exclude(pk__in=having).select_related(*near).order_by("pk"):
        if any(fit.why != "vacant" for fit in fits(task, seats)):
            yield task


@transaction.atomic
def withdraw_viewing(item: Item, *, by: Person, acting: str = "") -> None:
    """Take one's word back, and what it did in the year. OutOfOrder where there is none."""
    found = Viewing.objects.select_for_update().filter(item=item, person=by)
    viewing = found.filter(year=this_year(programs.current())).first()
    if viewing is None:
        raise OutOfOrder(_("You have not noted this."))
    live = viewing.steps.filter(withdrawn_at=None, by=by)
    steps = list(live.select_related("task__workplan__organization", "task__held_at"))
    for one in steps:
        undo_completion(one.task, by=by, acting=acting)
    _keep(viewing, "not watched after all", by=by, steps=len(steps))
    viewing.delete()


def _keep(viewing: Viewing, verb: str, *, by: Person, steps: int) -> None:
    item = viewing.item
    told = {"on": viewing.on.isoformat(), "year": viewing.year, "steps": steps}
    record(f"item:{item.pk}", say(item.title), verb, by=by, acting_as=viewing.acting_as, after=told)
