"""Why a school stands near the top: pure rules over what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from trellis.kit.dates import first_of_month
from trellis.meetings.offers.glance import OFFERED
from trellis.monitoring.schema import Looks, SpotlightRule
from trellis.organizations.glances import Told
from trellis.organizations.teams.glance import TEAMS


class Month(NamedTuple):
    """How far one month of a year is."""

    month: date
    steps: int
    done: int
    late: int


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds a role at an organization: how many, since when, and when somebody left it."""

    count: int
    since: date | None
    before: date | None


class Expected(NamedTuple):
    """Meetings of one month against the cadence."""

    of: int
    held: int
    planned: int

    @property
    def missing(self) -> int:
        """How many are neither held nor planned."""
        return max(0, self.of - self.held - self.planned)


@dataclass(slots=True)
class Known:
    """What a caseload knows of one organization."""

    id: int
    code: str
    name: str
    sort_name: str
    level: str
    district_id: int | None
    district: str
    kind: str
    term: str
    months: list[Month] = field(default_factory=list)
    oldest: date | None = None
    due: date | None = None
    meetings: Expected | None = None
    before: Expected | None = None
    """Meetings of the month before."""
    last_met: date | None = None
    next_at: datetime | None = None
    next_meeting: int | None = None
    cadence: str = ""
    """The kind of meeting that it can expect."""
    letter: date | None = None
    told: dict[str, Sequence[Told]] = field(default_factory=dict)
    """What the rooms below tell of it, by the name of their glance."""

    @property
    def offered(self) -> bool:
        """Whether times of the meeting that it can expect wait for a pick."""
        return OFFERED.name in self.told

    @property
    def steps(self) -> int:
        """All steps of its own year that apply."""
        return sum(one.steps for one in self.months)

    @property
    def done(self) -> int:
        """Those that are done."""
        return sum(one.done for one in self.months)

    @property
    def late(self) -> int:
        """Those past their date."""
        return sum(one.late for one in self.months)


Holders = Mapping[tuple[int, str], Held]
"""Organization and role to who holds it."""

Figure = str | int | date
"""What a rule's words may name; days are written out by the page."""


class Hit(NamedTuple):
    """A rule that holds for a school, with its figures."""

    rule: SpotlightRule
    figures: dict[str, Figure]
    names: tuple[str, ...] = ()
    """Codes of roles or of kinds of teams, named by the page."""


@dataclass(frozen=True, slots=True)
class Light:
    """The rules on one day, over who holds what."""

    rules: Sequence[SpotlightRule]
    holders: Holders
    at_district: frozenset[str]
    """Roles of the rules that are held at a district."""
    on: date
    levels: Mapping[str, str] = field(default_factory=dict)
    """Kinds of teams that there are, with the floor whose organizations have one."""

    def hits(self, school: Known) -> list[Hit]:
        """The rules that hold, in their order."""
        found = (CHECKS[rule.looks_at](self, rule, school) for rule in self.rules)
        return [one for one in found if one is not None]

    def held(self, role: str, school: Known) -> Held:
        """Who holds a role of this school."""
        place = school.district_id if role in self.at_district else school.id
        return self.holders.get((place or school.id, role), NOBODY)


NOBODY = Held(0, None, None)


def weigh(hits: Iterable[Hit]) -> int:
    """What the reasons add up to."""
    return sum(one.rule.weight for one in hits)


def looked_at(rule: SpotlightRule, on: date) -> date:
    """The month whose meetings a rule looks at: before its day still the month that has ended."""
    this = first_of_month(on)
    return this if on.day >= rule.days else first_of_month(this - timedelta(days=1))


def _meetings(light: Light, rule: SpotlightRule, school: Known) -> Hit | None:
    month, told = looked_at(rule, light.on), school.meetings
    if month < first_of_month(light.on):
        told = school.before
    if told is None or told.missing < rule.at_least:
        return None
    figures: dict[str, Figure] = {
        "held": told.held,
        "planned": told.planned,
        "of": told.of,
        "missing": told.missing,
        "month": month,
        "last": school.last_met or "",
    }
    return Hit(rule, figures)


def _steps(light: Light, rule: SpotlightRule, school: Known) -> Hit | None:
    late = school.late
    if late < rule.at_least:
        return None
    days = (light.on - school.oldest).days if school.oldest else 0
    return Hit(rule, {"count": late, "days": days, "of": school.steps})


def _nobody(light: Light, rule: SpotlightRule, school: Known) -> Hit | None:
    empty = tuple(role for role in rule.roles if not light.held(role, school).count)
    # A district has no holders of what is held at schools; it is not lacking them.
    if len(empty) < rule.at_least or school.level == "district":
        return None
    return Hit(rule, {}, empty)


def _team(light: Light, rule: SpotlightRule, school: Known) -> Hit | None:
    exist = {one.code for one in school.told.get(TEAMS.name, ())}
    missing = tuple(
        kind for kind in rule.teams if kind not in exist and light.levels.get(kind) == school.level
    )
    return Hit(rule, {}, missing) if len(missing) >= rule.at_least else None


def _letter(light: Light, rule: SpotlightRule, school: Known) -> Hit | None:
    if school.letter is None or (light.on - school.letter).days < rule.days:
        return None
    return Hit(rule, {"day": school.letter, "days": (light.on - school.letter).days})


def _new(light: Light, rule: SpotlightRule, school: Known) -> Hit | None:
    for role in rule.roles:
        held = light.held(role, school)
        if held.since is None or held.before is None or held.before > held.since:
            continue
        if (light.on - held.since).days <= rule.days:
            return Hit(rule, {"day": held.since}, (role,))
    return None


Check = Callable[[Light, SpotlightRule, Known], Hit | None]

CHECKS: dict[Looks, Check] = {
    Looks.MEETINGS: _meetings,
    Looks.STEPS: _steps,
    Looks.NOBODY: _nobody,
    Looks.TEAM: _team,
    Looks.LETTER: _letter,
    Looks.NEW: _new,
}
