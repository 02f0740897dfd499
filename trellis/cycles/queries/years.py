"""What openings and pages ask of cycles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Count, QuerySet

from trellis.cycles.models import ImprovementCycle, Proposal, ScheduledTask, Selection
from trellis.cycles.opening import Opening
from trellis.designations.models import Release
from trellis.organizations.models import Organization
from trellis.programs.models import ProgramYear
from trellis.programs.program import Program
from trellis.programs.texts import say
from trellis.work.models import Workplan


def would_open(opening: Opening) -> QuerySet[Proposal]:
    """The proposals for which an opening would write a cycle."""
    running = ImprovementCycle.objects.filter(year=opening.year, stage=opening.stage)
    return Proposal.objects.filter(
        release=opening.release,
        plan=opening.plan,
        outcome__in=(Proposal.Kind.OPEN, Proposal.Kind.ESCALATE),
        organization__closed_on=None,
    ).exclude(organization__in=running.values("organization"))


def opened_by(
    release: Release, *, only: Sequence[int] | None = None
) -> Iterator[tuple[int, str, str, int]]:
    """Cycle id, organization name, plan and number of tasks of each cycle a release opened.

    `only` names organizations, where a part of them opens later.
    """
    found = ImprovementCycle.objects.filter(release=release)
    if only is not None:
        found = found.filter(organization__in=only)
    yield from (
        found.annotate(size=Count("workplan__tasks"))
        .order_by("pk")
        .values_list("pk", "organization__name", "plan", "size")
    )


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
