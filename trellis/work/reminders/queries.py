"""What many people owe, read together: the same as My work shows each of them, in a few statements.

A batch of people costs five statements however many it holds; rows stay light tuples.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from trellis.kit.dates import first_of_month
from trellis.kit.sql import Row, numbers, rows
from trellis.organizations.rules import Seat
from trellis.organizations.teams.rules import kept_away, waiting_steps
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear
from trellis.programs.program import Program
from trellis.programs.schema.roles import NEVER_LENT, Capability, Reach
from trellis.work.rules import roles_done_by
from trellis.work.vacancies import everywhere, statement, vacancies

SQL = Path(__file__).parent / "sql"
FEW = 40
"""So many seats or fewer are asked for their own vacancies; more, for those of the whole state."""
ABOVE = ("state", "office", "district")


class Held(NamedTuple):
    """A role at an organization from which somebody acts; `lent` is None for an own one."""

    role: str
    place: int
    level: str
    above: tuple[int | None, int | None, int | None]
    name: str
    served: bool
    lent: frozenset[str] | None


Seats = tuple[Held, ...]
"""All from which somebody acts; many act from the same, like the members of a team."""


class Owed(NamedTuple):
    """An open task as one person owes it."""

    id: int
    code: str
    title: str
    role: str
    held_at: int
    deed: str
    each_member: bool
    month: date
    due: date | None
    late_after: date | None
    workplan: int
    organization: int
    place: str
    order: int
    assignee: int | None
    why: str = ""

    @property
    def firm(self) -> bool:
        """Whether it has a day that somebody has confirmed; only such days are counted down."""
        return self.due is not None and self.late_after is not None


@dataclass
class Standing:
    """What is the same for all people on a day: the year, who runs it, and what is vacant."""

    program: Program
    year: ProgramYear
    on: date
    places: dict[int, tuple[str, tuple[int | None, int | None, int | None]]]
    """Organizations that run the year: their floor, and what stands above them."""
    teams: frozenset[tuple[int, str]]
    """Which kinds of teams exist where on this day."""
    vacant: dict[int, list[tuple[str, int]]] | None = None
    """By the organization of a seat or above it: vacant roles and where; None before it is read."""


def standing(on: date) -> Standing | None:
    """The latest year with work; None where nothing is open. Two statements."""
    found = rows(_sql("running"), {}, plain=True)
    if not found:
        return None
    year = programs.program_year(*found[0][:2])
    places = {row[2]: (row[3], (row[4], row[5], row[6])) for row in found}
    teams = rows(_sql("teams"), {"on": on}, plain=True)
    return Standing(
        programs.current(), year, on, places, frozenset((pk, kind) for pk, kind in teams)
    )


def held_by(people: Collection[int], on: date) -> dict[int, Seats]:
    """The seats of some people on a day; one statement. Lent ones only with the right to do.

    Who acts from the same seats has the very same tuple, so that what follows is found once.
    """
    if not people:
        return {}
    of = f"a.person_id IN ({numbers(people)})"
    theirs: dict[int, list[Row]] = defaultdict(list)
    for row in rows(_sql("seats").format(of=of), {"on": on}, plain=True):
        theirs[row[0]].append(row[1:])
    program, made = programs.current(), dict[tuple[Row, ...], Seats]()
    found: dict[int, Seats] = {}
    for person, told in theirs.items():
        key = tuple(told)
        seats = made.get(key)
        if seats is None:
            seats = made[key] = tuple(one for row in told if (one := _held(program, row)))
        if seats:
            found[person] = seats
    return found


def _held(program: Program, row: Row) -> Held | None:
    """A seat from its row; None for a role that the program does not know there, or without use."""
    served, role, place, level, state, office, district, name, loan, rights = row
    known = program.roles.get(role)
    if known is None or (served and known.reach != Reach.ASSIGNED):
        return None
    lent = frozenset(json.loads(rights)) if loan else None
    if lent is not None and not _gives(program, role, lent):
        return None
    return Held(role, place, level, (state, office, district), name, bool(served), lent)


def owed_by(
    held: dict[int, Seats], day: Standing, *, ahead: int
) -> Iterator[tuple[int, list[Owed]]]:
    """For each person what is theirs to do up to so many days ahead, a deed once, by date.

    It is what My work lists: late steps, those of this month, and those due within the days.
    """
    people: dict[Seats, list[int]] = defaultdict(list)
    for person, seats in held.items():
        people[seats].append(person)
    pairs = {seats: _pairs(day.program, seats, day.places) for seats in people}
    _add_vacancies(pairs, day)
    wanted = {one for found in pairs.values() for one in found}
    tasks = _tasks(wanted, day, ahead)
    done = _done_by({place for _role, place in wanted}) if tasks.each_member else {}
    steps = _Steps(tasks.by_pair, day, ahead)
    for same, found in pairs.items():
        mine = _of_pairs(found, steps)
        for person in people[same]:
            own = _of_person(person, mine, done) if tasks.personal else mine
            if own:
                yield person, own


class _Steps:
    """What a role at an organization gives to whoever owes it for a reason, by date; found once.

    Members of a team are never asked for steps about money.
    """

    def __init__(self, tasks: dict[tuple[str, int], list[Owed]], day: Standing, ahead: int) -> None:
        self._tasks, self.teams = tasks, day.teams
        self._month, self._until = first_of_month(day.on), day.on + timedelta(days=ahead)
        self._away, self.waits = kept_away(day.program), waiting_steps(day.program)
        self._found: dict[tuple[tuple[str, int], str], tuple[list[Owed], bool]] = {}

    def __contains__(self, pair: tuple[str, int]) -> bool:
        return pair in self._tasks

    def of(self, pair: tuple[str, int], why: str) -> tuple[list[Owed], bool]:
        """The steps, and whether one of them waits for a team."""
        found = self._found.get((pair, why))
        if found is None:
            steps = sorted(self._wanted(pair, why), key=_by_date)
            waits = any(one.code in self.waits for one in steps)
            found = self._found[pair, why] = steps, waits
        return found

    def _wanted(self, pair: tuple[str, int], why: str) -> Iterator[Owed]:
        without = self._away.get(pair[0], ()) if why == "own" else ()
        for one in self._tasks[pair]:
            later = one.month > self._month and (one.due is None or one.due > self._until)
            if not later and one.code not in without:
                yield one if why == "own" else one._replace(why=why)

    def may_start(self, one: Owed, here: Collection[int]) -> bool:
        """Whether a step waits for no team that is still missing at one of the own places."""
        kind, there = self.waits.get(one.code), one.organization
        return not kind or there not in here or (there, kind) in self.teams


def _of_pairs(pairs: dict[tuple[str, int], str], steps: _Steps) -> list[Owed]:
    """What all who act from the same seats owe, by date; members of a team share one list.

    What starts with a team waits for it.
    """
    lists: list[list[Owed]] = []
    here: set[int] | None = None
    for pair, why in pairs.items():
        if pair not in steps:
            continue
        mine, waits = steps.of(pair, why)
        if waits:
            if here is None:
                here = {place for (_role, place), reason in pairs.items() if reason == "own"}
            mine = [one for one in mine if steps.may_start(one, here)]
        if mine:
            lists.append(mine)
    if len(lists) < 2:
        return lists[0] if lists else []
    return sorted((one for each in lists for one in each), key=_by_date)


def _of_person(person: int, owed: list[Owed], done: dict[int, set[int]]) -> list[Owed]:
    """Without what is another's by name, what the person has done, and a second part of a deed.

    The list itself where nothing falls away, so that it is still shared.
    """
    found: list[Owed] = []
    deeds: set[tuple[int, str]] = set()
    for one in owed:
        if one.assignee is not None and one.assignee != person:
            continue
        if one.each_member and person in done.get(one.id, ()):
            continue
        if one.deed:
            if (one.workplan, one.deed) in deeds:
                continue
            deeds.add((one.workplan, one.deed))
        found.append(one)
    return found if len(found) < len(owed) else owed


def _by_date(one: Owed) -> tuple[date, date, int, str, int]:
    return one.month, one.due or date.max, one.order, one.place, one.id


# ---- Whose a task is


@lru_cache(maxsize=512)
def _gives(program: Program, role: str, lent: frozenset[str]) -> bool:
    do = Capability.TASK_DO
    return do in program.roles[role].capabilities and do in lent and do not in NEVER_LENT


@lru_cache(maxsize=256)
def _does(program: Program, role: str) -> tuple[str, ...]:
    """The roles whose tasks a holder does, kept: asked once for each of thousands."""
    return roles_done_by(program, role)


def _pairs(program: Program, seats: Seats, running: Collection[int]) -> dict[tuple[str, int], str]:
    """Roles at organizations whose tasks are somebody's: own ones, and deeds taken part in."""
    found: dict[tuple[str, int], str] = {}
    for seat in seats:
        for role in _does(program, seat.role):
            for place, why in _places(program, seat, running):
                if found.get((role, place)) != "own":
                    found[role, place] = why
    return found


def _places(program: Program, seat: Held, running: Collection[int]) -> Iterable[tuple[int, str]]:
    if program.roles[seat.role].reach == Reach.ASSIGNED and not seat.served:
        return [(seat.place, "own")] if seat.level == "state" else []
    if seat.place not in running:
        return [(seat.place, "own")]
    above = [(pk, "taking part") for pk in seat.above if pk is not None and pk != seat.place]
    return [(seat.place, "own"), *above]


def _add_vacancies(pairs: dict[Seats, dict[tuple[str, int], str]], day: Standing) -> None:
    """Add the roles nobody holds to those whom they fall to."""
    program = day.program
    heirs = _heirs(program)
    seats = [(held, one) for held in pairs for one in held if one.role in heirs]
    seats = [
        (held, one)
        for held, one in seats
        if one.served or program.roles[one.role].reach != Reach.ASSIGNED
    ]
    if not seats:
        return
    vacant = _vacant(day, [one for _held, one in seats])
    for held, seat in seats:
        for role, place in vacant.get(seat.place, ()):
            if role in heirs[seat.role]:
                pairs[held].setdefault((role, place), "vacant")


@lru_cache(maxsize=8)
def _heirs(program: Program) -> dict[str, frozenset[str]]:
    """By role: the roles of columns that fall to it where nobody holds them."""
    found: dict[str, set[str]] = defaultdict(set)
    for code in program.roles:
        done = roles_done_by(program, code)
        for role in program.roles.values():
            if role.in_matrix and role.vacancy_falls_to in done:
                found[code].add(role.code)
    return {code: frozenset(roles) for code, roles in found.items()}


def _vacant(day: Standing, seats: list[Held]) -> dict[int, list[tuple[str, int]]]:
    """Vacant roles and where, by each organization at or above the place; one statement."""
    if day.vacant is not None:
        return day.vacant
    whole = len(seats) > FEW
    if whole:
        tops = {above[0] or pk for pk, (_level, above) in day.places.items()}
        asked = [one for top in sorted(tops) for one in everywhere(day.program, _seat(top))]
    else:
        asked = list(vacancies(day.program, [_as_seat(one) for one in seats]))
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    if asked:
        sql, named = statement(day.program, asked)
        named |= {"year": day.year.pk, "on": day.on}
        for role, place in set(rows(sql, named, plain=True)):
            level, above = day.places[place]
            for pk in {place, *above} - {None}:
                found[pk].append((role, place))
    if whole:
        day.vacant = found
    return found


def _seat(top: int) -> Seat:
    return Seat("", top, "", "", "state", (), 0, assigned=False)


def _as_seat(one: Held) -> Seat:
    return Seat(one.role, one.place, "", "", one.level, (), 0, assigned=one.served)


# ---- The tasks


@dataclass
class _Tasks:
    by_pair: dict[tuple[str, int], list[Owed]]
    each_member: bool
    personal: bool
    """Whether some of it may not be everybody's who acts from the same seats."""


def _tasks(pairs: Collection[tuple[str, int]], day: Standing, ahead: int) -> _Tasks:
    if not pairs:
        return _Tasks({}, each_member=False, personal=False)
    sql = _sql("owed").format(
        places=numbers({place for _role, place in pairs}),
        roles=", ".join(f"'{role}'" for role in sorted({role for role, _place in pairs})),
    )
    until = first_of_month(day.on + timedelta(days=ahead))
    found: dict[tuple[str, int], list[Owed]] = defaultdict(list)
    members = personal = False
    for row in rows(sql, {"on": day.on, "until": until, "year": day.year.pk}, plain=True):
        days = (_day(row[7]), _day(row[8]), _day(row[9]))
        one = Owed._make((*row[:7], *days, *row[10:], "own"))
        found[one.role, one.held_at].append(one)
        members = members or bool(one.each_member)
        personal = personal or members or bool(one.deed) or one.assignee is not None
    return _Tasks(found, members, personal)


@lru_cache(maxsize=1024)
def _day(text: str | None) -> date | None:
    """A day from its text: thousands of steps share a few."""
    return date.fromisoformat(text) if text else None


def _done_by(places: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for task, person in rows(_sql("done_by").format(places=numbers(places)), {}, plain=True):
        found[task].add(person)
    return found


@cache
def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text()
