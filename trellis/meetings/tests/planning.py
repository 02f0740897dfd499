"""Meetings of the cast as tests plan them."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.cast import World
from trellis.meetings.actions import Facts, plan_meeting
from trellis.meetings.models import Meeting, Party
from trellis.people.models import Person

KIND = "coordinator"
FIRST, SECOND = datetime(2026, 11, 10, 16, tzinfo=UTC), datetime(2026, 11, 24, 16, tzinfo=UTC)
AHEAD = datetime(2026, 12, 10, 16, tzinfo=UTC)


def leader(world: World) -> Person:
    """The coordinator who serves Lincoln."""
    return world.who("coordinator")


def planned(
    world: World,
    *places: str,
    at: datetime = FIRST,
    kind: str = KIND,
    by: Person | None = None,
) -> Meeting:
    """A meeting of Lincoln's coordinator, or at other places of whoever may."""
    return plan_meeting(
        [world[one] for one in places or ("lincoln",)],
        kind=kind, year=world.year, facts=Facts(starts_at=at, minutes=45),
        by=by or leader(world),
    )  # fmt: skip


def part(meeting: Meeting, world: World, place: str = "lincoln") -> Party:
    """One organization's part, as an action takes it."""
    near = ("meeting", "organization")
    return Party.objects.select_related(*near).get(meeting=meeting, organization=world[place])


def rows(party: Party, *roles: str) -> list[int]:
    """Numbers of the attendance rows of those who are asked in some roles."""
    return list(party.attendance.filter(role__in=roles).values_list("pk", flat=True))
