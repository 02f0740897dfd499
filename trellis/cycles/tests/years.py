"""Releases of several years for the tests of this room."""

from __future__ import annotations

from tests import cast
from tests.cast import World
from trellis.cycles.models import Proposal
from trellis.designations.models import Designation, Release, SupportStatus
from trellis.kit import clock
from trellis.programs.models import ProgramYear


def draft_of(
    world: World,
    kinds: dict[str, str],
    *,
    start: int = 2027,
    title: str = "",
    corrects: Release | None = None,
) -> Release:
    """A draft that designates organizations by their short names, its needed days announced."""
    year, _new = ProgramYear.objects.get_or_create(start=start)
    cast.announce(world, start)
    release = Release.objects.create(
        title=title or f"Release {start}", year=year, vocabulary=world.release.vocabulary,
        source="the cast", imported_by=world.publisher, imported_at=clock.now(), corrects=corrects,
    )  # fmt: skip
    Designation.objects.bulk_create(
        Designation(release=release, organization=world[place], kind=kind, label=kind)
        for place, kind in kinds.items()
    )
    return release


def status(world: World, place: str, kind: str, cohort: int, term: str, year: int) -> None:
    """A support status as an earlier year left it."""
    program_year, _new = ProgramYear.objects.get_or_create(start=year)
    SupportStatus.objects.update_or_create(
        organization=world[place], year=program_year,
        defaults={"kind": kind, "cohort": cohort, "term": term, "set_at": clock.now()},
    )  # fmt: skip


def told(release: Release) -> dict[str, tuple[str, str, str]]:
    """Kind, reason and outcome of each proposal, by the organization's name."""
    rows = Proposal.objects.filter(release=release)
    return {
        name: (kind, reason, outcome)
        for name, kind, reason, outcome in rows.values_list(
            "organization__name", "kind", "reason", "outcome"
        )
    }


def statuses(start: int) -> dict[str, tuple[str, int, str]]:
    """The support statuses of a year, by the organization's name."""
    rows = SupportStatus.objects.filter(year__start=start)
    return {
        name: (kind, cohort, term)
        for name, kind, cohort, term in rows.values_list(
            "organization__name", "kind", "cohort", "term"
        )
    }
