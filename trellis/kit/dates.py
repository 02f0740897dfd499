"""Days as people read them: "Thu, Dec 3"; with the year where it could be unclear."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format


def short(value: date | datetime) -> str:
    """ "Thu, Dec 3"."""
    return date_format(value, "D, M j")


def full(value: date | datetime) -> str:
    """ "Thu, Dec 3, 2026"."""
    return date_format(value, "D, M j, Y")


def moment(value: datetime) -> str:
    """ "Thu, Dec 3, 2026, 4:05 PM CST", in the zone of whoever reads."""
    here = timezone.localtime(value)
    return f"{date_format(here, 'D, M j, Y, g:i A')} {here.tzname()}"


def month_name(value: date) -> str:
    """ "December"."""
    return date_format(value, "F")


def month_short(value: date) -> str:
    """ "Dec"."""
    return date_format(value, "M")


def first_of_month(value: date) -> date:
    """The first day of the month a day lies in."""
    return value.replace(day=1)


def next_month(value: date) -> date:
    """The first day of the month after the one a day lies in.

    >>> next_month(date(2026, 12, 31))
    datetime.date(2027, 1, 1)
    """
    return first_of_month(first_of_month(value) + timedelta(days=31))


def month_before(value: date) -> date:
    """The first day of the month before the one a day lies in.

    >>> month_before(date(2027, 1, 31))
    datetime.date(2026, 12, 1)
    """
    return first_of_month(first_of_month(value) - timedelta(days=1))
