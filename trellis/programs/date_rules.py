"""Dates as rules: one year's days from the calendar of a pack, without any record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from trellis.kit.school_year import last_of_month
from trellis.programs.schema.base import Mark
from trellis.programs.schema.calendar import (
    After,
    DateRule,
    DayOff,
    Fixed,
    LastDay,
    MonthOnly,
    NthWeekday,
    Rule,
    Span,
    TwiceAMonth,
)
from trellis.programs.texts import say

PRINTED, INFERRED, CONFIRMED, MISSING = "printed", "inferred", "confirmed", "missing"


@dataclass(frozen=True)
class Resolved:
    """A date of one program year; `late_after` is the last day on which nothing is late yet."""

    code: str
    day: date | None
    month: date
    words: str
    standing: str
    late_after: date | None


@dataclass(frozen=True)
class Found:
    """What a rule alone says: the day shown, the last day that counts, and words for both."""

    month: date
    day: date | None = None
    last: date | None = None
    words: str = ""


def resolve(
    rules: Iterable[DateRule], start: int, *, set_days: Mapping[str, date] | None = None
) -> dict[str, Resolved]:
    """Every date of the program year that opens in `start`; `set_days` are what people set.

    The rules have passed the pack's checks: bases exist and form no circle.
    """
    by_code = {rule.code: rule for rule in rules}
    done: dict[str, Resolved] = {}
    for code in by_code:
        _resolve(code, by_code, start, set_days or {}, done)
    return {code: done[code] for code in by_code}


def _resolve(
    code: str,
    rules: Mapping[str, DateRule],
    start: int,
    set_days: Mapping[str, date],
    done: dict[str, Resolved],
) -> Resolved:
    if code in done:
        return done[code]
    rule = rules[code]
    if code in set_days:
        day = set_days[code]
        answer = Resolved(code, day, day.replace(day=1), "", CONFIRMED, day)
    elif isinstance(rule.rule, After):
        base = _resolve(rule.rule.date, rules, start, set_days, done)
        answer = _standing(rule, after(rule.rule, base), base.standing)
    else:
        answer = _standing(rule, by_rule(rule.rule, start), PRINTED)
    done[code] = answer
    return answer


def _standing(rule: DateRule, found: Found, base: str) -> Resolved:
    """A day is firm when it is printed, needs no confirming, and rests on a firm day."""
    doubtful = rule.confirm or rule.mark != Mark.PRINTED or base == INFERRED
    if found.day is None:
        late_after = None if doubtful else last_of_month(found.month.year, found.month.month)
        return Resolved(rule.code, None, found.month, found.words, MISSING, late_after)
    standing = INFERRED if doubtful else base
    late_after = None if doubtful else found.last
    return Resolved(rule.code, found.day, found.month, found.words, standing, late_after)


def by_rule(rule: Rule, start: int) -> Found:
    """The day of any rule that needs no other date."""
    assert not isinstance(rule, After)  # noqa: S101  - `after` answers these
    year, month = start + rule.year, rule.month
    first = date(year, month, 1)
    match rule:
        case Fixed(day=number):
            day = in_month(year, month, number)
            return Found(first, day, day)
        case LastDay():
            day = last_of_month(year, month)
            return Found(first, day, day)
        case NthWeekday(weekday=weekday, nth=nth):
            day = nth_weekday(year, month, weekday, nth)
            return Found(first, day, day)
        case TwiceAMonth(days=(one, two)):
            words = _("on day %(one)s and day %(two)s of the month") % {"one": one, "two": two}
            return Found(first, in_month(year, month, one), in_month(year, month, two), words)
        case Span(last=number, words=text):
            day = in_month(year, month, number)
            return Found(first, day, day, say(text))
        case MonthOnly():
            return Found(first)


def day_off(days: Iterable[DayOff], day: date) -> DayOff | None:
    """The day off that falls on a day, if any."""
    for one in days:
        every_year = one.rule.model_copy(update={"year": 0})
        if by_rule(every_year, day.year).day == day:
            return one
    return None


def after(rule: After, base: Resolved) -> Found:
    """Days after another date; where only its month is known, the latest month it can fall in."""
    step = add_weekdays if rule.weekdays_only else add_days
    if base.day is None:
        latest = step(last_of_month(base.month.year, base.month.month), rule.days)
        return Found(latest.replace(day=1))
    day = step(base.day, rule.days)
    return Found(day.replace(day=1), day, day)


def in_month(year: int, month: int, day: int) -> date:
    """That day, or the month's last where it has fewer days (February 29)."""
    return min(date(year, month, 1) + timedelta(days=day - 1), last_of_month(year, month))


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth weekday (1 Monday … 7 Sunday) of a month; -1, or a fifth that is not there, the last.

    >>> nth_weekday(2026, 11, 4, 4)
    datetime.date(2026, 11, 26)
    """
    last = last_of_month(year, month)
    final = last - timedelta(days=(last.isoweekday() - weekday) % 7)
    if nth == -1:
        return final
    first = date(year, month, 1)
    found = first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    return min(found, final)


def add_days(day: date, days: int) -> date:
    """The day so many days later, or earlier when negative."""
    return day + timedelta(days=days)


def add_weekdays(day: date, days: int) -> date:
    """So many Mondays to Fridays later, or earlier; from a weekend the next weekday is the first.

    >>> add_weekdays(date(2026, 11, 27), 1), add_weekdays(date(2026, 11, 28), -1)
    (datetime.date(2026, 11, 30), datetime.date(2026, 11, 27))
    """
    step = timedelta(days=1 if days > 0 else -1)
    left = abs(days)
    while left:
        day += step
        if day.isoweekday() <= 5:
            left -= 1
    return day
