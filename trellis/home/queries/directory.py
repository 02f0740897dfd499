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
from trellis.kit.names import sort_key
from trellis.kit.paging import Page
from trellis.organizations.models import Level, Organization
from trellis.organizations.schema import Regions
from trellis.programs.program import Program
from trellis.programs.texts import say

PAGE = 50
SEPARATOR = "~"


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


def search(wanted: Asked) -> Found:
    """A page of organizations by name, with their designation; two queries."""
    found = Organization.objects.filter(
        closed_on=None, level__in=[Level.SCHOOL, Level.DISTRICT]
    ).select_related("district", "office")
    for clause in _clauses(wanted):
        found = found.filter(clause)
    if wanted.kind:
        found = found.filter(pk__in=designations.current_kinds(wanted.kind).values("pk"))
    rows = list(found.order_by("sort_name", "code")[: PAGE + 1])
    shown = rows[:PAGE]
    told = designations.current_designations(one.pk for one in shown)
    more = len(rows) > PAGE
    page = Page(
        next_url=wanted.url(after=f"{shown[-1].sort_name}{SEPARATOR}{shown[-1].code}")
        if more
        else "",
        first_url=wanted.url() if wanted.after else "",
    )
    return Found([_row(one, label_of(told.get(one.pk, ()))) for one in shown], page)


def _clauses(wanted: Asked) -> list[Q]:
    clauses = []
    if wanted.q:
        key = sort_key(wanted.q)
        clauses.append(Q(sort_name__contains=key) | Q(code__startswith=wanted.q))
    if wanted.county:
        clauses.append(Q(county=wanted.county))
    if wanted.region:
        clauses.append(Q(region=wanted.region))
    if wanted.district:
        clauses.append(Q(district__code=wanted.district))
    if wanted.after:
        name, _sep, code = wanted.after.rpartition(SEPARATOR)
        clauses.append(Q(sort_name__gt=name) | Q(sort_name=name, code__gt=code))
    return clauses


def _row(one: Organization, designation: str) -> Row:
    above = one.district if one.level == Level.SCHOOL else one.office
    return Row(one.code, one.name, one.level, above.name if above else "", one.city, designation)


def choices(program: Program, wanted: Asked) -> list[Choice]:
    """The filters with the pack's counties, regions and designations."""
    regions = program.section("regions", Regions)
    counties = sorted((one.name, one.code) for one in regions.counties)
    return [
        Choice("county", _("County"), [(code, name) for name, code in counties], wanted.county),
        Choice(
            "region",
            _("Region"),
            [(one.region, say(one.name)) for one in regions.offices],
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
