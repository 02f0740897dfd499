"""Standing the sample in another month."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import F

from trellis.kit import clock
from trellis.kit.errors import NotReady
from trellis.people.models import Person
from trellis.programs.models import Installation
from trellis.sample.actions.months import move_to_month
from trellis.sample.invention.cast import BY_KEY
from trellis.work.actions import (
    add_note,
    assign_task,
    complete_task,
    undo_completion,
    waive_task,
)
from trellis.work.models import Completion, Evidence, Note, Task

HALFWAY = "intensive-planning/dec-topics.principal-2"


def standing() -> list[list[Any]]:
    """Everything that the story writes, as values."""
    return [
        list(Task.objects.order_by("id").values_list(
            "id", "state", "settled_on", "settled_by", "reason", "begun", "assignee")),
        list(Completion.objects.order_by("task", "by").values_list(
            "task", "by", "acting_as", "on", "at", "withdrawn_at")),
        list(Note.objects.order_by("task", "at", "text").values_list(
            "task", "by", "acting_as", "text", "at")),
        list(Evidence.objects.order_by("document").values_list("task", "document", "acting_as")),
    ]  # fmt: skip


def principal() -> Person:
    return Person.objects.get(email=BY_KEY["principal"].email)


def task_of_the_cast(code: str) -> Task:
    return Task.objects.get(
        template_code=code, held_at__appointments__person__email=BY_KEY["principal"].email
    )


@pytest.mark.parametrize("month", [10, 3, 6, 7])
def test_there_and_back_is_as_it_was(sample, month):
    before = standing()
    move_to_month(month)
    assert standing() != before
    move_to_month(12)
    assert standing() == before


def test_each_month_stands_on_its_day_with_nothing_done_after_it(sample):
    settled = []
    for month in (10, 12, 3, 6, 7):
        day = move_to_month(month)
        assert Installation.objects.get().clock == day
        assert day.month == month
        assert not Task.objects.filter(settled_on__gt=day).exists()
        assert not Completion.objects.filter(on__gt=day).exists()
        settled.append(Task.objects.exclude(state="open").count())
    assert settled == sorted(set(settled))


def test_in_july_the_year_is_nearly_done(sample):
    day = move_to_month(7)
    past = Task.objects.filter(late_after__lt=day)
    assert past.exclude(state="open").count() > 0.97 * past.count()


def test_what_a_visitor_did_stays(sample):
    task = task_of_the_cast(HALFWAY)
    with clock.standing_on(sample.day):
        complete_task(task, by=principal(), on=sample.day)
    for month in (10, 7, 12):
        move_to_month(month)
        there = Task.objects.filter(workplan=task.workplan, deed=task.deed)
        assert set(there.values_list("state", "settled_by", "settled_on")) == {
            ("done", principal().pk, sample.day)
        }
        assert task.completions.count() == 1


def set_aside(task: Task, by: Person) -> None:
    waive_task(task, by=by, on=clock.today(), reason="We did this last year")


def give(task: Task, by: Person) -> None:
    assign_task(task, by, by=by)


def do_and_undo(task: Task, by: Person) -> None:
    complete_task(task, by=by, on=clock.today())
    undo_completion(task, by=by)


@pytest.mark.parametrize("act", [set_aside, give, do_and_undo])
def test_a_step_that_a_visitor_has_touched_stays_as_they_left_it(sample, act):
    task = task_of_the_cast(HALFWAY)
    with clock.standing_on(sample.day):
        act(task, principal())
    task.refresh_from_db()
    left = (task.state, task.reason, task.assignee_id)
    for month in (7, 10):
        move_to_month(month)
        task.refresh_from_db()
        assert (task.state, task.reason, task.assignee_id) == left


def test_a_note_of_a_visitor_stays_and_the_task_goes_its_way(sample):
    task = task_of_the_cast(HALFWAY)
    with clock.standing_on(sample.day):
        add_note(task, by=principal(), text="Ask about the winter break")
    move_to_month(3)
    task.refresh_from_db()
    assert task.state == "done"
    assert "Ask about the winter break" in task.notes.values_list("text", flat=True)


def test_only_the_months_that_are_offered(sample):
    with pytest.raises(NotReady, match="does not offer"):
        move_to_month(1)
    assert Installation.objects.get().clock == sample.day


def test_no_other_database_moves_in_time(sample):
    Installation.objects.update(kind="practice", clock=F("clock"))
    with pytest.raises(NotReady, match="Only sample data"):
        move_to_month(3)
    assert Installation.objects.get().clock == sample.day
