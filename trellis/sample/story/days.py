"""The days of the sample's year: when it opens, where it may stand, when people work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from trellis.kit.school_year import last_of_month

MONTHS = (10, 12, 3, 6, 7)
"""The months that a visitor may choose, in the order of the year."""
USUAL = 12
THURSDAY = 3
EARLIEST = {10: 13, 12: 3, 3: 11, 6: 10, 7: 15}
"""In each month the sample stands on the first Thursday from this day on."""


def opening_day(start: int) -> date:
    """The day on which the year of the sample opens."""
    return _thursday(date(start, 10, 1))


def standing_day(start: int, month: int) -> date:
    """The day on which the sample stands in a month of the year that opens in `start`."""
    year = start if month >= 8 else start + 1  # the year's work ends in its last July
    return _thursday(date(year, month, EARLIEST[month]))


def months_around(day: date) -> list[date]:
    """The days between which a sample that stands on `day` can be moved."""
    start = day.year if day.month >= 8 else day.year - 1
    return [standing_day(start, month) for month in MONTHS]


def _thursday(day: date) -> date:
    return day + timedelta(days=(THURSDAY - day.weekday()) % 7)


def is_working(day: date) -> bool:
    """No weekend, no Thanksgiving, no winter break, no Fourth of July."""
    if day.weekday() > 4 or (day.month, day.day) == (7, 4):
        return False
    if day.month == 11 and 22 <= day.day - (day.weekday() - THURSDAY) <= 28:
        return day.weekday() < THURSDAY
    return not ((day.month == 12 and day.day >= 21) or (day.month == 1 and day.day <= 2))


@lru_cache(maxsize=512)
def working_days(first: date, last: date) -> tuple[date, ...]:
    """The days from first to last, both counted, on which people work."""
    return tuple(day for day in _each(first, last) if is_working(day))


def _each(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def later(day: date, count: int) -> date:
    """So many working days after a day, or before it where the count is negative."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left > 0:
        day += step
        left -= is_working(day)
    return day


def month_end(month: date) -> date:
    """The last day of a month."""
    return last_of_month(month.year, month.month)


def board_day(month: date, week: int) -> date:
    """The Tuesday of a month on which a board meets: the second (1) or third (2)."""
    first = month + timedelta(days=(1 - month.weekday()) % 7)
    return first + timedelta(weeks=week)
