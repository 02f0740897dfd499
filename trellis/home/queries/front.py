"""What the front page shows: this month's dates of the program."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from trellis.home.words import month_name
from trellis.kit.school_year import school_year
from trellis.programs import queries as programs
from trellis.programs.date_rules import CONFIRMED, INFERRED, Resolved
from trellis.programs.program import Program
from trellis.programs.schema.calendar import DateRule, DateUse
from trellis.programs.texts import say


class DateLine(NamedTuple):
    """A date as people read it; `number` is empty where the day is not known."""

    number: str
    month: str
    label: str
    hint: str
    iso: str


def dates_of_month(program: Program, version: int, on: date) -> list[DateLine]:
    """The program's dates in the month of a day; one query."""
    start = school_year(on, program.pack.school_year_starts)
    found = programs.dates(start, version)
    rows = [at for at in found.values() if (at.day or at.month).replace(day=1) == on.replace(day=1)]
    rows.sort(key=lambda at: (at.day is None, at.day or at.month, at.code))
    return [date_line(at, program.dates[at.code]) for at in rows]


def date_line(at: Resolved, rule: DateRule) -> DateLine:
    """One date with its marks in words."""
    return DateLine(
        number=str(at.day.day) if at.day else "",
        month=month_name(at.month)[:3],
        label=say(rule.label),
        hint=" · ".join(_marks(at, rule)),
        iso=at.day.isoformat() if at.day else "",
    )


def _marks(at: Resolved, rule: DateRule) -> list[str]:
    marks = []
    if at.day is None:
        marks.append(_("in %s, day to be announced") % month_name(at.month))
    elif at.words:
        marks.append(at.words)
    if rule.use == DateUse.PERIOD_END:
        marks.append(_("a period ends; nothing is due that day"))
    elif rule.use == DateUse.REMINDER:
        marks.append(_("a reminder"))
    elif rule.use == DateUse.OPENS:
        marks.append(_("opens"))
    unconfirmed = at.standing == INFERRED or (at.day and not at.late_after)
    if unconfirmed and at.standing != CONFIRMED:
        marks.append(_("not yet confirmed"))
    return marks
