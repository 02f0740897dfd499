"""A caseload of 50 of 4,000 schools, with meetings, letters and 320,000 tasks beside it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from benches import pages, world
from trellis.kit.clock import standing_on
from trellis.meetings.models import Cadence, Meeting, Party
from trellis.organizations.models import Assignment, Organization
from trellis.people.models import Person

SCHOOLS = 50


def main() -> int:
    """Measure the page on a day in December."""
    _principal, coordinator, _school = pages.make_state()
    _serve(coordinator)
    _meet(coordinator)
    with standing_on(date(world.YEAR, 12, 15)):
        pages.measure("caseload", [("coordinator", coordinator, "/caseload/")])
    return 0


def _serve(coordinator: Person) -> None:
    """Fifty schools in place of the twenty."""
    schools = Organization.objects.filter(level="school").order_by("pk")[:SCHOOLS]
    Assignment.objects.filter(role="coordinator", organization__in=list(schools)).delete()
    Assignment.objects.bulk_create(
        Assignment(
            person=coordinator, role="coordinator", organization=one, starts=date(2020, 1, 1)
        )
        for one in schools
    )


def _meet(coordinator: Person) -> None:
    """Two meetings a month with each; every seventh falls out."""
    for number, cadence in enumerate(
        Cadence.objects.filter(organization__served_by__person=coordinator).select_related("year")
    ):
        for month in (11, 12):
            for n in range(cadence.per_month):
                if (number + n + month) % 7 == 0:
                    continue
                at = datetime(world.YEAR, month, 5 + 14 * n, 16, tzinfo=UTC)
                state = "held" if at.date() < date(world.YEAR, 12, 15) else "planned"
                meeting = Meeting.objects.create(
                    kind=cadence.kind, year=cadence.year, month=at.date().replace(day=1),
                    title="A meeting", led_by=coordinator, starts_at=at, minutes=60, state=state,
                    created_by=coordinator, created_at=at, changed_at=at,
                )  # fmt: skip
                Party.objects.create(
                    meeting=meeting, organization_id=cadence.organization_id, kind=meeting.kind,
                    month=meeting.month, state=state,
                )  # fmt: skip
