"""Setting a day of a year that runs: the schedule and the open steps follow, settled ones stay."""

from __future__ import annotations

from datetime import date

import pytest

from trellis.cycles.dates import carrying
from trellis.cycles.dates.actions import clear_date, set_date
from trellis.cycles.models import ScheduledTask
from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, OutOfOrder, Refused
from trellis.programs.models import YearDate
from trellis.work import actions as work
from trellis.work.models import Task

PLAN = "intensive-planning"
DECEMBER_11, DECEMBER_18 = date(2026, 12, 11), date(2026, 12, 18)
JANUARY_20 = date(2027, 1, 20)
GRANT, QUARTER = "planning-grant-due", "qer-2-due"


def days(code: str) -> list[tuple[date | None, str, date | None]]:
    """What all tasks of a code say, and their schedule with them."""
    tasks = Task.objects.filter(template_code=f"{PLAN}/{code}").order_by("pk")
    rows = ScheduledTask.objects.filter(code=f"{PLAN}/{code}")
    assert tasks, code
    told = tasks.values_list("due", "due_from", "late_after")
    assert set(told) == set(rows.values_list("due", "due_from", "late_after"))
    return list(told)


def announced_for_december() -> list[tuple[date | None, str, date | None]]:
    return [(None, "rule", date(2026, 12, 31))] * 3


@pytest.fixture
def unset(world):
    """The year runs, and nobody has announced the day yet."""
    clear_date(2026, GRANT, by=world.publisher)
    assert days("dec-grant-due.district-1") == announced_for_december()
    return world


def test_a_day_set_after_the_opening_reaches_every_open_step(unset):
    change = set_date(2026, GRANT, DECEMBER_11, by=unset.publisher)
    assert days("dec-grant-due.district-1") == [(DECEMBER_11, "year", DECEMBER_11)] * 3
    moved = Task.objects.filter(due=DECEMBER_11).count()
    assert change.steps == {"moved": moved, "joined": 0, "left": 0}
    assert moved >= 3


def test_history_tells_the_day_and_one_count_of_steps(unset):
    set_date(2026, GRANT, DECEMBER_11, by=unset.publisher, acting_as="Staff")
    told, counted = Entry.objects.order_by("-pk")[:2][::-1]
    assert (told.verb, told.after) == ("confirmed", {"day": "2026-12-11", "standing": "confirmed"})
    assert (counted.verb, counted.acting_as) == ("moved steps", "Staff")
    moved = Task.objects.filter(due=DECEMBER_11).count()
    assert counted.after == {"date": GRANT, "moved": moved, "joined": 0, "left": 0}


def test_settled_steps_and_those_moved_by_hand_keep_their_day(unset):
    done = unset.task(f"{PLAN}/dec-grant-due.district-1")
    work.complete_task(done, by=unset.who("district"), on=date(2026, 12, 3))
    moved = unset.task(f"{PLAN}/dec-grant-due.district-1", at="adams")
    Task.objects.filter(pk=moved.pk).update(due=date(2026, 12, 9), due_from="moved")
    set_date(2026, GRANT, DECEMBER_11, by=unset.publisher)
    done.refresh_from_db()
    moved.refresh_from_db()
    assert (done.due, done.late_after) == (None, date(2026, 12, 31))
    assert (moved.due, moved.due_from) == (date(2026, 12, 9), "moved")


def test_taking_the_day_back_brings_the_program_s_own_again(unset):
    set_date(2026, GRANT, DECEMBER_11, by=unset.publisher)
    clear_date(2026, GRANT, by=unset.publisher)
    assert days("dec-grant-due.district-1") == announced_for_december()


def test_a_confirmed_day_starts_to_count_and_an_open_one_never_did(world):
    report = "jun-planning-report.principal-1"
    due = date(2027, 7, 30)
    assert set(days(report)) == {(due, "rule", None)}
    set_date(2026, "planning-report-due", due, by=world.publisher)
    assert set(days(report)) == {(due, "year", due)}


def test_steps_that_waited_for_their_date_join_every_year_and_leave_again(world):
    waiting = Task.objects.filter(template_code=f"{PLAN}/dec-qer.district-2")
    others = Task.objects.count()
    assert not waiting.exists()
    change = set_date(2026, QUARTER, JANUARY_20, by=world.publisher)
    places = waiting.order_by("workplan").values_list("workplan__organization__name", flat=True)
    assert sorted(places) == ["Birch district", "Cedar district", "Harbor district"]
    assert change.steps["joined"] == 3
    told = set(waiting.values_list("state", "due", "late_after"))
    assert told == {("open", JANUARY_20, JANUARY_20)}
    change = clear_date(2026, QUARTER, by=world.publisher)
    assert change.steps["left"] == 3
    assert (waiting.count(), Task.objects.count()) == (0, others)


def test_a_joined_step_that_somebody_touched_stays_without_a_firm_day(world):
    set_date(2026, QUARTER, JANUARY_20, by=world.publisher)
    touched = world.task(f"{PLAN}/dec-qer.district-2")
    work.add_note(touched, by=world.who("district"), text="Half of it is typed.")
    change = clear_date(2026, QUARTER, by=world.publisher)
    assert change.steps["left"] == 2
    touched.refresh_from_db()
    assert (touched.due, touched.due_from, touched.late_after) == (JANUARY_20, "rule", None)
    again = set_date(2026, QUARTER, JANUARY_20, by=world.publisher)
    assert again.steps["joined"] == 2
    assert Task.objects.filter(template_code=f"{PLAN}/dec-qer.district-2").count() == 3


def test_whatever_hangs_on_a_step_keeps_it_from_leaving():
    asked = carrying._untouched()
    tables = {one.related_model._meta.db_table for one in Task._meta.related_objects}
    assert tables >= {"work_completion", "work_note", "work_evidence", "monitoring_decision"}
    assert {table for table in tables if f"FROM {table} hung" in asked} == tables


@pytest.mark.parametrize("who", ["principal", "district", "coordinator", "superintendent"])
def test_only_the_agency_sets_dates(world, who):
    before = set(YearDate.objects.values_list("code", "day", "set_at"))
    for act in (
        lambda: set_date(2026, GRANT, DECEMBER_18, by=world.who(who)),
        lambda: clear_date(2026, GRANT, by=world.who(who)),
    ):
        with pytest.raises(NotAllowed, match="Only the agency sets the dates of the year."):
            act()
    assert set(YearDate.objects.values_list("code", "day", "set_at")) == before


def test_a_refused_day_changes_nothing(unset):
    with pytest.raises(Refused, match="lies outside the year"):
        set_date(2026, GRANT, date(2027, 12, 18), by=unset.publisher)
    with pytest.raises(OutOfOrder):
        clear_date(2026, GRANT, by=unset.publisher)
    with pytest.raises(Refused, match='The calendar has no date "nothing".'):
        set_date(2026, "nothing", DECEMBER_18, by=unset.publisher)
    assert days("dec-grant-due.district-1") == announced_for_december()
