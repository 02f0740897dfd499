"""Reading designations: in words for the public, in numbers for those who prepare a release."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from trellis.designations.models import Designation, Release, ReleaseQuerySet
from trellis.designations.schema import Designations, Named, Term
from trellis.organizations.models import Organization
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.texts import say


@dataclass(frozen=True)
class InWords:
    """A published designation as people read it, in their language."""

    organization_id: int
    release_id: int
    release: str
    year: int
    """The calendar year in which the release's school year opens."""
    kind: str
    label: str
    """The term's label; the file's own word where the pack has dropped the term."""
    plain: str
    band: str
    reasons: tuple[str, ...]
    groups: tuple[str, ...]
    indicators: tuple[tuple[str, str], ...]
    """Name and figure, as printed."""
    supported: bool
    level: int | None
    rank: int
    has_plan: bool
    no_plan: str
    """What to say where the state has set no year plan for it; empty where it has."""
    replaced_by: str = ""
    """The correction that took the place of its release."""


@dataclass(frozen=True)
class KindCount:
    """How many organizations of a release have a designation."""

    kind: str
    label: str
    count: int
    supported: bool
    plans: tuple[str, ...]
    """Names of the year plans that open for it."""


def latest_release() -> Release | None:
    """The newest published release that no correction has replaced."""
    standing = Release.objects.standing().select_related("year")
    return standing.order_by("-year__start", "-published_at", "-id").first()


def current_designations(organization_ids: Iterable[int]) -> dict[int, list[InWords]]:
    """The designations that count now, by organization; one query.

    They come from the newest published year. A correction takes the place of a whole release; of
    two other releases of that year the later one counts for the organizations it names.
    """
    newest = Release.objects.published().order_by("-year__start").values("year__start")[:1]
    rows = _published().filter(
        organization__in=list(organization_ids),
        release__year__start=Subquery(newest),
        release__in=Release.objects.standing(),
    )
    found: dict[int, list[InWords]] = {}
    for told in in_words(rows):
        others = found.setdefault(told.organization_id, [])
        if not others or others[0].release_id == told.release_id:
            others.append(told)
    return found


def of(organization: Organization) -> list[InWords]:
    """Every published designation of an organization, the newest first; one query.

    Those of a release that was corrected stay, and say what replaced them.
    """
    return list(in_words(_published().filter(organization=organization)))


def current_kinds(kind: str) -> QuerySet[Organization]:
    """Organizations whose newest published year gives them a kind: a filter for searches."""
    newest = Release.objects.published().order_by("-year__start").values("year__start")[:1]
    latest = (
        Designation.objects.filter(
            organization=OuterRef("organization"),
            release__in=Release.objects.standing(),
            release__year__start=Subquery(newest),
        )
        .order_by("-release__published_at", "-release_id")
        .values("release_id")[:1]
    )
    rows = Designation.objects.filter(
        kind=kind, release__state=Release.State.PUBLISHED, release=Subquery(latest)
    )
    return Organization.objects.filter(pk__in=rows.values("organization_id"))


def counts(release: Release) -> list[KindCount]:
    """Designations of a release by kind, in the order of the pack; one query."""
    program = programs.current()
    known = terms(program, release.vocabulary)
    rows = release.designations.order_by().values_list("kind").annotate(Count("id"))
    found = [
        KindCount(
            kind=kind,
            label=say(known[kind].label) if kind in known else kind,
            count=count,
            supported=kind in known and known[kind].supported,
            plans=tuple(
                say(plan.name) for plan in program.plans.values() if kind in plan.designations
            ),
        )
        for kind, count in rows
    ]
    return sorted(found, key=lambda one: known[one.kind].rank if one.kind in known else 99)


def closed(release: Release) -> QuerySet[Organization]:
    """Organizations of a release that are closed today."""
    gone = Organization.objects.filter(designations__release=release, closed_on__isnull=False)
    return gone.distinct().order_by("sort_name", "code")


def releases_with_counts(releases: ReleaseQuerySet) -> ReleaseQuerySet:
    """Releases with their number of designations, as `size`."""
    return releases.select_related("year", "imported_by", "checked_by", "published_by").annotate(
        size=Count("designations")
    )


def versions(release: Release) -> list[Release]:
    """A release, what it corrects and what corrects it, the oldest first; one query."""
    near = Q(pk=release.pk) | Q(corrections=release.pk) | Q(corrects=release.pk)
    if release.corrects_id is not None:
        near |= Q(corrects=release.corrects_id)
    return list(Release.objects.filter(near).distinct().order_by("pk"))


def vocabulary_name(release: Release) -> str:
    """What the pack calls the words of a release."""
    found = programs.current().section("designations", Designations).vocabularies
    return next((say(one.name) for one in found if one.code == release.vocabulary), "")


def _published() -> QuerySet[Designation]:
    newer = Release.objects.published().filter(corrects=OuterRef("release"))
    return (
        Designation.objects.filter(release__state=Release.State.PUBLISHED)
        .select_related("release__year")
        .annotate(replaced_by=Subquery(newer.values("title")[:1]))
        .order_by(
            "organization_id",
            "-release__year__start",
            "-release__published_at",
            "-release_id",
            "band",
        )
    )


def in_words(rows: QuerySet[Designation]) -> Iterable[InWords]:
    program = programs.current()
    named = program.section("designations", Designations)
    lists = {
        name: {one.code: one for one in getattr(named, name)}
        for name in ("bands", "reasons", "groups", "indicators")
    }
    vocabularies: dict[str, dict[str, Term]] = {}
    for row in rows:
        code = row.release.vocabulary
        if code not in vocabularies:
            vocabularies[code] = terms(program, code)
        yield _told(row, vocabularies[code].get(row.kind), lists, program, named)


def _told(
    row: Designation,
    term: Term | None,
    lists: dict[str, dict[str, Named]],
    program: Program,
    named: Designations,
) -> InWords:
    has_plan = any(row.kind in plan.designations for plan in program.plans.values())
    return InWords(
        organization_id=row.organization_id,
        release_id=row.release_id,
        release=row.release.title,
        year=row.release.year.start,
        kind=row.kind,
        label=say(term.label) if term else row.label,
        plain=say(term.plain) if term else "",
        band=_word(lists["bands"], row.band) if row.band else "",
        reasons=tuple(_word(lists["reasons"], code) for code in row.reasons),
        groups=tuple(_word(lists["groups"], code) for code in row.groups),
        indicators=_figures(lists["indicators"], row.indicators),
        supported=term.supported if term else False,
        level=term.level if term else None,
        rank=term.rank if term else 99,
        has_plan=has_plan,
        no_plan="" if has_plan else say(named.no_plan),
        replaced_by=getattr(row, "replaced_by", None) or "",
    )


def terms(program: Program, vocabulary: str) -> dict[str, Term]:
    """The terms of a period; none where a later pack has dropped it."""
    found = program.section("designations", Designations).vocabularies
    return {term.code: term for one in found if one.code == vocabulary for term in one.terms}


def _word(named: dict[str, Named], code: str) -> str:
    return say(named[code].label) if code in named else code


def _figures(
    named: dict[str, Named], indicators: dict[str, dict[str, Any]]
) -> tuple[tuple[str, str], ...]:
    ordered = [code for code in named if code in indicators]
    return tuple((_word(named, code), indicators[code]["text"]) for code in ordered)
