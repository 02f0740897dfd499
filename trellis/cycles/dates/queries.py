"""What the pages of a year's dates read: few queries, whatever the number of dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Count
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from trellis.kit.school_year import label, school_year
from trellis.programs.date_rules import INFERRED, MISSING, Resolved, day_off, resolve
from trellis.programs.models import Override, ProgramYear, YearDate
from trellis.programs.program import Program
from trellis.programs.schema.calendar import After, DateRule
from trellis.programs.texts import say

WAITING = {"to-confirm": INFERRED, "missing": MISSING}
"""What the page can be narrowed to, and the standing that it shows."""


@dataclass(frozen=True)
class Use:
    """An activity that goes by a date."""

    plan: str
    code: str
    title: str


@dataclass(frozen=True)
class DateRow:
    """A date of the year as its page shows it."""

    rule: DateRule
    at: Resolved
    by_rule: Resolved
    """What the program says while nobody has set anything."""
    uses: tuple[Use, ...]
    base: str
    """The date from which it counts, in words."""
    set_by: str
    set_at: datetime | None
    remarks: tuple[str, ...]

    @property
    def label(self) -> str:
        """What people read."""
        return say(self.rule.label)

    @property
    def seen(self) -> str:
        """What a form says its reader saw."""
        return seen_mark(self.at)

    @property
    def blocks(self) -> bool:
        """Whether the year can't be published without it."""
        return self.rule.required and self.at.day is None


@dataclass(frozen=True)
class YearDates:
    """All dates of a year."""

    start: int
    rows: tuple[DateRow, ...]

    def months(self, standing: str = "") -> list[tuple[date, list[DateRow]]]:
        """The rows by month, soonest first; only those that stand so."""
        found: dict[date, list[DateRow]] = {}
        shown = [row for row in self.rows if standing in ("", row.at.standing)]
        for row in sorted(shown, key=_by_day):
            found.setdefault((row.at.day or row.at.month).replace(day=1), []).append(row)
        return list(found.items())

    def count(self, standing: str) -> int:
        """How many stand so."""
        return sum(row.at.standing == standing for row in self.rows)

    @cached_property
    def blocking(self) -> list[DateRow]:
        """The dates without which the year can't be published."""
        return [row for row in self.rows if row.blocks]


def _by_day(row: DateRow) -> tuple[date, bool, date, str]:
    month = row.at.month
    return month.replace(day=1), row.at.day is None, row.at.day or month, row.rule.code


def year_dates(program: Program, version: int, start: int) -> YearDates:
    """Every date of the program in a year, with who set it; one query."""
    rows = YearDate.objects.filter(
        year__start=start, version_id=version, set_at__isnull=False, day__isnull=False
    ).values_list("code", "day", "set_by__name", "set_at")
    chosen = {code: (day, name or "", at) for code, day, name, at in rows if day is not None}
    rules = program.dates.values()
    found = resolve(rules, start, set_days={code: day for code, (day, _n, _a) in chosen.items()})
    own = resolve(rules, start)
    uses = uses_of(program)
    return YearDates(
        start,
        tuple(
            DateRow(
                rule=rule,
                at=found[code],
                by_rule=own[code],
                uses=uses.get(code, ()),
                base=_base(rule, program),
                set_by=chosen[code][1] if code in chosen else "",
                set_at=chosen[code][2] if code in chosen else None,
                remarks=tuple(remarks(program, own[code], found[code].day)),
            )
            for code, rule in program.dates.items()
        ),
    )


def _base(rule: DateRule, program: Program) -> str:
    return say(program.dates[rule.rule.date].label) if isinstance(rule.rule, After) else ""


def uses_of(program: Program) -> Mapping[str, tuple[Use, ...]]:
    """By date the activities that name it, for a step of theirs or beside them."""
    found: dict[str, dict[tuple[str, str], Use]] = {}
    for plan in program.plans.values():
        for activity in plan.activities:
            due = (task.due for cell in activity.cells.values() for task in cell if task.due)
            for code in (*activity.dates, *due):
                use = Use(plan.code, activity.code, say(activity.title))
                found.setdefault(code, {})[plan.code, activity.code] = use
    return {code: tuple(uses.values()) for code, uses in found.items()}


def remarks(program: Program, own: Resolved, day: date | None) -> Iterator[str]:
    """What is odd about a day, in sentences; none of it forbids the day."""
    if day is None:
        return
    if day.isoweekday() > 5:
        yield _("This is a Saturday.") if day.isoweekday() == 6 else _("This is a Sunday.")
    off = day_off(program.days_off, day)
    if off is not None:
        yield _("Offices are closed that day: %(label)s.") % {"label": say(off.label)}
    if day.replace(day=1) != own.month:
        words = {"month": str(MONTHS[own.month.month])}
        yield _("The program has it in %(month)s; the steps stay in their month.") % words


def late_remark(day: date, *, on: date) -> Iterator[str]:
    """What setting a day that has passed does."""
    if day < on:
        yield _("This day has passed: steps still open show as late at once.")


def seen_mark(at: Resolved) -> str:
    """A date as a form carries it: its day and standing."""
    return f"{at.day.isoformat() if at.day else ''}|{at.standing}"


def seen_of(mark: str) -> tuple[date | None, str]:
    """Back from the mark; what nobody could have seen is none."""
    day, _bar, standing = mark.partition("|")
    try:
        return (date.fromisoformat(day) if day else None), standing
    except ValueError:
        return None, ""


def known_years(program: Program, *, on: date) -> list[int]:
    """The years whose dates can be set: those there are, this one and the next; one query."""
    now = school_year(on, program.pack.school_year_starts)
    there = ProgramYear.objects.values_list("start", flat=True)
    return sorted({*there, now, now + 1}, reverse=True)


@dataclass(frozen=True)
class YearLine:
    """A year in the list of years, with what is open in it."""

    start: int
    missing: int
    to_confirm: int
    set_days: int
    rewordings: int

    @property
    def name(self) -> str:
        """How people write it."""
        return label(self.start)


def year_lines(program: Program, version: int, *, on: date) -> list[YearLine]:
    """Each year that can be set, the latest first; three queries."""
    days: dict[int, dict[str, date]] = {}
    chosen = YearDate.objects.filter(version_id=version, set_at__isnull=False, day__isnull=False)
    for start, code, day in chosen.values_list("year__start", "code", "day"):
        if day is not None and code in program.dates:
            days.setdefault(start, {})[code] = day
    counts = Override.objects.order_by().values_list("year__start").annotate(Count("pk"))
    reworded = dict(counts)
    lines = []
    for start in known_years(program, on=on):
        found = resolve(program.dates.values(), start, set_days=days.get(start, {})).values()
        standings = [at.standing for at in found]
        missing, waiting = standings.count(MISSING), standings.count(INFERRED)
        set_days = len(days.get(start, {}))
        lines.append(YearLine(start, missing, waiting, set_days, reworded.get(start, 0)))
    return lines
