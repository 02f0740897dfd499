"""What a release would ask of the coordinators there are: by region, and for each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from trellis.cycles.coordination import Server, distribute
from trellis.designations.models import Release
from trellis.designations.support.schema import SupportStatuses
from trellis.monitoring.queries.lead import Load, people, terms_of
from trellis.monitoring.queries.statements import fetch, marks
from trellis.organizations.models import Organization
from trellis.organizations.queries import region_names
from trellis.organizations.rules import Seat, may
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability, Level


@dataclass
class Region:
    """What a release names in one region."""

    name: str
    by_kind: Counter[str] = field(default_factory=Counter)
    served: int = 0
    new: int = 0

    @property
    def count(self) -> int:
        """All of them."""
        return sum(self.by_kind.values())


@dataclass(frozen=True)
class Ahead:
    """What one coordinator would serve."""

    load: Load
    new: int

    @property
    def then(self) -> int:
        """Those served now and the new ones."""
        return self.load.serves + self.new

    @property
    def over(self) -> int:
        """How many more than they take."""
        return max(0, self.then - self.load.most) if self.load.most is not None else 0


@dataclass
class Forecast:
    """The whole page."""

    kinds: list[str]
    regions: list[tuple[Region, list[int]]]
    people: list[Ahead]
    served: int
    new: int
    without: int
    """New ones for whom there is nobody."""


def releases_for(person: Person, seats: Sequence[Seat]) -> list[Release]:
    """The newest releases somebody may look ahead with: drafts only for who prepares them."""
    rows = Release.objects.select_related("year").order_by("-year__start", "-pk")
    if not may(person, Capability.RELEASE_MANAGE, seats=seats):
        rows = rows.standing()
    return list(rows[:6])


def owed(program: Program) -> list[str]:
    """Designations with a year of their own or with regular meetings."""
    supports = program.section("support-status", SupportStatuses).supports
    found = {one.designation for one in supports if one.cadence is not None}
    found |= {kind for plan in program.plans.values() for kind in plan.designations}
    return sorted(found)


def forecast(release: Release, seats: Sequence[Seat], *, on: date) -> Forecast:
    """A release laid over today's caseloads in reach; three statements."""
    program = programs.current()
    known = people(seats, on=on)
    role = known[0].role if known else ""
    named: dict[str, Any] = {"release": release.pk, "role": role, "on": on}
    kinds = owed(program)
    rows = fetch(
        "forecast", named, kinds=marks("k", kinds, named), reach=_reach(seats, program, named)
    )
    terms = terms_of(program)
    regions, fresh = _regions(rows, program, terms)
    there = [one for one in known if one.role == role]
    new = _given(rows, there)
    heads = list(dict.fromkeys(terms.get(kind, kind) for kind in kinds))
    return Forecast(
        kinds=heads,
        regions=[(one, [one.by_kind[head] for head in heads]) for one in regions],
        people=[Ahead(one, new[one.person_id]) for one in there],
        served=len(rows) - fresh,
        new=fresh,
        without=fresh - sum(new.values()),
    )


def _reach(seats: Sequence[Seat], program: Program, named: dict[str, Any]) -> str:
    """The organizations in reach of whoever leads, as a clause."""
    parts = []
    for column in (Level.STATE, Level.OFFICE, Level.DISTRICT):
        held = {
            seat.organization_id
            for seat in seats
            if seat.level == column and seat.gives(Capability.CASELOAD_LEAD, program)
        }
        if held:
            parts.append(f"o.{column}_id IN ({marks(f's{column}', sorted(held), named)})")
    return " OR ".join(parts) or "FALSE"


def _regions(
    rows: Sequence[tuple[Any, ...]], program: Program, terms: dict[str, str]
) -> tuple[list[Region], int]:
    names, fresh = region_names(program), 0
    found: dict[str, Region] = {}
    for _pk, region, _district, _sort, _name, kind, server in rows:
        one = found.setdefault(region, Region(names.get(region, region)))
        one.by_kind[terms.get(kind, kind)] += 1
        if server is None:
            one.new += 1
            fresh += 1
        else:
            one.served += 1
    return sorted(found.values(), key=lambda one: (-one.count, one.name)), fresh


def _given(rows: Sequence[tuple[Any, ...]], there: Sequence[Load]) -> Counter[int]:
    """How many new ones each would get, as the opening gives them: whole districts together."""
    available = [Server(one.person_id, one.name, one.most) for one in there]
    load: list[tuple[int, int | None, int]] = [
        (server, district, pk) for pk, _r, district, _s, _n, _k, server in rows if server
    ]
    count = Counter(server for server, _district, _pk in load)
    for one in there:  # what they serve beside this release
        beside = one.serves - count[one.person_id]
        load += [(one.person_id, None, -n) for n in range(beside)]
    fresh = [
        Organization(pk=pk, district_id=district)
        for pk, _r, district, _s, _n, _k, server in rows
        if server is None
    ]
    return Counter(distribute(fresh, available, load).values())
