"""The public directory: a search whose filters are links, and what to relax when it is empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from trellis.designations import queries as designations
from trellis.designations.schema import Designations
from trellis.home.queries.places import label_of
from trellis.kit.paging import Page
from trellis.organizations import queries as organizations
from trellis.organizations.models import Level, Organization
from trellis.programs.program import Program
from trellis.programs.texts import say


@dataclass(frozen=True)
class Asked:
    """What the visitor asked for; every field may be empty."""

    q: str = ""
    county: str = ""
    region: str = ""
    kind: str = ""
    district: str = ""
    after: str = ""

    def url(self, **changes: str) -> str:
        """The address of this search with some of it changed, from its first page."""
        asked = replace(self, **{"after": "", **changes})
        return "?" + urlencode({name: value for name, value in vars(asked).items() if value})


@dataclass(frozen=True)
class Found:
    """A page of the directory."""

    rows: list[Row]
    count: int
    page: Page


@dataclass(frozen=True)
class Row:
    """An organization in the directory."""

    code: str
    name: str
    level: str
    above: str
    city: str
    designation: str


@dataclass(frozen=True)
class Choice:
    """A filter with its values."""

    name: str
    label: str
    values: Sequence[tuple[str, str]]
    chosen: str


def asked(given: Mapping[str, str]) -> Asked:
    """The search in an address; unknown parts are left out."""
    names = ("q", "county", "region", "kind", "district", "after")
    return Asked(**{name: given.get(name, "").strip()[:100] for name in names})


def search(program: Program, wanted: Asked) -> Found:
    """A page of organizations by name, with their designation; three queries."""
    where = ~Q(level=Level.STATE)  # the state has no page among its schools
    if wanted.kind:
        where &= Q(pk__in=designations.current_kinds(wanted.kind).values("pk"))
    if wanted.district:
        where &= Q(district__code=wanted.district)
    found = organizations.search(
        wanted.q,
        program=program,
        county=wanted.county,
        region=wanted.region,
        where=where,
        after=wanted.after,
    )
    told = designations.current_designations(one.pk for one in found.organizations)
    page = Page(
        next_url=wanted.url(after=found.after) if found.after else "",
        first_url=wanted.url() if wanted.after else "",
    )
    rows = [_row(one, label_of(told.get(one.pk, ()))) for one in found.organizations]
    return Found(rows, found.count, page)


def _row(one: Organization, designation: str) -> Row:
    above = one.district.name if one.district and one.district_id != one.pk else ""
    return Row(one.code, one.name, one.level, above, one.city, designation)


def choices(program: Program, wanted: Asked) -> list[Choice]:
    """The filters with the pack's counties, regions and designations."""
    counties = sorted((name, code) for code, name in organizations.county_names(program).items())
    return [
        Choice("county", _("County"), [(code, name) for name, code in counties], wanted.county),
        Choice(
            "region",
            _("Region"),
            list(organizations.region_names(program).items()),
            wanted.region,
        ),
        Choice("kind", _("Designation"), _kinds(program), wanted.kind),
    ]


def _kinds(program: Program) -> list[tuple[str, str]]:
    """Designations that counted at some time, by code; later words win."""
    named: dict[str, str] = {}
    for vocabulary in program.section("designations", Designations).vocabularies:
        for term in vocabulary.terms:
            named[term.code] = say(term.label)
    return list(named.items())


def relax(wanted: Asked) -> list[tuple[str, str]]:
    """What to leave out when nothing is found: words and the address of the wider search."""
    said = {
        "kind": _("Any designation"),
        "county": _("All counties"),
        "region": _("All regions"),
        "district": _("All districts"),
        "q": _("Any name or code"),
    }
    return [
        (words, wanted.url(**{name: ""})) for name, words in said.items() if getattr(wanted, name)
    ]
