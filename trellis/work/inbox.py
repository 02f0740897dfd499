"""What lists of somebody's steps read: the front gathered, one step by name, everything by key.

A key of everything is what the index `task_by_holder` ends with, so that a page costs the same
wherever it begins.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection

from trellis.kit.dates import first_of_month
from trellis.people.models import Person
from trellis.programs.models import ProgramYear
from trellis.work.queries import MyTask, Pair, sql, still, with_pairs

Away = Mapping[str, frozenset[str]]
"""By role, the codes of its steps that are never asked of its own holders."""

WEEK = timedelta(days=7)

TURN = """ROW_NUMBER() OVER (
               PARTITION BY t.workplan_id, t.state, t.deed, CASE t.deed WHEN '' THEN t.id END
               ORDER BY t.month, t."order", t.id)"""
"""Which of the steps of one deed this is; what several of a person's roles share stands once."""

COLUMNS = """t.id, t.template_code, t.role, t.act, t.deed, t.each_member, t.month, t.due,
       t.due_from, t.late_after, t.state, t.begun, t.settled_on, t.workplan_id, o.id, o.name,
       o.code, w.scope, p.why, t."order", t.title"""


class Key(NamedTuple):
    """Where in the list a row stands."""

    month: date
    order: int
    task: int


FIRST = Key(date.min, -1, 0)


class Gathered(NamedTuple):
    """A step at one organization, and at how many others of the list it stands alike.

    `pile` is `now`; `ahead` in the month to come; `team` where the step starts once a team exists
    (None where it is ahead as well); `done` this month.
    """

    id: int
    code: str
    role: str
    month: date
    due: date | None
    late_after: date | None
    settled_on: date | None
    order: int
    title: str
    why: str
    pile: str | None
    places: int
    organization: str
    organization_code: str


@dataclass(frozen=True)
class OneStep:
    """A page of the organizations that owe a step; `alike` if one role at one place owes all."""

    rows: list[Gathered]
    held_at: int
    alike: bool
    after: tuple[str, int] | None
    """The key of the last row, if there are more."""


Waits = Sequence[tuple[Collection[str], Collection[int]]]
"""Codes of steps with the organizations where the team that they start with does not exist."""


def key_of(task: MyTask) -> Key:
    """Where a row stands."""
    return Key(task.month, task.order, task.id)


def inbox(
    person: Person,
    pairs: Sequence[Pair],
    year: ProgramYear,
    *,
    away: Away,
    on: date,
    after: Key = FIRST,
    most: int,
) -> list[MyTask]:
    """The open steps of these pairs that come after a key, at most so many; one query."""
    named: dict[str, Any] = {"year": year.pk, "person": person.pk, "on": on, "most": most}
    named |= after._asdict()
    mine = mine_of("x", pairs, away, named)
    name = f"inbox_{connection.vendor}"
    found = with_pairs(name, pairs, named, plain=True, columns=COLUMNS, mine=mine)
    return [MyTask._make(row) for row in found]


def months(
    person: Person, pairs: Sequence[Pair], year: ProgramYear, *, away: Away, on: date
) -> list[tuple[date, int]]:
    """The months of that list, each with its number of steps; one query."""
    named: dict[str, Any] = {"year": year.pk, "person": person.pk, "on": on}
    mine = mine_of("x", pairs, away, named)
    return [
        (month, count) for month, count in with_pairs("months", pairs, named, plain=True, mine=mine)
    ]


def front(
    person: Person,
    pairs: Sequence[Pair],
    year: ProgramYear,
    *,
    away: Away,
    waits: Waits,
    on: date,
    most: int,
) -> list[Gathered]:
    """Open steps of these pairs up to the coming week, and those done this month.

    Of the same step at many organizations there are at most so many rows. One query.
    """
    named = _until(person, year, on) | {"this": first_of_month(on), "most": most}
    named["week"] = on + WEEK
    several = len({one.role for one in pairs}) > 1
    found = with_pairs(
        "front", pairs, named, plain=True, still=still("t"), turn=TURN if several else "1",
        asked=asked("t", "p", pairs, away, named), waits=_waits(waits, named),
    )  # fmt: skip
    return [Gathered._make(row) for row in found]


def one_step(
    person: Person,
    pairs: Sequence[Pair],
    year: ProgramYear,
    code: str,
    *,
    away: Away,
    on: date,
    after: tuple[str, int] = ("", 0),
    most: int,
) -> OneStep:
    """The organizations at which these pairs owe a step by the coming week, by name; one query."""
    named = _until(person, year, on) | {"step": code, "name": after[0], "task": after[1]}
    named["most"] = most + 1
    mine = mine_of("x", pairs, away, named)
    found = with_pairs("one_step", pairs, named, plain=True, mine=mine)
    rows = [Gathered._make(row[:-3]) for row in found[:most]]
    if not rows:
        return OneStep([], 0, alike=False, after=None)
    held_at, alike, name = found[len(rows) - 1][-3:]
    key = (name, rows[-1].id) if len(found) > most else None
    return OneStep(rows, held_at, alike=bool(alike), after=key)


def _until(person: Person, year: ProgramYear, on: date) -> dict[str, Any]:
    until = first_of_month(on + WEEK)
    return {"year": year.pk, "person": person.pk, "on": on, "until": until}


def _waits(waits: Waits, named: dict[str, Any]) -> str:
    parts = []
    for n, (codes, places) in enumerate(waits):
        these = {f"step_{n}_{k}": code for k, code in enumerate(sorted(codes))}
        there = {f"there_{n}_{k}": place for k, place in enumerate(sorted(places))}
        named |= these | there
        parts.append(
            f"t.template_code IN ({_marks(these)}) AND w.organization_id IN ({_marks(there)})"
        )
    return " OR ".join(parts) or "1 = 0"


def _marks(names: Iterable[str]) -> str:
    return ", ".join(f"%({name})s" for name in names)


def mine_of(task: str, pairs: Sequence[Pair], away: Away, named: dict[str, Any]) -> str:
    """The condition that a task of a pair is on the list: still theirs, asked of them, its deed
    not there already. Values go into `named`."""
    found = f"{still(task)} AND {asked(task, 'p', pairs, away, named)}"
    if len({one.role for one in pairs}) < 2:
        return found  # the steps of a deed are of several roles
    earlier = sql("twin").format(
        t=task, still=still("e"), asked=asked("e", "q", pairs, away, named)
    )
    return f"{found} AND ({task}.deed = '' OR NOT {earlier})"


def asked(task: str, pair: str, pairs: Sequence[Pair], away: Away, named: dict[str, Any]) -> str:
    """The condition that a step is put before its holders: members of a team never get those
    about money (the same as `asked_of` of the pages that gather)."""
    parts = ["1 = 1"]
    own = {one.role for one in pairs if one.why == "own"}
    for n, role in enumerate(sorted(role for role in own if away.get(role))):
        codes = {f"away_{n}_{k}": code for k, code in enumerate(sorted(away[role]))}
        named |= {f"away_{n}": role, **codes}
        parts.append(
            f"({pair}.why <> 'own' OR {task}.role <> %(away_{n})s"
            f" OR {task}.template_code NOT IN ({_marks(codes)}))"
        )
    return " AND ".join(parts)
