"""School years, fiscal years and months: plain arithmetic on days."""

from calendar import monthrange
from datetime import date


def school_year(day: date, starts: int = 7) -> int:
    """The calendar year in which the school year of that day opened.

    >>> school_year(date(2027, 6, 30)), school_year(date(2027, 7, 1))
    (2026, 2027)
    """
    return day.year if day.month >= starts else day.year - 1


def fiscal_year(day: date, starts: int = 7) -> int:
    """The fiscal year of that day, named as states name it: by the year in which it ends.

    >>> fiscal_year(date(2027, 6, 30)), fiscal_year(date(2027, 7, 1))
    (2027, 2028)
    """
    opened = school_year(day, starts)
    return opened if starts == 1 else opened + 1


def year_range(start: int, starts: int = 7) -> tuple[date, date]:
    """First and last day of the year that opens in `start`."""
    first = date(start, starts, 1)
    return first, date.fromordinal(date(start + 1, starts, 1).toordinal() - 1)


def month_range(day: date) -> tuple[date, date]:
    """First and last day of the month of that day."""
    return day.replace(day=1), last_of_month(day.year, day.month)


def last_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def label(start: int) -> str:
    """How a school year is written.

    >>> label(2026), label(1999)
    ('2026–27', '1999–00')
    """
    return f"{start}–{(start + 1) % 100:02d}"
