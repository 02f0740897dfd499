"""The plan on the calendar of one year, worked out once before opening."""

from __future__ import annotations

from datetime import date

from trellis.cycles.models import ScheduledTask
from trellis.cycles.schedule import months_of, write_schedule
from trellis.programs.actions import set_day
from trellis.programs.models import Installation, ProgramYear, TaskTemplate
from trellis.work.models import Task

OPEN_YEAR = False
PLAN = "intensive-planning"


def write(world) -> int:
    version = Installation.objects.get().version
    return write_schedule(version, world.program, world.year)


def row(code: str) -> ScheduledTask:
    return ScheduledTask.objects.get(code=f"{PLAN}/{code}")


def test_every_active_task_is_scheduled_once_and_again_the_same(world):
    first = write(world)
    rows = list(ScheduledTask.objects.order_by("code").values_list("code", "month", "due", "order"))
    assert first == len(rows) == TaskTemplate.objects.filter(active=True).count() == 198
    assert write(world) == first
    again = ScheduledTask.objects.order_by("code").values_list("code", "month", "due", "order")
    assert list(again) == rows


def test_months_run_over_the_turn_of_the_year(world):
    write(world)
    months = sorted(set(ScheduledTask.objects.values_list("month", flat=True)))
    assert months == list(months_of(world.program, PLAN, 2026))
    assert (months[0], months[-1]) == (date(2026, 10, 1), date(2027, 7, 1))


def test_a_date_without_a_day_has_no_day_and_lasts_its_month(world):
    next_year = ProgramYear.objects.create(start=2027)
    write_schedule(Installation.objects.get().version, world.program, next_year)
    found = row("dec-grant-due.district-1")
    assert (found.due, found.due_from, found.late_after) == (None, "rule", date(2027, 12, 31))


def test_a_day_that_somebody_set_counts_as_set_for_the_year(world):
    set_day(2026, "planning-grant-due", date(2026, 12, 18), by=world.publisher)
    write(world)
    found = row("dec-grant-due.district-1")
    assert (found.due, found.due_from) == (date(2026, 12, 18), "year")
    assert found.late_after == date(2026, 12, 18)


def test_a_confirmed_day_counts_where_an_inferred_one_did_not(world):
    write(world)
    code = "jun-planning-report.principal-1"
    day = row(code).due
    assert day is not None
    assert row(code).late_after is None
    set_day(2026, "planning-report-due", day, by=world.publisher)
    write(world)
    assert row(code).late_after == row(code).due == day


def test_the_schedule_of_another_year_stays(world):
    write(world)
    other = ProgramYear.objects.create(start=2027)
    version = Installation.objects.get().version
    write_schedule(version, world.program, other)
    assert ScheduledTask.objects.filter(year=world.year).count() == 198
    assert ScheduledTask.objects.filter(year=other).count() == 198
    assert Task.objects.count() == 0
