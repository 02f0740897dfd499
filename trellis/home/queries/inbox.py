"""All open steps of a person, a page at a time: the same step at several organizations together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from trellis.home.queries.my_work import Line, line_for, place_of
from trellis.home.queries.teams import Teams, team_of
from trellis.home.words import Words, month_name
from trellis.home.words import words as words_in
from trellis.kit.paging import number
from trellis.organizations.rules import Seat
from trellis.organizations.teams.rules import kept_away
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.work import inbox as work
from trellis.work import queries as standing
from trellis.work.inbox import FIRST, Key
from trellis.work.queries import MyTask

ROWS = 60  # steps on a page, each at one organization


class Month(NamedTuple):
    """A month of the list: its name, how many steps it has, the key it begins behind."""

    name: str
    steps: int
    after: str


class Stretch(NamedTuple):
    """The lines of one month on a page."""

    month: date
    title: str
    lines: list[Line]


@dataclass(slots=True)
class Inbox:
    """One page of the list; `months` only on its first."""

    stretches: list[Stretch]
    months: list[Month]
    after: str
    at_one_place: bool

    @property
    def total(self) -> int:
        """How many steps there are in all, known on the first page."""
        return sum(one.steps for one in self.months)


def key_in(text: str) -> Key:
    """The key that an address names; the begin of the list for anything else.

    >>> key_in("2026-12-01.4001.17"), key_in("2026-12-01"), key_in("soon")[1:]
    (Key(month=datetime.date(2026, 12, 1), order=4001, task=17), \
Key(month=datetime.date(2026, 12, 1), order=-1, task=0), (-1, 0))
    """
    day, *rest = text.split(".")
    try:
        month = date.fromisoformat(day)
    except ValueError:
        return FIRST
    order, task = (number(one) for one in (rest if len(rest) == 2 else ("", "")))  # noqa: PLR2004
    if order is None or task is None:
        return Key(month, *FIRST[1:])
    return Key(month, order, task)


def key_text(key: Key) -> str:
    """How an address names a key."""
    return f"{key.month.isoformat()}.{key.order}.{key.task}"


def inbox(
    person: Person, seats: Sequence[Seat], words: Words, *, on: date, after: Key = FIRST
) -> Inbox:
    """A page of everything the person owes from these seats; at most four queries."""
    year, running, teams = standing.standing_with_teams(seats, on=on)
    pairs = standing.pairs_of(seats, year, running, on=on) if year else []
    if year is None or not pairs:
        return Inbox([], [], "", at_one_place=False)
    words = words_in(words.edition.version, year.start)
    away = kept_away(programs.current())
    found = work.inbox(person, pairs, year, away=away, on=on, after=after, most=ROWS + 1)
    shown = found[:ROWS]
    counts = work.months(person, pairs, year, away=away, on=on) if after == FIRST else []
    own = {seat.organization_id for seat in seats}
    return Inbox(
        stretches=_stretches(shown, words, running, teams, on=on),
        months=[Month(_titled(month), count, month.isoformat()) for month, count in counts],
        after=key_text(work.key_of(shown[-1])) if len(found) > len(shown) else "",
        at_one_place=len(own) == 1 and {one.organization_id for one in shown} == own,
    )


def _stretches(
    tasks: Sequence[MyTask], words: Words, running: frozenset[int], teams: Teams, *, on: date
) -> list[Stretch]:
    found = []
    for month, group in groupby(tasks, key=lambda one: one.month):
        lines: list[Line] = []
        for (_code, _due, _why, kind), owed in groupby(
            group, key=lambda one: (one.code, one.due, one.why, team_of(one, words, running, teams))
        ):
            same = list(owed)
            line = line_for(same[0], words, on=on, owed=len(same))
            if kind:
                line = line._replace(said=line.said._replace(tag=words.starts_with_team[kind]))
            line.places.extend(place_of(one) for one in same)
            lines.append(line)
        found.append(Stretch(month, _titled(month), lines))
    return found


def _titled(month: date) -> str:
    return f"{month_name(month)} {month.year}"
