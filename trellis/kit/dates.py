"""Days as people read them: "Thu, Dec 3"; with the year where it could be unclear."""

from datetime import date, datetime

from django.utils.formats import date_format


def short(value: date | datetime) -> str:
    """"Thu, Dec 3"."""
    return date_format(value, "D, M j")


def full(value: date | datetime) -> str:
    """"Thu, Dec 3, 2026"."""
    return date_format(value, "D, M j, Y")


def month_name(value: date) -> str:
    """"December"."""
    return date_format(value, "F")


def month_short(value: date) -> str:
    """"Dec"."""
    return date_format(value, "M")


def first_of_month(value: date) -> date:
    """The first day of the month a day lies in."""
    return value.replace(day=1)
