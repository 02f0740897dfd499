"""Whose hour has come on their own clock, and for which of the two mails."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from trellis.home.digests.queries import Reader
from trellis.notices.models import Notice
from trellis.programs.program import Program
from trellis.work.reminders import rules
from trellis.work.reminders.queries import Seats
from trellis.work.reminders.rules import OVERVIEW, SOON, Pace


class Call(NamedTuple):
    """Whose hour has come: which mail, of which of their days, and what it follows.

    It is the same for all who act from the same seats, chose the same, and were seen to alike.
    """

    readers: list[Reader]
    pace: Pace
    seats: Seats
    kind: str
    day: date
    since: date
    overview_on: date | None
    """Up to which day its readers are then seen to; of mails of what is due, the next."""
    soon_on: date | None

    @property
    def days(self) -> str:
        """What the reason of its mails ends with."""
        day = self.day.isoformat()
        return day if self.kind == OVERVIEW else f"{day}:{self.since.isoformat()}"


class Turns:
    """Who is called at one moment of the program's people."""

    def __init__(self, program: Program, now: datetime) -> None:
        self._program, self._now = program, now

    def call(self, reader: Reader, seats: Seats, on: date) -> Call | None:
        """The mail that is to be written now to somebody like this reader, if any."""
        pace = self._pace(reader, seats)
        if pace is None:
            return None
        day = self._overview_day(reader, pace)
        if day is not None:
            return Call(
                [], pace, seats, OVERVIEW, day, day, day, on if pace.soon else reader.soon_on
            )
        soon = self._soon_day(reader, pace)
        if soon is None:
            return None
        since = reader.soon_on or soon - timedelta(days=pace.days_before + 1)
        return Call([], pace, seats, SOON, soon, since, reader.overview_on, soon)

    def _pace(self, reader: Reader, seats: Seats) -> Pace | None:
        roles = frozenset(one.role for one in seats)
        return rules.pace_of(self._program, roles, reader.rhythm, reader.off)

    def _overview_day(self, reader: Reader, pace: Pace) -> date | None:
        day = rules.overview_day(pace, reader.zone, self._now)
        return day if self._is_next(day, reader.overview_on, pace, reader.zone) else None

    def _soon_day(self, reader: Reader, pace: Pace) -> date | None:
        day = rules.soon_day(pace, reader.zone, self._now)
        return day if self._is_next(day, reader.soon_on, pace, reader.zone) else None

    def _is_next(self, day: date | None, seen: date | None, pace: Pace, zone: str) -> bool:
        """Whether a day was not seen to yet; who is new begins at the hour, not in between."""
        if day is None:
            return False
        return rules.is_fresh(pace, day, zone, self._now) if seen is None else seen < day

    def waiting(self, notice: Notice, reader: Reader, held: dict[int, Seats]) -> Iterable[Call]:
        """The call that a waiting mail answers, if its reader would still be called."""
        seats = held.get(reader.id)
        pace = self._pace(reader, seats) if seats else None
        if seats is None or pace is None:
            return
        kind, _person, day, *since = notice.dedupe_key.split(":")
        on = date.fromisoformat(day)
        if kind == SOON:
            still = pace.soon
        else:
            hour = rules.moment(on, pace.hour, reader.zone)
            latest = rules.LATEST.get(pace.rhythm)
            still = latest is not None and self._now - hour < latest
        if still:
            follows = date.fromisoformat(since[0]) if since else on
            turns = (reader.overview_on, reader.soon_on)
            yield Call([reader], pace, seats, kind, on, follows, *turns)
