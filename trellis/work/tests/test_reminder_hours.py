"""When a person's overview comes: once a day of theirs, whatever clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from trellis.work.reminders.rules import (
    DAILY,
    DAY,
    LATEST,
    NONE,
    WEEKLY,
    Pace,
    moment,
    next_look,
    overview_day,
    soon_day,
)

pytestmark = pytest.mark.pure

SIX = time(6)
WEEK = Pace(WEEKLY, SIX, 0, 3, soon=True)
DAYS = Pace(DAILY, SIX, 0, 3, soon=False)
ZONES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix",
    "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu", "Pacific/Guam",
)  # fmt: skip
HOUR = timedelta(hours=1)


def walk(pace: Pace, zone: str, first: date, last: date, *, step: timedelta = HOUR) -> list[date]:
    """The days of overviews that somebody gets who is looked at every hour between two days."""
    seen: list[date] = []
    now = datetime.combine(first, time(0), UTC)
    while now < datetime.combine(last, time(0), UTC):
        day = overview_day(pace, zone, now)
        if day is not None and (not seen or seen[-1] < day):
            seen.append(day)
        now += step
    return seen


def days(first: date, last: date, *weekdays: int) -> list[date]:
    """All days on some weekdays between two days."""
    count = (last - first).days
    every = [first + n * DAY for n in range(count)]
    return [day for day in every if day.weekday() in weekdays]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 10, 26), date(2026, 11, 9)),  # the clock goes back
        (date(2027, 3, 8), date(2027, 3, 22)),  # and forward
        (date(2026, 12, 21), date(2027, 1, 11)),  # the year rolls
        (date(2028, 2, 21), date(2028, 3, 6)),  # a leap day
    ],
)
def test_every_working_day_and_every_monday_come_once_in_every_zone(zone, first, last):
    inner, end = first + 4 * DAY, last - DAY
    got = [day for day in walk(DAYS, zone, first, last) if inner <= day < end]
    assert got == days(inner, end, 0, 1, 2, 3, 4)
    got = [day for day in walk(WEEK, zone, first, last) if inner <= day < end]
    assert got == days(inner, end, 0)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2027, 3, 14), date(2028, 2, 29)])
def test_the_hour_is_the_same_on_the_persons_clock_whatever_the_season(zone, day):
    for one in (day - DAY, day, day + DAY):
        here = moment(one, SIX, zone).astimezone(ZoneInfo(zone))
        assert (here.date(), here.time()) == (one, SIX)


def test_an_hour_that_the_clock_leaves_out_comes_after_it_and_a_double_one_comes_first():
    forward = moment(date(2027, 3, 14), time(2, 30), "America/Chicago")
    assert forward == datetime(2027, 3, 14, 8, 30, tzinfo=UTC)  # it is 3:30 there
    back = moment(date(2026, 11, 1), time(1, 30), "America/Chicago")
    assert back == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # still summer time


def test_a_minute_before_its_hour_nothing_comes():
    at = moment(date(2026, 12, 7), SIX, "America/Chicago")
    before = at - timedelta(minutes=1)
    assert overview_day(DAYS, "America/Chicago", at) == date(2026, 12, 7)
    assert overview_day(DAYS, "America/Chicago", before) is None  # Friday's is too old by now
    assert soon_day(WEEK, "America/Chicago", before) is None


def test_after_missed_days_the_latest_overview_comes_once_and_an_old_one_never():
    monday = moment(date(2026, 12, 7), SIX, "America/Chicago")
    late = monday + LATEST[WEEKLY] - timedelta(minutes=1)
    assert overview_day(WEEK, "America/Chicago", late) == date(2026, 12, 7)
    assert overview_day(WEEK, "America/Chicago", late + timedelta(minutes=1)) is None
    wednesday = moment(date(2026, 12, 9), time(15), "America/Chicago")
    assert overview_day(DAYS, "America/Chicago", wednesday) == date(2026, 12, 9)


def test_who_moves_between_zones_gets_each_monday_once():
    monday = date(2026, 12, 7)
    east, west = "Pacific/Guam", "Pacific/Honolulu"
    for first, second in ((east, west), (west, east)):
        seen: list[date] = []
        now = moment(monday, time(0), east) - 2 * HOUR
        for hour in range(60):
            day = overview_day(WEEK, first if hour < 20 else second, now + hour * HOUR)
            if day is not None and day not in seen:
                seen.append(day)
        assert seen == [monday]


def test_who_wants_none_gets_none_and_only_what_is_due_soon():
    never = Pace(NONE, SIX, 0, 3, soon=True)
    at = moment(date(2026, 12, 7), time(9), "America/Chicago")
    assert overview_day(never, "America/Chicago", at) is None
    assert soon_day(never, "America/Chicago", at) == date(2026, 12, 7)


def test_the_worker_comes_at_the_next_hour_of_any_zone():
    now = datetime(2026, 12, 7, 12, 0, tzinfo=UTC)  # six in Chicago, this very moment
    zones = {"America/Chicago", "America/Denver"}
    assert next_look({SIX}, zones, now) == datetime(2026, 12, 7, 13, 0, tzinfo=UTC)
    assert next_look({SIX}, {"America/Chicago"}, now) == datetime(2026, 12, 8, 12, 0, tzinfo=UTC)
    assert next_look(set(), zones, now) is None
