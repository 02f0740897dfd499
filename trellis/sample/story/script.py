"""The acts of the whole year: each task gets its day and its people, by seed and by nothing else.

A task's chance hangs on its organization and code, never on the order in which tasks are read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from trellis.organizations.teams.rules import kept_away
from trellis.programs.program import Program
from trellis.sample.models import PlannedAct
from trellis.sample.story.days import USUAL as USUAL_MONTH
from trellis.sample.story.days import (
    board_day,
    later,
    month_end,
    opening_day,
    standing_day,
    working_days,
)
from trellis.sample.story.doers import Circle, Doer
from trellis.sample.story.remarks import NOTES, WAIVERS
from trellis.work.models import State

Kind = PlannedAct.Kind


@dataclass(frozen=True)
class Owed:
    """One task as the story needs it."""

    id: int
    place: int
    """The organization of its workplan."""
    code: str
    """Without the plan: `nov-topics.principal-2`."""
    role: str
    held_at: int
    act: str
    deed: str
    each_member: bool
    month: date
    due: date | None

    @property
    def activity(self) -> str:
        """The code of its activity."""
        return self.code.partition(".")[0]


@dataclass(frozen=True)
class Act:
    """One act, ready to be stored."""

    task: int
    kind: Kind
    doer: Doer
    on: date
    settles: str = ""
    text: str = ""


@dataclass(frozen=True)
class Pace:
    """How a place keeps up: how often something slips, by how many days, how often for good."""

    slips: float
    least: int
    most: int
    never: float


STEADY = Pace(0.03, 2, 6, 0.0)
USUAL = Pace(0.09, 3, 14, 0.01)
SLOW = Pace(0.4, 5, 18, 0.03)
BEHIND = Pace(0.65, 10, 30, 0.05)
PACES = {"cast": STEADY, "no principal": SLOW, "no team": BEHIND, "late contract": USUAL}

# Where in its month an act usually falls, by role: the agency opens, teams follow.
SPANS = {
    "agency": (0.0, 0.3),
    "coordinator": (0.05, 0.55),
    "district": (0.15, 0.8),
    "principal": (0.2, 0.85),
    "team": (0.35, 0.97),
    "vendor": (0.1, 0.8),
    "board": (0.3, 0.8),
}
MEETINGS = (0.1, 0.75)
AFTER_BOARD = {"nov-needs-contract.district-1", "nov-needs-contract.vendor-1"}
STORY_DAYS = {
    # For the cast's own school, in working days from the usual day: a step waits, a meeting was.
    ("cast", "nov-grant-start.principal-1"): 4,
    ("cast", "dec-topics"): -1,
}
LATE_CONTRACT = "nov-needs-contract"
NAMING = "nov-topics:nov-name-team"


class Script:
    """Writes the acts of one year."""

    def __init__(
        self, program: Program, circle: Circle, *, seed: int, start: int, parts: dict[int, str]
    ) -> None:
        self.program, self.circle, self.seed, self.start = program, circle, seed, start
        self.parts = parts
        """The part that an organization has in the story, where it has one."""
        self.opened = opening_day(start)
        away = kept_away(program).values()
        self.away = {code.partition("/")[2] for codes in away for code in codes}
        self.kinds = {
            activity.code: activity.kind
            for plan in program.plans.values()
            for activity in plan.activities
        }

    def acts(self, tasks: Iterable[Owed]) -> list[Act]:
        """Everything that happens, in the order of days."""
        groups: dict[tuple[Any, ...], list[Owed]] = defaultdict(list)
        for task in tasks:
            key = (task.place, task.deed) if task.deed else (task.place, task.code)
            groups[key].append(task)
        found = [act for group in groups.values() for act in self.group(group)]
        return sorted(found, key=lambda act: (act.on, act.task, act.kind, act.doer.person))

    def chance(self, *parts: object) -> Random:
        """Chance that belongs to something, and to nothing else."""
        return Random(":".join(map(str, (self.seed, *parts))))  # noqa: S311 - a story, no secret

    def code_of(self, place: int) -> str:
        """Organizations are told apart by code: numbers differ from load to load."""
        return self.circle.organizations[place].code

    def group(self, group: list[Owed]) -> Iterator[Act]:
        """The acts of one deed, or of one task."""
        first = self.primary(group)
        # Those who meet do so on one day, whatever slips.
        shared = f"{first.activity}.meet" if first.act == "meet" else first.code
        rng = self.chance(self.code_of(first.place), shared)
        day = self.day_of(first, rng)
        if day is None:
            return
        if first.each_member:
            yield from self.members(first, day, rng)
            return
        day = self.not_before(first, day)
        doers = self.circle.doers(first.role, first.held_at, day)
        if not doers:
            return
        doer = rng.choice(doers)
        reason = self.waiver(first)
        if reason:
            yield Act(first.id, Kind.SETTLED, doer, day, State.WAIVED, reason)
        else:
            yield Act(first.id, Kind.DONE, doer, day, State.DONE)
        for other in group:
            if other is not first:
                yield Act(other.id, Kind.SETTLED, doer, day, State.DONE)
        yield from self.remarks(first, doers, doer, day, rng)

    def primary(self, group: list[Owed]) -> Owed:
        """Of the tasks of a deed, the one that somebody marks, and is asked for."""
        group.sort(key=lambda task: task.code)
        held = [task for task in group if self.circle.holders(task.role, task.held_at, self.opened)]
        choice = self.chance(self.code_of(group[0].place), group[0].deed, "who")
        asked = [task for task in held if task.code not in self.away]
        return choice.choice(asked or held or group)

    def members(self, task: Owed, day: date, rng: Random) -> Iterator[Act]:
        """Everybody does it on a day of their own; the last one settles it."""
        seen = self.not_before(task, max(day, month_end(task.month)))
        doers = self.circle.holders(task.role, task.held_at, seen)
        if not doers:
            day = self.not_before(task, day)
            yield from (
                Act(task.id, Kind.DONE, one, day, State.DONE)
                for one in self.circle.doers(task.role, task.held_at, day)[:1]
            )
            return
        own = []
        for doer in doers:
            spread = rng.randint(-4, 5) if rng.random() < 0.9 else rng.randint(8, 25)
            on = max(later(day, spread), self.opened)
            own.append((self.not_before(task, on), doer))
        own.sort(key=lambda one: (one[0], one[1].person))
        for on, doer in own[:-1]:
            yield Act(task.id, Kind.DONE, doer, on)
        on, doer = own[-1]
        yield Act(task.id, Kind.DONE, doer, on, State.DONE)

    def day_of(self, task: Owed, rng: Random) -> date | None:
        """The day on which it is done, or nothing where it is left."""
        part = self.parts.get(task.place, "")
        fixed = STORY_DAYS.get((part, task.code)) or STORY_DAYS.get((part, task.activity))
        if fixed and (fixed > 0 or task.act == "meet"):
            return later(standing_day(self.start, USUAL_MONTH), fixed)
        if part == "late contract" and task.activity == LATE_CONTRACT:
            return later(date(self.start + 1, 1, 12), rng.randint(0, 8))
        day = self.usual_day(task, rng)
        pace = self.pace(task.place)
        if rng.random() < pace.never:
            return None
        if rng.random() < pace.slips:
            day = later(day, rng.randint(pace.least, pace.most))
        return day

    def usual_day(self, task: Owed, rng: Random) -> date:
        """Where in its month, or before its due day, such a task is done."""
        if task.act == "board" or (task.act == "approve" and task.role == "board"):
            return board_day(task.month, 1 + len(self.code_of(task.held_at)) % 2)
        if task.code in AFTER_BOARD:
            return later(board_day(task.month, 2), 1 + rng.randint(0, 3))
        first = max(task.month, self.opened)
        last = max(task.due or month_end(task.month), first)
        days = working_days(first, last) or (last,)
        if task.act == "submit" and task.due:
            days = days[-8:]
        low, high = MEETINGS if task.act == "meet" else SPANS.get(task.role, (0.1, 0.9))
        return days[min(int(rng.uniform(low, high) * len(days)), len(days) - 1)]

    def pace(self, place: int) -> Pace:
        """How the place keeps up; districts and the state keep up well."""
        if part := self.parts.get(place):
            return PACES.get(part, USUAL)
        if self.circle.organizations[place].level != "school":
            return STEADY
        share = self.chance(self.code_of(place), "pace").random()
        return STEADY if share < 0.5 else USUAL if share < 0.88 else SLOW

    def not_before(self, task: Owed, day: date) -> date:
        """A team does nothing before somebody is on it, and is named on the day it begins."""
        if task.role == "team" or task.deed == NAMING:
            begins = self.circle.first_day("team", task.place)
            if begins and begins > self.opened:
                day = begins if task.deed == NAMING else max(day, later(begins, 1))
        return day

    def waiver(self, task: Owed) -> str:
        """The reason for which a step does not apply, at few places and never at the cast's.

        Its chance hangs on nothing else, so that the same places have one whoever works there.
        """
        text = WAIVERS.get(task.code, "")
        if not text or task.each_member or self.parts.get(task.place) == "cast":
            return ""
        chance = self.chance(self.code_of(task.place), task.code, "waiver")
        return text if chance.random() < 0.2 else ""

    def remarks(
        self, task: Owed, doers: list[Doer], doer: Doer, day: date, rng: Random
    ) -> Iterator[Act]:
        """A note now and then, and a named holder where several could do it."""
        texts = NOTES.get(self.kinds.get(task.activity, ""), ())
        if texts and rng.random() < 0.07:
            before = max(self.opened, later(day, -rng.randint(0, 3)))
            yield Act(task.id, Kind.NOTE, doer, before, text=rng.choice(texts))
        if len(doers) > 1 and rng.random() < 0.2:
            yield Act(task.id, Kind.NAMED, doer, max(self.opened, task.month))


def moment(act: Act, seed: int) -> datetime:
    """When on its day something is recorded: in working hours, the same each time."""
    rng = Random(f"{seed}:{act.on}:{act.doer.acting_as}:{act.kind}")  # noqa: S311
    return datetime.combine(act.on, time(14), UTC) + timedelta(minutes=rng.randint(0, 470))
