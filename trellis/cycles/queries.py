"""What openings and pages ask of cycles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from trellis.cycles import coordination
from trellis.cycles.models import ImprovementCycle, ScheduledTask, Selection
from trellis.cycles.opening import Opening
from trellis.designations.models import Designation, Release
from trellis.designations.queries import KindCount, counts
from trellis.kit import clock
from trellis.organizations.models import Assignment, Organization, holding
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear
from trellis.programs.program import Program
from trellis.programs.schema.year_plan import YearPlan
from trellis.programs.texts import say
from trellis.work.models import Workplan


def identified(opening: Opening) -> QuerySet[Designation]:
    """The designations that an opening is for, running or not."""
    return Designation.objects.filter(
        release=opening.release,
        kind__in=opening.terms,
        organization__level=opening.level,
        organization__closed_on=None,
    )


def would_open(opening: Opening) -> QuerySet[Designation]:
    """The designations for which an opening would write a cycle."""
    running = ImprovementCycle.objects.filter(year=opening.year, stage=opening.stage)
    return identified(opening).exclude(organization__in=running.values("organization"))


def opened_by(release: Release) -> Iterator[tuple[int, str, str, int]]:
    """Cycle id, organization name, plan and number of tasks of each cycle a release opened."""
    rows = (
        ImprovementCycle.objects.filter(release=release)
        .annotate(size=Count("workplan__tasks"))
        .order_by("pk")
        .values_list("pk", "organization__name", "plan", "size")
    )
    yield from rows


def cycle_of(
    organization: Organization, year: ProgramYear | None = None
) -> ImprovementCycle | None:
    """The organization's cycle of a year, or its latest."""
    found = ImprovementCycle.objects.filter(organization=organization).select_related("year")
    if year is not None:
        found = found.filter(year=year)
    return found.order_by("-year__start", "-pk").first()


def openings_with(condition: str, year: ProgramYear) -> list[Opening]:
    """The openings of a year whose plan has activities under a condition."""
    plans = ScheduledTask.objects.filter(year=year, condition=condition).values("plan")
    cycles = (
        ImprovementCycle.objects.filter(year=year, plan__in=plans)
        .order_by("plan", "version", "stage", "pk")
        .values_list("plan", "version", "stage", "release", "opened_at")
    )
    kinds = {(plan, version): (stage, release, at) for plan, version, stage, release, at in cycles}
    return [
        Opening(
            release=release,
            year=year.pk,
            version=version,
            plan=plan,
            stage=stage,
            level="",
            terms=(),
            at=at,
        )
        for (plan, version), (stage, release, at) in kinds.items()
    ]


def without_workplan(
    organizations: Sequence[Organization], year: ProgramYear
) -> list[Organization]:
    """Those among the organizations that have no workplan in a year."""
    having = set(
        Workplan.objects.filter(year=year, organization__in=organizations).values_list(
            "organization_id", flat=True
        )
    )
    return [one for one in organizations if one.pk not in having]


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

    counts: list[KindCount]
    plans: list[PlanPreview]
    without_plan: int
    dates: list[tuple[str, str]]
    """Dates still missing or not confirmed, with their standing in words."""
    running: int


def preview(release: Release) -> Preview:
    """What publishing a release would open, without writing anything."""
    program = programs.current()
    found = counts(release)
    return Preview(
        counts=found,
        plans=[_plan_preview(release, plan, program) for plan in program.plans.values()],
        without_plan=sum(one.count for one in found if one.supported and not one.plans),
        dates=_open_dates(program, release.year.start),
        running=ImprovementCycle.objects.filter(release=release).count(),
    )


def _plan_preview(release: Release, plan: YearPlan, program: Program) -> PlanPreview:
    fresh = would_open(
        Opening(
            release=release.pk,
            year=release.year_id,
            version=0,
            plan=plan.code,
            stage=plan.stage,
            level=plan.of,
            terms=tuple(plan.designations),
            at=clock.now(),
        )
    )
    ids = fresh.values("organization").distinct()
    unserved = []
    for role in coordination.assigned_roles(program):
        served = Assignment.objects.filter(holding(clock.today()), role=role)
        missing = Organization.objects.filter(pk__in=ids).exclude(
            pk__in=served.values("organization")
        )
        unserved.append((say(program.roles[role].name), missing.count()))
    return PlanPreview(
        name=say(plan.name),
        organizations=ids.count(),
        districts=fresh.values("organization__district").distinct().count(),
        without_server=unserved,
    )


def _open_dates(program: Program, start: int) -> list[tuple[str, str]]:
    installed = programs.installation()
    resolved = programs.dates(start, installed.version_id) if installed else {}
    words = {
        "missing": _("day to be announced"),
        "inferred": _("not yet confirmed"),
    }
    return [
        (say(program.dates[code].label), words[one.standing])
        for code, one in resolved.items()
        if one.standing in words
    ]


def latest_year() -> ProgramYear | None:
    """The latest year in which cycles run."""
    return ProgramYear.objects.filter(cycles__isnull=False).order_by("-start").first()


def conditions(program: Program) -> list[tuple[str, str]]:
    """The conditions under which plans have activities, with their words."""
    return [
        (code, say(text))
        for plan in program.plans.values()
        for code, text in plan.conditions.items()
    ]


def selected(year: ProgramYear | None) -> list[tuple[str, str, str]]:
    """Condition, name and code of every organization chosen in a year."""
    rows = Selection.objects.filter(year=year).order_by("condition", "organization__sort_name")
    return list(rows.values_list("condition", "organization__name", "organization__code"))
