"""When a task is late: after its day, after its month where no day is known, never by guess."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from trellis.work.models import Task
from trellis.work.tests.steps import LETTER, PLAN, fresh


@pytest.mark.pure
@pytest.mark.parametrize(
    ("state", "late_after", "on", "late"),
    [
        ("open", date(2026, 12, 4), date(2026, 12, 4), False),
        ("open", date(2026, 12, 4), date(2026, 12, 5), True),
        ("open", None, date(2030, 1, 1), False),
        ("done", date(2026, 12, 4), date(2026, 12, 5), False),
        ("waived", date(2026, 12, 4), date(2026, 12, 5), False),
    ],
)
def test_only_an_open_task_is_late_and_only_after_its_last_day(state, late_after, on, late):
    task = Task(state=state, late_after=late_after, month=date(2026, 12, 1))
    assert task.is_late(on) is late


def test_a_task_of_a_month_is_late_only_when_the_month_has_ended(world):
    task = world.task(LETTER)
    assert (task.month, task.due, task.due_from) == (date(2026, 10, 1), None, "")
    assert (task.is_late(date(2026, 10, 31)), task.is_late(date(2026, 11, 1))) == (False, True)


def test_every_task_without_a_day_lasts_to_the_end_of_its_month(world):
    waiting = {
        code for code, task in world.program.tasks.items() if task.starts_with_team
    }  # these are counted from the day on which their team is formed
    rows = Task.objects.filter(template__due="").exclude(template_code__in=waiting)
    for month, last in rows.values_list("month", "late_after"):
        assert last == _next(month) - timedelta(days=1)


def test_a_step_that_waits_for_a_team_has_no_last_day_before_there_is_one(world):
    waiting = [code for code, task in world.program.tasks.items() if task.starts_with_team]
    rows = Task.objects.filter(template_code__in=waiting)
    assert {last for (last,) in rows.values_list("late_after")} == {None}


def _next(month):
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def test_a_printed_day_counts_from_the_day_after(world):
    task = world.task(f"{PLAN}/jan-topics.principal-2")
    assert (task.due, task.due_from, task.late_after) == (date(2027, 1, 31), "rule", task.due)
    assert (task.is_late(date(2027, 1, 31)), task.is_late(date(2027, 2, 1))) == (False, True)


def test_an_inferred_day_is_shown_and_never_late(world):
    task = world.task(f"{PLAN}/jun-planning-report.principal-1")
    assert (task.due is None, task.due_from, task.late_after) == (False, "rule", None)
    assert not task.is_late(date(2040, 1, 1))


def test_a_day_that_the_agency_announced_is_the_last_that_counts(world):
    task = world.task(f"{PLAN}/dec-grant-due.district-1")
    assert (task.due_from, task.late_after) == ("year", task.due)
    assert task.is_late(date(2026, 12, 19)) and not task.is_late(date(2026, 12, 18))
    assert fresh(task).state == "open"
