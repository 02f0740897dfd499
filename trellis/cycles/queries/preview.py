"""What publishing a release would do, before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from trellis.cycles import coordination
from trellis.cycles.corrected import differences
from trellis.cycles.facts import proposals_of, rules_of
from trellis.cycles.lacking import (
    ON_PURPOSE,
    Told,
    days_of,
    missing_dates,
    nobody,
    unheard,
    unsettled,
    with_unheard,
)
from trellis.cycles.models import Correction, ImprovementCycle, Proposal
from trellis.designations.models import Release
from trellis.kit import clock
from trellis.organizations.models import Assignment, Organization, holding
from trellis.programs import queries as programs
from trellis.programs.date_rules import Resolved
from trellis.programs.program import Program
from trellis.programs.texts import say

OPENS = (Proposal.Kind.OPEN, Proposal.Kind.ESCALATE)


@dataclass(frozen=True)
class PlanPreview:
    """What a release would open of one plan."""

    name: str
    organizations: int
    districts: int
    without_server: list[tuple[str, int]]
    """Role in words, and how many of the organizations nobody serves yet."""


@dataclass(frozen=True)
class Preview:
    """What publishing a release would do."""

    outcomes: list[tuple[str, str, int]]
    """Code and words of what happens, and with how many organizations."""
    plans: list[PlanPreview]
    missing: list[str]
    """What keeps the release from being published, in sentences."""
    unheard: list[str]
    """Who would learn of it from somebody else; whoever publishes says that this is meant."""
    to_settle: int
    dates: list[tuple[str, str]]
    """Dates still missing or not confirmed, with their standing in words."""
    corrections: list[tuple[str, int]]
    """For a correction: what it lists to open, stop or keep, and how often."""
    running: int


@dataclass(frozen=True)
class _Outcome:
    """What would happen with one organization."""

    organization: int
    kind: str
    plan: str
    waits: bool
    told: Told
    district: int | None = None
    closed: bool = False


def to_publish(release_id: int) -> Release:
    """A release with its year, and with what `unheard` asks for; Release.DoesNotExist."""
    releases = with_unheard(Release.objects.select_related("year"), programs.current())
    return releases.get(pk=release_id)


def preview(release: Release, version_id: int) -> Preview:
    """What publishing a release would do in a version, without writing anything.

    The release is one of `to_publish`.
    """
    program = programs.current()
    found = [] if release.corrects_id else _outcomes(release, program)
    kinds = Counter(one.kind for one in found)
    is_open = release.state != Release.State.PUBLISHED
    days = days_of(release.year.start, version_id)
    return Preview(
        outcomes=[
            (kind.value, str(kind.label), kinds[kind.value])
            for kind in Proposal.Kind
            if kinds[kind.value]
        ],
        plans=_plans(found, program),
        missing=_missing(found, release, program, days) if is_open else [],
        unheard=_unheard(release, program) if is_open and not release.corrects_id else [],
        to_settle=sum(one.waits for one in found),
        dates=_open_dates(program, days),
        corrections=_corrections(release) if release.corrects_id else [],
        running=0 if is_open else ImprovementCycle.objects.filter(release=release).count(),
    )


def _unheard(release: Release, program: Program) -> list[str]:
    """From what `to_publish` counted; without it this fails, and never says that all have heard."""
    return unheard(release.silent, release.early, program)  # type: ignore[attr-defined]


def _outcomes(release: Release, program: Program) -> list[_Outcome]:
    """As the proposals stand; where nobody has made them, as they would be made now."""
    rows = list(
        Proposal.objects.filter(release=release)
        .order_by()
        .values_list(
            "organization_id", "outcome", "plan", "kind", "designation", "settled_at",
            "organization__district_id", "organization__closed_on",
        )
    )  # fmt: skip
    if rows or release.state == Release.State.PUBLISHED:
        return [
            _outcome(pk, outcome, plan, (kind, designation, settled is not None), district, closed)
            for pk, outcome, plan, kind, designation, settled, district, closed in rows
        ]
    made = proposals_of(release, rules_of(program, release))
    places = Organization.objects.filter(pk__in=made).order_by()
    above = dict(places.values_list("pk", "district_id"))
    return [
        _outcome(
            pk, told.kind, told.aim.plan, (told.kind, facts.designation, False), above[pk],
            clock.today() if facts.closed else None,
        )
        for pk, (facts, told) in made.items()
    ]  # fmt: skip


def _outcome(
    pk: int, outcome: str, plan: str, told: Told, district: int | None, closed_on: date | None
) -> _Outcome:
    kind, _designation, settled = told
    waits = kind in ON_PURPOSE and not settled
    return _Outcome(pk, outcome, plan, waits, told, district, closed_on is not None)


def _missing(
    found: list[_Outcome], release: Release, program: Program, days: Mapping[str, Resolved]
) -> list[str]:
    if release.corrects_id:
        return []
    told = [one.told for one in found]
    return missing_dates(program, days) + unsettled(told) + nobody(told, release, program)


def _plans(found: list[_Outcome], program: Program) -> list[PlanPreview]:
    opening = [one for one in found if one.plan and one.kind in OPENS and not one.closed]
    served: dict[str, set[int]] = {role: set() for role in coordination.assigned_roles(program)}
    serving = Assignment.objects.filter(holding(clock.today()), role__in=served).order_by()
    for role, pk in serving.values_list("role", "organization_id"):
        served[role].add(pk)
    plans = []
    for plan in program.plans.values():
        mine = [one for one in opening if one.plan == plan.code]
        ids = {one.organization for one in mine}
        plans.append(
            PlanPreview(
                name=say(plan.name),
                organizations=len(ids),
                districts=len({one.district for one in mine} - {None}),
                without_server=_unserved(ids, served, program),
            )
        )
    return plans


def _unserved(
    ids: Collection[int], served: dict[str, set[int]], program: Program
) -> list[tuple[str, int]]:
    return [
        (say(program.roles[role].name), len(set(ids) - having)) for role, having in served.items()
    ]


def _corrections(release: Release) -> list[tuple[str, int]]:
    found = Counter(one.kind for one in differences(release))
    return [(str(kind.label), found[kind.value]) for kind in Correction.Kind if found[kind.value]]


def _open_dates(program: Program, days: Mapping[str, Resolved]) -> list[tuple[str, str]]:
    words = {
        "missing": _("day to be announced"),
        "inferred": _("not yet confirmed"),
    }
    return [
        (say(program.dates[code].label), words[one.standing])
        for code, one in days.items()
        if one.standing in words
    ]
