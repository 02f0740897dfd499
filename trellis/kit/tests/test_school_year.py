"""School and fiscal years roll on their day, and today is the day where the program is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from trellis.kit import clock
from trellis.kit.school_year import (
    fiscal_year,
    label,
    last_of_month,
    month_range,
    school_year,
    year_range,
)

pytestmark = pytest.mark.pure

ZONES = [
    "America/Chicago", "America/Denver", "America/Phoenix", "Pacific/Honolulu",
    "Pacific/Kiritimati", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC",
]  # fmt: skip
DAYS = st.dates(date(1990, 1, 1), date(2096, 12, 31))
STARTS = st.integers(1, 12)
NOON_AND_EDGES = [timedelta(), timedelta(hours=12), timedelta(hours=23, minutes=59, seconds=59)]


@given(DAYS, STARTS)
def test_every_day_lies_in_its_school_year(day, starts):
    first, last = year_range(school_year(day, starts), starts)
    assert first <= day <= last
    assert school_year(last + timedelta(days=1), starts) == school_year(day, starts) + 1
    assert school_year(first - timedelta(days=1), starts) == school_year(day, starts) - 1


@given(st.integers(1990, 2096))
def test_years_roll_between_june_30_and_july_1(year):
    eve, first = date(year, 6, 30), date(year, 7, 1)
    assert (school_year(eve), school_year(first)) == (year - 1, year)
    assert (fiscal_year(eve), fiscal_year(first)) == (year, year + 1)
    assert fiscal_year(eve, starts=1) == fiscal_year(first, starts=1) == year


@given(DAYS)
def test_a_month_holds_its_days(day):
    first, last = month_range(day)
    assert first <= day <= last == last_of_month(day.year, day.month)
    assert (first - timedelta(days=1)).month != day.month != (last + timedelta(days=1)).month


def test_a_label_has_four_and_two_digits():
    assert [label(start) for start in (1999, 2008, 2026)] == ["1999–00", "2008–09", "2026–27"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", [2026, 2028])
def test_today_is_the_day_on_the_wall_of_the_zone(zone, year):
    """Every day of a year, leap or not, at its first and last second and at noon."""
    place = ZoneInfo(zone)
    first = date(year, 1, 1)
    with time_machine.travel(datetime(year, 1, 1, tzinfo=UTC), tick=False) as traveller:
        for day in (first + timedelta(days=n) for n in range(366)):
            for since_midnight in NOON_AND_EDGES:
                wall = datetime.combine(day, datetime.min.time()) + since_midnight
                traveller.move_to(wall.replace(tzinfo=place).astimezone(UTC))
                assert clock.today(zone) == day


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)), st.sampled_from(ZONES))
def test_today_never_lies_more_than_a_day_from_utc(moment, zone):
    with time_machine.travel(moment.replace(tzinfo=UTC), tick=False):
        assert abs((clock.today(zone) - moment.date()).days) <= 1
