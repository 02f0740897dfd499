"""What a second person looks at: how a release differs from the one before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from trellis.designations.models import Designation, Release
from trellis.designations.queries.published import terms
from trellis.designations.schema import Designations
from trellis.organizations.models import Organization
from trellis.programs import queries as programs
from trellis.programs.texts import say

PAGE = 100
NOT_IN_IT = ""
"""The kind of what has no designation in one of two releases."""


@dataclass(frozen=True)
class Difference:
    """What two releases say of an organization (and grade band); empty is nothing."""

    organization_id: int
    band: str
    was: str
    now: str

    @property
    def sort(self) -> str:
        """Whether the later release opens, stops or changes something."""
        if not self.was:
            return "opened"
        return "changed" if self.now else "stopped"


@dataclass(frozen=True)
class Move:
    """How many moved from one designation to another."""

    was: str
    now: str
    count: int


@dataclass(frozen=True)
class Row:
    """A designation that moved, for lists."""

    organization: Organization
    band: str
    code: str

    @property
    def key(self) -> str:
        """Where the next page begins."""
        return "|".join((self.organization.sort_name, self.organization.code, self.code))


@dataclass(frozen=True)
class Cell:
    """How many moved from one designation to another, and how to ask for them."""

    was: str
    now: str
    count: int
    same: bool


@dataclass(frozen=True)
class MoveTable:
    """Moves as a table: a row for each designation before, a column for each one now."""

    columns: list[str]
    rows: list[tuple[str, list[Cell]]]
    newly: int
    """Newly designated: supported now, and not before."""
    gone: int
    """In the release before, and not in this one."""


@dataclass(frozen=True)
class BandCount:
    """How many designations of a kind there are in each grade band."""

    kind: str
    label: str
    by_band: tuple[int, ...]
    total: int
    supported: bool
    plans: tuple[str, ...]
    """Names of the year plans that open for it."""


def previous(release: Release) -> Release | None:
    """The release to compare with: the corrected one, or last year's about the same organizations.

    Of several releases of a year, the one that shares most organizations with this one.
    """
    if release.corrects_id is not None:
        return Release.objects.select_related("year").get(pk=release.corrects_id)
    earlier = Release.objects.standing().filter(year__start__lt=release.year.start)
    newest = earlier.order_by("-year__start").values("year__start")[:1]
    own = Designation.objects.filter(release=release).values("organization")
    shared = Count("designations", filter=Q(designations__organization__in=own))
    found = earlier.filter(year__start=Subquery(newest)).annotate(shared=shared)
    return found.select_related("year").order_by("-shared", "-published_at").first()


def moves(release: Release, before: Release) -> list[Move]:
    """How many designations moved from which kind to which; two queries."""
    rows = _beside(release, before).order_by().values_list("was", "kind").annotate(Count("pk"))
    found = [Move(was or NOT_IN_IT, kind, count) for was, kind, count in rows]
    gone = _gone(release, before).order_by().values_list("kind").annotate(Count("pk"))
    return [*found, *(Move(kind, NOT_IN_IT, count) for kind, count in gone)]


def moved_rows(
    release: Release, before: Release, move: tuple[str, str], *, after: tuple[str, str, str] | None
) -> tuple[list[Row], bool]:
    """A page of those that moved from one kind to another, by name, code and band."""
    was, now = move
    found = _gone(release, before).filter(kind=was) if not now else _beside(release, before)
    if now:
        found = found.filter(kind=now)
        found = found.filter(was=was) if was else found.filter(was=None)
    found = found.order_by("organization__sort_name", "organization__code", "band")
    if after is not None:
        name, code, band = after
        later = Q(organization__sort_name=name, organization__code=code, band__gt=band)
        later |= Q(organization__sort_name=name, organization__code__gt=code)
        found = found.filter(later | Q(organization__sort_name__gt=name))
    page = list(found.select_related("organization__district")[: PAGE + 1])
    named = programs.current().section("designations", Designations).bands
    labels = {one.code: say(one.label) for one in named}
    rows = [Row(one.organization, labels.get(one.band, one.band), one.band) for one in page[:PAGE]]
    return rows, len(page) > PAGE


def move_table(release: Release, before: Release) -> MoveTable:
    """All moves between two releases, in the order of their vocabularies; two queries."""
    found = {(one.was, one.now): one.count for one in moves(release, before)}
    was = labels_of({one for one, _now in found if one}, before)
    now = labels_of({one for _was, one in found if one}, release)
    supported, had = _supported(release), _supported(before)
    rows = [
        (label, [Cell(a, b, found.get((a, b), 0), a == b) for b in (*now, NOT_IN_IT)])
        for a, label in (*was.items(), (NOT_IN_IT, _("Not in it")))
    ]
    return MoveTable(
        columns=[*now.values(), _("Not in it")],
        rows=rows,
        newly=sum(n for (a, b), n in found.items() if b in supported and a not in had),
        gone=sum(n for (_a, b), n in found.items() if b == NOT_IN_IT),
    )


def move_title(release: Release, before: Release, move: tuple[str, str]) -> str:
    """What a list of those that moved is called."""
    was, now = move
    words = {
        "was": labels_of([was], before)[was] if was else _("Not in it"),
        "now": labels_of([now], release)[now] if now else _("Not in it"),
    }
    return _("From “%(was)s” to “%(now)s”") % words


def difference(old: Release, new: Release) -> list[Difference]:
    """Each organization and band of which two releases say another kind, by organization."""
    beside = _beside(new, old).filter(Q(was=None) | ~Q(was=F("kind")))
    rows = beside.values_list("organization_id", "band", "was", "kind")
    found = [Difference(place, band, was or NOT_IN_IT, now) for place, band, was, now in rows]
    gone = _gone(new, old).values_list("organization_id", "band", "kind")
    found += [Difference(place, band, was, NOT_IN_IT) for place, band, was in gone]
    return sorted(found, key=lambda one: (one.organization_id, one.band))


def newly_designated(release: Release) -> QuerySet[Organization]:
    """Organizations that a release gives a supported kind and the release before did not."""
    now = Designation.objects.filter(release=release, kind__in=_supported(release))
    found = Organization.objects.filter(pk__in=now.values("organization"))
    before = previous(release)
    if before is not None:
        had = Designation.objects.filter(release=before, kind__in=_supported(before))
        found = found.exclude(pk__in=had.values("organization"))
    return found.order_by("sort_name", "code")


def band_counts(release: Release) -> tuple[list[str], list[BandCount]]:
    """Names of the grade bands in a release, and its counts by kind in each; one query."""
    program = programs.current()
    labels = {
        one.code: say(one.label) for one in program.section("designations", Designations).bands
    }
    known = terms(program, release.vocabulary)
    rows = release.designations.order_by().values_list("kind", "band").annotate(Count("pk"))
    counted = {(kind, band): count for kind, band, count in rows}
    there = {band for _kind, band in counted}
    bands = [band for band in ("", *labels) if band in there]
    found = []
    for kind, label in labels_of({kind for kind, _band in counted}, release).items():
        by_band = tuple(counted.get((kind, band), 0) for band in bands)
        plans = tuple(say(one.name) for one in program.plans.values() if kind in one.designations)
        supported = kind in known and known[kind].supported
        found.append(BandCount(kind, label, by_band, sum(by_band), supported, plans))
    return [labels.get(band, "") for band in bands], found


def _by_rank(kinds: Iterable[str], release: Release) -> list[str]:
    known = terms(programs.current(), release.vocabulary)
    ranked = {kind: known[kind].rank if kind in known else 99 for kind in kinds}
    return sorted(ranked, key=lambda kind: (ranked[kind], kind))


def labels_of(kinds: Iterable[str], release: Release) -> dict[str, str]:
    """Kinds in the order and words of a release's vocabulary."""
    known = terms(programs.current(), release.vocabulary)
    return {
        kind: say(known[kind].label) if kind in known else kind for kind in _by_rank(kinds, release)
    }


def _supported(release: Release) -> list[str]:
    known = terms(programs.current(), release.vocabulary)
    return [code for code, term in known.items() if term.supported]


def _beside(release: Release, before: Release) -> QuerySet[Any]:
    """A release's designations, each with what the one before said, as `was`.

    What is said of a whole school stands beside what is said of any of its grade bands.
    """
    any_band = _about(before).order_by("band").values("kind")[:1]
    was = Coalesce(
        Subquery(_about(before).filter(band=OuterRef("band")).values("kind")[:1]),
        Subquery(_about(before).filter(band="").values("kind")[:1]),
        Case(When(band="", then=Subquery(any_band)), output_field=CharField()),
    )
    return release.designations.annotate(was=was)


def _gone(release: Release, before: Release) -> QuerySet[Any]:
    """Designations of the one before of which a release says nothing."""
    still = Q(Exists(_about(release).filter(band=OuterRef("band"))))
    still |= Q(Exists(_about(release).filter(band="")))
    still |= Q(band="") & Q(Exists(_about(release)))
    return before.designations.filter(~still)


def _about(release: Release) -> QuerySet[Any]:
    """A release's rows about the organization of an outer row."""
    return Designation.objects.filter(release=release, organization=OuterRef("organization"))
