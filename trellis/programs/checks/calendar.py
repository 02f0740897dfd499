"""Checks of `calendar.yaml`."""

from calendar import monthrange
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from trellis.programs.hints import unknown
from trellis.programs.program import Program
from trellis.programs.schema.calendar import (
    After,
    DateRule,
    Fixed,
    NthWeekday,
    Rule,
    Span,
    TwiceAMonth,
)
from trellis.programs.sections import Complaint

A_LEAP_YEAR = 2028
LONGEST_WORDS = 120  # what a year's date keeps


def calendar_complaints(program: Program) -> Iterator[Complaint]:
    """Days exist in their months, and what counts from another date gets to a day in the end."""
    for number, date_rule in enumerate(program.dates.values()):
        at = ("dates", number, "rule")
        rule = date_rule.rule
        if isinstance(rule, After):
            yield from _after(date_rule, rule, program.dates, (*at, "date"))
        else:
            for text in _slips(rule):
                yield Complaint(at, text)
    for number, off in enumerate(program.days_off):
        for text in _slips(off.rule):
            yield Complaint(("days_off", number, "rule"), text)


def _slips(rule: Rule) -> Iterator[str]:
    days: dict[str, int] = {}
    match rule:
        case Fixed(day=day):
            days = {"day": day}
        case TwiceAMonth(days=(one, two)):
            days = {"days": one, "the second of days": two}
            if one >= two:
                yield _("the first of days must come before the second")
        case Span(first=first, last=last):
            days = {"first": first, "last": last}
            if first > last:
                yield _("first must not come after last")
            told = rule.words if isinstance(rule.words, dict) else {"": rule.words}
            if max(map(len, told.values())) > LONGEST_WORDS:
                yield _("words are longer than %(most)s characters") % {"most": LONGEST_WORDS}
        case NthWeekday(nth=0):
            yield _("nth is 1 to 5, or -1 for the last")
    if isinstance(rule, After):
        return
    most = monthrange(A_LEAP_YEAR, rule.month)[1]
    for name, day in days.items():
        if not 1 <= day <= most:
            words = {"name": name, "day": day, "month": rule.month, "most": most}
            yield _("%(name)s is %(day)s, but month %(month)s ends on %(most)s") % words


def _after(
    date_rule: DateRule, rule: After, dates: Mapping[str, DateRule], at: tuple[str | int, ...]
) -> Iterator[Complaint]:
    if rule.date not in dates:
        yield Complaint(at, unknown("date", rule.date, "calendar.yaml", dates))
        return
    seen = [date_rule.code]
    while isinstance(rule, After) and rule.date in dates:
        seen.append(rule.date)
        if rule.date == date_rule.code:
            circle = " > ".join(seen)
            yield Complaint(at, _("dates count from each other: %(circle)s") % {"circle": circle})
            return
        if rule.date in seen[:-1]:
            return  # the circle further on is told where it closes
        step = dates[rule.date].rule
        if not isinstance(step, After):
            return
        rule = step
