"""Support statuses in words and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery

from trellis.designations.models import Release, SupportStatus
from trellis.designations.schema import Designations
from trellis.designations.support.schema import SupportStatuses
from trellis.kit import clock
from trellis.organizations.models import Assignment, holding
from trellis.programs import queries as programs
from trellis.programs.texts import say


@dataclass(frozen=True)
class StatusCount:
    """How many organizations stand in a term of a support, in one year."""

    year: str
    kind: str
    cohort: int
    term: str
    count: int


@dataclass(frozen=True)
class StatusInWords:
    """Where an organization stands in its support, as people read it."""

    organization_id: int
    year: int
    kind: str
    label: str
    term: str
    plain: str
    cohort: int
    cadence: str
    """How often its coordinator meets it, in words; empty where the state has not said."""
    exit_rule: str
    has_plan: bool
    """Whether the state has set a year plan for this term."""
    served_by: str
    """Who of the agency serves it, by name; empty where nobody does."""


def status_counts() -> list[StatusCount]:
    """Organizations by year, designation, cohort and term, the newest year first; one query."""
    program = programs.current()
    kinds = _labels(program.section("designations", Designations))
    terms = {
        one.code: say(one.label) for one in program.section("support-status", SupportStatuses).terms
    }
    rows = (
        SupportStatus.objects.order_by("-year__start", "kind", "cohort", "term")
        .values_list("year__start", "kind", "cohort", "term")
        .annotate(Count("pk"))
    )
    return [
        StatusCount(
            f"{year}–{(year + 1) % 100:02d}",
            kinds.get(kind, kind),
            cohort,
            terms.get(term, term),
            count,
        )
        for year, kind, cohort, term, count in rows
    ]


def current_statuses(
    organization_ids: Iterable[int], *, serving: Sequence[str] = ()
) -> dict[int, StatusInWords]:
    """The newest support status of each organization that has one, in words; one query.

    `serving` are the roles that serve organizations: who holds one there is named.

    A file may bring the statuses of a year before its release is public: those wait for it.
    """
    newest = Release.objects.published().order_by("-year__start").values("year__start")[:1]
    rows = (
        SupportStatus.objects.filter(
            organization__in=list(organization_ids), year__start__lte=Subquery(newest)
        )
        .order_by("year__start")
        .annotate(server=Subquery(_serving(serving)))
        .values_list("organization_id", "year__start", "kind", "cohort", "term", "server")
    )
    program = programs.current()
    told = program.section("support-status", SupportStatuses)
    kinds = _labels(program.section("designations", Designations))
    terms = {one.code: one for one in told.terms}
    found = {}
    for pk, year, kind, cohort, term, server in rows:
        support = told.support(kind)
        found[pk] = StatusInWords(
            organization_id=pk,
            year=year,
            kind=kind,
            label=kinds.get(kind, kind),
            term=say(terms[term].label) if term in terms else term,
            plain=say(terms[term].plain) if term in terms else "",
            cohort=cohort,
            cadence=say(support.cadence.words) if support and support.cadence else "",
            exit_rule=say(support.exit_rule) if support else "",
            has_plan=support is not None and term in support.plans,
            served_by=server or "",
        )
    return found


def _serving(roles: Sequence[str]) -> QuerySet[Assignment, str | None]:
    """The name of who serves an organization today in one of these roles."""
    return (
        Assignment.objects.filter(
            holding(clock.today()), organization=OuterRef("organization"), role__in=list(roles)
        )
        .order_by("pk")
        .values_list("person__name", flat=True)[:1]
    )


def _labels(named: Designations) -> dict[str, str]:
    """The newest word for each designation."""
    ordered = sorted(named.vocabularies, key=lambda one: one.valid_from)
    return {term.code: say(term.label) for one in ordered for term in one.terms}
