"""The days of the sample's year."""

from __future__ import annotations

from datetime import date

import pytest

from trellis.sample.story.days import (
    MONTHS,
    is_working,
    later,
    months_around,
    opening_day,
    standing_day,
    working_days,
)

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("start", range(2020, 2040))
def test_the_sample_stands_on_a_thursday_of_the_chosen_month(start):
    days = [standing_day(start, month) for month in MONTHS]
    assert [day.month for day in days] == list(MONTHS)
    assert {day.weekday() for day in days} == {3}
    assert days == sorted(days)
    assert opening_day(start) < days[0]
    assert all(months_around(day) == days for day in days)


def test_nobody_works_on_weekends_and_holidays():
    closed = [date(2026, 11, 26), date(2026, 11, 27), date(2026, 12, 5), date(2026, 12, 24)]
    assert [is_working(day) for day in closed] == [False] * 4
    assert is_working(date(2026, 11, 25))
    assert later(date(2026, 11, 25), 1) == date(2026, 11, 30)
    assert later(date(2026, 11, 30), -1) == date(2026, 11, 25)
    assert len(working_days(date(2026, 12, 1), date(2026, 12, 31))) == 14
