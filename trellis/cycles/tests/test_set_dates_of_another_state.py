"""The second state's dates: those that count from a set day follow, and their steps with them."""

from __future__ import annotations

from datetime import date

from trellis.cycles.actions import select_organizations
from trellis.cycles.dates.actions import clear_date, set_date
from trellis.cycles.models import ScheduledTask
from trellis.programs.actions import install
from trellis.programs.tests.packs import change, copy_of_prairie
from trellis.work.models import Task

PACK = "prairie"
COUNCIL = "council-decides"
JANUARY_20 = date(2027, 1, 20)


def due(date_code: str) -> set[tuple[str, date | None, date | None]]:
    """Code, day and last day of all open steps that go by a date."""
    tasks = Task.objects.filter(template__due=date_code)
    return set(tasks.values_list("template_code", "due", "late_after"))


def test_dates_that_count_from_a_set_day_are_told_and_their_steps_follow(world):
    first = set_date(2026, COUNCIL, JANUARY_20, by=world.publisher)
    assert [(one.code, one.day) for one in first.followers] == [
        ("plan-published", date(2027, 1, 30))
    ]
    assert {day for _code, day, _late in due(COUNCIL)} == {JANUARY_20}
    again = set_date(2026, COUNCIL, date(2027, 1, 27), by=world.publisher)
    assert [(one.code, one.day) for one in again.followers] == [
        ("plan-published", date(2027, 2, 6))
    ]
    back = clear_date(2026, COUNCIL, by=world.publisher)
    assert [(one.code, one.day) for one in back.followers] == [("plan-published", None)]
    assert {day for _code, day, _late in due(COUNCIL)} == {None}


def test_steps_of_a_condition_join_only_where_it_was_chosen(world):
    waiting = Task.objects.filter(template__due="spare-money-due")
    first = set_date(2026, "spare-money-due", date(2027, 4, 9), by=world.publisher)
    assert (first.steps["joined"], waiting.count()) == (0, 0)
    select_organizations("spare-money", [world["birch"]], world.year, by=world.publisher)
    assert [one.workplan.organization.name for one in waiting.all()] == ["Birch district"]
    gone = clear_date(2026, "spare-money-due", by=world.publisher)
    assert (gone.steps["left"], waiting.count()) == (1, 0)
    again = set_date(2026, "spare-money-due", date(2027, 4, 16), by=world.publisher)
    assert again.steps["joined"] == 1
    assert [one.workplan.organization.name for one in waiting.all()] == ["Birch district"]


def test_years_that_stayed_on_an_older_version_follow_too(world, tmp_path):
    pack = copy_of_prairie(tmp_path)
    change(pack, "calendar.yaml", "month: 12, day: 11", "month: 12, day: 18")
    install(pack)
    told = set_date(2026, COUNCIL, JANUARY_20, by=world.publisher)
    assert {day for _code, day, _late in due(COUNCIL)} == {JANUARY_20}
    assert told.steps["moved"] == Task.objects.filter(due=JANUARY_20).count() > 0
    december = ScheduledTask.objects.filter(code__contains="/dec-")
    assert date(2026, 12, 11) in set(december.values_list("due", flat=True))
