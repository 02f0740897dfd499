"""The proposals of a release as its team reads them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from trellis.cycles.lacking import ON_PURPOSE
from trellis.cycles.models import Correction, Proposal
from trellis.cycles.wording import REASONS, designation_words, term_words
from trellis.designations.models import Release
from trellis.organizations.models import Organization
from trellis.programs import queries as programs

PAGE = 50
WAITS = "waiting"
MOST = 500


@dataclass(frozen=True)
class Line:
    """One organization: what was, what the release says, and what will happen."""

    id: int
    name: str
    code: str
    designation: str
    was: str
    kind: str
    why: str
    outcome: str
    to: str
    settled: str
    """Who settled it and the note, or empty."""
    waits: bool


@dataclass(frozen=True)
class Tally:
    """One filter above the list: its code, words and how many."""

    code: str
    label: str
    count: int
    chosen: bool


def waiting() -> Q:
    """What only a person may decide, and nobody has."""
    return Q(kind__in=ON_PURPOSE, settled_at=None)


def filtered(release: Release, outcome: str) -> QuerySet[Proposal]:
    """The proposals of a release under one of the filters."""
    found = Proposal.objects.filter(release=release)
    if outcome == WAITS:
        return found.filter(waiting())
    return found.filter(outcome=outcome) if outcome in Proposal.Kind.values else found


def tallies(release: Release, chosen: str) -> list[Tally]:
    """How many organizations stand under each filter; one query."""
    rows = (
        Proposal.objects.filter(release=release)
        .order_by()
        .values_list("outcome")
        .annotate(all=Count("pk"), waits=Count("pk", filter=waiting()))
    )
    counts = {outcome: (every, waits) for outcome, every, waits in rows}
    every = sum(one for one, _waits in counts.values())
    waits = sum(one for _every, one in counts.values())
    found = [Tally("", _("All"), every, not chosen)]
    found.append(Tally(WAITS, _("Waiting for a decision"), waits, chosen == WAITS))
    found += [
        Tally(kind.value, str(kind.label), counts.get(kind.value, (0, 0))[0], chosen == kind.value)
        for kind in Proposal.Kind
    ]
    return [one for one in found if one.count or not one.code or one.chosen]


def page_of(release: Release, outcome: str, after: int | None) -> tuple[list[Line], int | None]:
    """One page of lines by name, and the key with which the next one begins; one query."""
    found = filtered(release, outcome).select_related("organization", "settled_by")
    if after is not None:
        name = Organization.objects.filter(pk=after).values("sort_name")[:1]
        found = found.filter(
            Q(organization__sort_name__gt=Subquery(name))
            | Q(organization__sort_name=Subquery(name), organization__gt=after)
        )
    rows = list(found.order_by("organization__sort_name", "organization")[: PAGE + 1])
    lines = _lines(rows[:PAGE], release)
    return lines, rows[PAGE - 1].organization_id if len(rows) > PAGE else None


def _lines(rows: list[Proposal], release: Release) -> list[Line]:
    program = programs.current()
    kinds, terms = designation_words(program, release.vocabulary), term_words(program)

    def status(kind: str, term: str, cohort: int | None) -> str:
        said = {"kind": kinds.get(kind, kind), "term": terms.get(term, term), "cohort": cohort}
        return _("%(kind)s, %(term)s, cohort %(cohort)s") % said if kind else ""

    return [
        Line(
            id=one.pk,
            name=one.organization.name,
            code=one.organization.code,
            designation=kinds.get(one.designation, one.designation),
            was=status(one.was_kind, one.was_term, one.was_cohort),
            kind=one.get_kind_display(),
            why=str(REASONS.get(one.reason, one.reason)),
            outcome=one.get_outcome_display(),
            to=status(one.to_kind, one.to_term, one.to_cohort),
            settled=_settled(one),
            waits=one.kind in ON_PURPOSE and one.settled_at is None,
        )
        for one in rows
    ]


def _settled(one: Proposal) -> str:
    if one.settled_by is None:
        return ""
    words = {"name": one.settled_by.name, "note": one.note}
    return _("%(name)s: %(note)s") % words if one.note else one.settled_by.name


def corrections_of(release: Release) -> list[Correction]:
    """What a correction asks of the years, what nobody has done first; one query."""
    return list(
        Correction.objects.filter(release=release)
        .select_related("organization", "applied_by")
        .order_by("applied_at", "organization__sort_name", "pk")[:MOST]
    )
