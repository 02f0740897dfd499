"""A caseload as its page shows it: tiles, filters, and rows in the order of who needs somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import get_language
from markupsafe import Markup

from trellis.kit.dates import first_of_month, month_name, month_short, short
from trellis.kit.gaps import written
from trellis.kit.tongue import gettext as _
from trellis.monitoring.queries.lead import terms_of
from trellis.monitoring.queries.schools import Caseload, PutOff
from trellis.monitoring.schema import Looks, SpotlightRule
from trellis.monitoring.spotlight import Figure, Hit, Known, Light, Month, looked_at, weigh
from trellis.organizations import glances
from trellis.organizations.glances import Tile as Glimpse
from trellis.organizations.teams.rules import kind_of
from trellis.programs.program import Program
from trellis.programs.texts import say

PAGE = 100
"""Rows on one page; who serves more has a second one."""

SUPPORT = "support-"


class Reason(NamedTuple):
    """Why a school stands where it stands, in words."""

    rule: str
    text: str


class Next(NamedTuple):
    """The one button of a row: what it does, and the record it leads to."""

    act: str
    label: str
    meeting: int


@dataclass(frozen=True, slots=True)
class Row:
    """One organization of a caseload."""

    id: int
    code: str
    name: str
    district: str
    support: str
    reasons: list[Reason]
    put_off: list[tuple[PutOff, str]]
    strip: Markup
    meetings: str
    now: str
    next: Next
    key: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure at the top that is a filter; `of` is what it is counted over."""

    show: str
    count: int
    of: int
    text: str
    current: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter with its count."""

    show: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How many organizations have one support."""

    count: int
    label: str


@dataclass
class Page:
    """The whole page."""

    rows: list[Row]
    tiles: list[Tile]
    chips: list[Chip]
    shares: list[Share]
    districts: int
    count: int
    month: str
    figures: list[Glimpse]
    """What the rooms below count for the reader."""
    show: str = ""
    after: str = ""


def page_of(
    found: Caseload, program: Program, *, on: date, show: str = "", after: str = "", acts: bool
) -> Page:
    """The page of a caseload; no query. `acts` says whether the reader plans meetings there."""
    words = Words(program, found.light)
    hits = {one.id: found.light.hits(one) for one in found.schools}
    live = {
        pk: [hit for hit in told if (pk, hit.rule.code) not in found.put_off]
        for pk, told in hits.items()
    }
    wanted = [one for one in found.schools if _shown(show, one, live[one.id])]
    keys = {one.id: _key(one, live[one.id]) for one in wanted}
    wanted.sort(key=lambda one: keys[one.id])
    following = [one for one in wanted if keys[one.id] > after]
    shown = following[:PAGE]
    rows = [
        words.row(one, live[one.id], _kept(found, one, hits[one.id]), keys[one.id], acts=acts)
        for one in shown
    ]
    holding = Counter(hit.rule.code for told in live.values() for hit in told)
    kinds = Counter(one.kind for one in found.schools if one.kind)
    return Page(
        rows=rows,
        tiles=words.tiles(holding, found.schools, show),
        chips=words.chips(holding, kinds, show),
        shares=[Share(kinds[code], label) for code, label in words.supports(kinds)],
        districts=len({one.district_id for one in found.schools if one.district_id}),
        count=len(found.schools),
        month=month_name(on),
        figures=[
            one.tile(found.told.get(one.name, {})) for one in glances.registered() if one.tile
        ],
        show=show,
        after=keys[shown[-1].id] if len(following) > len(shown) else "",
    )


def _shown(show: str, school: Known, hits: Sequence[Hit]) -> bool:
    if not show:
        return True
    if show.startswith(SUPPORT):
        return school.kind == show.removeprefix(SUPPORT)
    return any(hit.rule.code == show for hit in hits)


def _key(school: Known, hits: Sequence[Hit]) -> str:
    """Where a row stands: the weightiest first, then by name."""
    return f"{99999 - weigh(hits):05d}{school.sort_name}|{school.code}"


def _kept(found: Caseload, school: Known, hits: Sequence[Hit]) -> list[tuple[PutOff, Hit]]:
    """Reasons that still hold and are put off."""
    there = ((found.put_off.get((school.id, hit.rule.code)), hit) for hit in hits)
    return [(off, hit) for off, hit in there if off is not None]


class Words:
    """Says what is known of schools in the reader's language."""

    def __init__(self, program: Program, light: Light) -> None:
        self._program, self._light = program, light
        self._language = get_language() or ""
        self._speaking = [one for one in glances.registered() if one.now]
        self._terms = terms_of(program)

    def row(
        self,
        school: Known,
        hits: Sequence[Hit],
        kept: Sequence[tuple[PutOff, Hit]],
        key: str,
        *,
        acts: bool,
    ) -> Row:
        """One line of the table."""
        return Row(
            id=school.id,
            code=school.code,
            name=school.name,
            district=school.district or "",
            support=self.support(school),
            reasons=[Reason(hit.rule.code, self.reason(hit)) for hit in hits],
            put_off=[(off, self.reason(hit)) for off, hit in kept],
            strip=self.strip(school),
            meetings=self.met(school),
            now=self.now(school),
            next=self.next(school, hits, acts=acts),
            key=key,
        )

    def support(self, school: Known) -> str:
        """The support of a school."""
        return self._terms.get(school.kind, school.kind)

    def reason(self, hit: Hit) -> str:
        """A reason with its figures in it."""
        said = {name: _figure(name, value) for name, value in hit.figures.items()}
        names = ", ".join(self._named(hit.rule, code) for code in hit.names)
        return say(hit.rule.why).format_map({**said, "roles": names, "role": names, "teams": names})

    def _named(self, rule: SpotlightRule, code: str) -> str:
        """What people call a role, or a kind of team where the rule looks at teams."""
        if rule.looks_at != Looks.TEAM:
            return say(self._program.roles[code].name)
        kind = kind_of(self._program, code)
        return say(kind.name) if kind else code

    def strip(self, school: Known) -> Markup:
        """The months of a year, each with its symbol and its word."""
        this = first_of_month(self._light.on)
        cells = tuple((one.month, _state(one, this)) for one in school.months)
        return _strip(cells, self._language)

    def met(self, school: Known) -> str:
        """Meetings of the month against the cadence."""
        told = school.meetings
        if told is None:
            return "–"
        said = _("%(held)s of %(of)s") % {"held": told.held, "of": told.of}
        if not told.planned:
            return said
        return _("%(said)s, %(planned)s planned") % {"said": said, "planned": told.planned}

    def now(self, school: Known) -> str:
        """What is going on there."""
        if school.next_at is not None:
            return _("Meeting %(day)s") % {"day": short(timezone.localtime(school.next_at))}
        for one in self._speaking:
            rows = school.told.get(one.name)
            if rows and one.now and (said := one.now(rows)):
                return said
        if school.due is not None:
            return _("Next step due %(day)s") % {"day": short(school.due)}
        if school.steps:
            return _("%(done)s of %(all)s steps done") % {"done": school.done, "all": school.steps}
        return _("No year plan runs here")

    def next(self, school: Known, hits: Sequence[Hit], *, acts: bool) -> Next:
        """What the reader does next there."""
        first = hits[0].rule.looks_at if hits else None
        behind = any(hit.rule.looks_at == Looks.MEETINGS for hit in hits)
        if acts and behind and not school.offered and school.cadence:
            return Next("offer", _("Propose a time"), 0)
        if first in (Looks.NOBODY, Looks.NEW):
            return Next("people", _("See who works there"), 0)
        if first == Looks.TEAM:
            return Next("teams", _("Open the teams"), 0)
        if first == Looks.STEPS:
            return Next("year", _("Open the late steps"), 0)
        if acts and first == Looks.LETTER:
            return Next("message", _("Write to the school"), 0)
        if school.next_meeting is not None:
            return Next("meeting", _("Open the agenda"), school.next_meeting)
        return Next("year", _("Open the year"), 0) if school.steps else _public()

    # ---- Above the table

    def tiles(self, holding: Counter[str], schools: Sequence[Known], show: str) -> list[Tile]:
        """The rules with a tile, each counted over the schools it can hold for."""
        of = len(schools)
        found = []
        for rule in self._light.rules:
            if rule.tile is None:
                continue
            month, over = first_of_month(self._light.on), of
            if rule.looks_at == Looks.MEETINGS:
                month, over = self._expecting(rule, schools)
            text = say(rule.tile).format_map({"month": month_name(month)})
            found.append(Tile(rule.code, holding[rule.code], over, text, rule.code == show))
        return found

    def _expecting(self, rule: SpotlightRule, schools: Sequence[Known]) -> tuple[date, int]:
        """The month that a rule about meetings looks at, and how many expect some in it."""
        month = looked_at(rule, self._light.on)
        this = month == first_of_month(self._light.on)
        told = (one.meetings if this else one.before for one in schools)
        return month, sum(1 for one in told if one is not None)

    def chips(self, holding: Counter[str], kinds: Counter[str], show: str) -> list[Chip]:
        """Filters by support, then by reason; those without a school are left out."""
        found = [
            Chip(SUPPORT + code, label, kinds[code], SUPPORT + code == show)
            for code, label in self.supports(kinds)
        ]
        rules: Sequence[SpotlightRule] = self._light.rules
        found += [
            Chip(rule.code, say(rule.label), holding[rule.code], rule.code == show)
            for rule in rules
            if holding[rule.code] or rule.code == show
        ]
        return found

    def supports(self, kinds: Counter[str]) -> list[tuple[str, str]]:
        """The supports that occur, most first."""
        return [(code, self._terms.get(code, code)) for code, _count in kinds.most_common()]


def _public() -> Next:
    return Next("school", _("Open the school"), 0)


def _figure(name: str, value: Figure) -> str:
    """A figure as people read it: a month by its name, a day with its weekday."""
    if name == "month" and isinstance(value, date):
        return month_name(value)
    if isinstance(value, date):
        return short(value)
    return str(value) or _("not yet")


def _state(one: Month, this: date) -> str:
    """How a month reads: done, late, begun, open, or still ahead."""
    if one.late:
        return "late"
    if one.done == one.steps:
        return "done"
    if one.month > this:
        return "ahead"
    return "begun" if one.done else "open"


@lru_cache(maxsize=4096)
def _strip(cells: tuple[tuple[date, str], ...], _language: str) -> Markup:
    named = [(month_short(month), month_name(month)[:1], state) for month, state in cells]
    given = {"cells": named}
    return Markup(written("monitoring/_strip.html", given)[0])  # noqa: S704 - rendered, so escaped
