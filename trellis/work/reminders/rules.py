"""How often a person hears of what they owe, and on which day of theirs: arithmetic on clocks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import get_args
from zoneinfo import ZoneInfo

from trellis.programs.program import Program
from trellis.work.reminders.schema import ReminderRule, Reminders, Weekday

DAILY, WEEKLY, NONE = "daily", "weekly", "none"
OFTEN = (NONE, WEEKLY, DAILY)
OVERVIEW, SOON = "overview", "due-soon"
"""The kinds of the two mails that remind of steps."""

DAY = timedelta(days=1)
WEEK = 7
FRIDAY = 5
LATEST = {DAILY: timedelta(hours=12), WEEKLY: timedelta(days=3)}
"""How long after its hour an overview is still worth sending: once, never one for each missed."""
FIRST = timedelta(hours=2)
"""Whoever was never looked at before begins with the next one, if its hour is longer ago."""


@dataclass(frozen=True, slots=True, eq=False)
class Pace:
    """How often one person hears of steps; hours are on their own clock.

    `pace_of` keeps one of each, so that what goes by it is found without comparing.
    """

    rhythm: str
    hour: time
    weekday: int
    """Of the weekly overview; Monday is 0."""
    days_before: int
    soon: bool
    """Whether a mail of its own names what is due within `days_before`."""

    @property
    def ahead(self) -> int:
        """How many days an overview looks ahead."""
        return max(WEEK, self.days_before) if self.rhythm == WEEKLY else self.days_before


@dataclass(frozen=True, slots=True)
class Usual:
    """What a person's roles give together, and whether they may do without."""

    pace: Pace
    may_stop: bool


@lru_cache(maxsize=512)
def usual(program: Program, roles: frozenset[str]) -> Usual | None:
    """What roles give together: the most frequent rhythm; None where none of them reminds."""
    found = program.section("reminders", Reminders)
    rules = [rule for rule in found.roles if rule.role in roles]
    if not rules:
        return None
    rhythm = max((rule.rhythm for rule in rules), key=OFTEN.index)
    hours = [rule.hour for rule in rules if rule.rhythm == rhythm]
    days = max(rule.days_before for rule in rules)
    pace = Pace(rhythm, min(hours), _number(found.weekday), days, _soon(rhythm, days))
    return Usual(pace, all(rule.may_stop for rule in rules))


@lru_cache(maxsize=2048)
def pace_of(
    program: Program, roles: frozenset[str], chosen: str = "", off: frozenset[str] = frozenset()
) -> Pace | None:
    """How often a person with these roles hears, who chose a rhythm and kinds to do without.

    A choice of nothing counts only where every role allows it.
    """
    given = usual(program, roles)
    if given is None:
        return None
    rhythm = chosen or given.pace.rhythm
    if rhythm == NONE and not given.may_stop:
        rhythm = given.pace.rhythm
    own = given.pace
    soon = _soon(rhythm, own.days_before) and SOON not in off
    return Pace(rhythm, own.hour, own.weekday, own.days_before, soon)


def _soon(rhythm: str, days_before: int) -> bool:
    """Who hears every working day needs no second mail."""
    return rhythm != DAILY and days_before > 0


def _number(weekday: Weekday) -> int:
    return get_args(Weekday).index(weekday)


# ---- Days and hours


@lru_cache(maxsize=4096)
def moment(day: date, hour: time, zone: str) -> datetime:
    """The one moment, in UTC, at which a day's hour comes in a zone.

    An hour that the clock leaves out comes when it has gone forward; of two, the first.
    """
    return datetime.combine(day, hour.replace(fold=0), ZoneInfo(zone)).astimezone(UTC)


def overview_day(pace: Pace, zone: str, now: datetime) -> date | None:
    """The day of the latest overview whose hour has come; None if it is too late to send it."""
    return None if pace.rhythm == NONE else _overview_day(pace, _hourly(zone, now), zone, now)


@lru_cache(maxsize=1024)
def _overview_day(pace: Pace, today: date, zone: str, now: datetime) -> date | None:
    for back in range(WEEK + 1):
        day = today - back * DAY
        if is_overview_day(pace, day) and moment(day, pace.hour, zone) <= now:
            late = now - moment(day, pace.hour, zone)
            return day if late < LATEST[pace.rhythm] else None
    return None


def is_overview_day(pace: Pace, day: date) -> bool:
    """Whether an overview comes on this day of the person's clock."""
    if pace.rhythm == WEEKLY:
        return day.weekday() == pace.weekday
    return pace.rhythm == DAILY and day.isoweekday() <= FRIDAY


def soon_day(pace: Pace, zone: str, now: datetime) -> date | None:
    """Today on the person's clock once the hour has come; None before it, or if not wanted."""
    today = _hourly(zone, now)
    return today if pace.soon and moment(today, pace.hour, zone) <= now else None


@lru_cache(maxsize=1024)
def _hourly(zone: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def is_fresh(pace: Pace, day: date, zone: str, now: datetime) -> bool:
    """Whether the hour of a day is so near that somebody new begins with it."""
    return now - moment(day, pace.hour, zone) < FIRST


def next_look(hours: Collection[time], zones: Iterable[str], now: datetime) -> datetime | None:
    """The next moment at which an hour comes in some zone; None without hours or zones."""
    coming = [
        moment(_hourly(zone, now) + n * DAY, hour, zone)
        for zone in zones
        for hour in hours
        for n in (0, 1)
    ]
    return min((one for one in coming if one > now), default=None)


def hours_of(program: Program) -> set[time]:
    """Every hour at which something is sent."""
    rules: list[ReminderRule] = program.section("reminders", Reminders).roles
    return {rule.hour for rule in rules}
