"""What of a person's steps belongs into a mail, and whether there is anything worth one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from typing import NamedTuple

from trellis.home.digests.queries import Coming
from trellis.work.reminders.queries import Owed
from trellis.work.reminders.rules import DAILY, DAY, WEEK, Pace, moment

MONDAY = 0
MIDNIGHT = time(0)
NEW = timedelta(days=1)


class Pile(NamedTuple):
    """The steps of a mail by section, and the meetings; each step stands once."""

    soon: list[Owed]
    late: list[Owed]
    rest: list[Owed]
    meetings: list[Coming]
    ahead: int
    """How many days the mail looks ahead."""

    def __bool__(self) -> bool:
        return any(self[:4])


def looks_at_all(pace: Pace, day: date) -> bool:
    """Whether an overview lists the month too: the weekly one, and the daily one on Mondays."""
    return pace.rhythm != DAILY or day.weekday() == MONDAY


def overview(
    owed: Sequence[Owed],
    meetings: Sequence[Coming],
    pace: Pace,
    *,
    day: date,
    on: date,
    zone: str,
) -> Pile | None:
    """The overview of a day as it reads on another; None where it would say nothing new.

    A day that nobody has confirmed is listed with its month and never counted down.
    """
    whole = looks_at_all(pace, day)
    ahead = max(WEEK, pace.days_before) if whole else pace.days_before
    until = on + timedelta(days=ahead)
    soon, late, rest = [], [], []
    for one in owed:
        if one.late_after is not None and one.late_after < on:
            late.append(one)
        elif one.firm and one.due is not None and one.due <= until:
            soon.append(one)
        elif whole:
            rest.append(one)
    soon.sort(key=_by_day)
    coming: list[Coming] = []
    if meetings:
        end = moment(on + (ahead + 1 if whole else 2) * DAY, MIDNIGHT, zone)
        coming = [one for one in meetings if one.starts_at < end]
    found = Pile(soon, late, rest, coming, ahead)
    if not whole and not soon and not coming:
        # What has been late for days was said before: between Mondays only news is worth a mail.
        fresh = [one for one in late if one.late_after is not None and one.late_after >= on - NEW]
        return found if fresh else None
    return found if found else None


def due_soon(
    owed: Sequence[Owed],
    pace: Pace,
    *,
    since: date,
    day: date,
    on: date,
    is_deadline: Callable[[Owed], bool],
) -> Pile | None:
    """Steps whose firm date came within the days after `since` and up to `day`; each once."""
    first = max(on, since + timedelta(days=pace.days_before + 1))
    last = day + timedelta(days=pace.days_before)
    soon = [
        one
        for one in owed
        if one.firm and one.due is not None and first <= one.due <= last and is_deadline(one)
    ]
    soon.sort(key=_by_day)
    return Pile(soon, [], [], [], pace.days_before) if soon else None


def _by_day(one: Owed) -> tuple[date, int, str]:
    return one.due or date.max, one.order, one.place
