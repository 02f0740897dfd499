"""What openings and pages ask of cycles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Count, QuerySet

from trellis.cycles.models import ImprovementCycle, ScheduledTask
from trellis.cycles.opening import Opening
from trellis.designations.models import Designation, Release
from trellis.organizations.models import Organization
from trellis.programs.models import ProgramYear
from trellis.work.models import Workplan


def would_open(opening: Opening) -> QuerySet[Designation]:
    """The designations for which an opening would write a cycle."""
    running = ImprovementCycle.objects.filter(year=opening.year, stage=opening.stage)
    return Designation.objects.filter(
        release=opening.release,
        kind__in=opening.terms,
        organization__level=opening.level,
        organization__closed_on=None,
    ).exclude(organization__in=running.values("organization"))


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
