"""A year that opens finds teams that exist already: their steps have a last day from the start."""

from __future__ import annotations

from datetime import date, timedelta

from tests import cast
from tests.cast import OPENED
from trellis.cycles.actions import publish_and_open
from trellis.kit import clock
from trellis.organizations.models import Team
from trellis.work.models import Task

OPEN_YEAR = False
STEPS = ("intensive-planning/oct-series-1.team-1", "intensive-planning/nov-topics.team-1")


def test_only_where_the_team_exists_can_its_steps_become_late(world):
    Team.objects.create(
        organization=world["lincoln"], kind="leadership", formed_on=OPENED - timedelta(days=200),
        begun_by=world.who("principal"), begun_at=clock.now(),
    )  # fmt: skip
    with clock.standing_on(OPENED):
        cast.checked(world, world.release)
        publish_and_open(world.release, by=world.publisher)
    found = {
        place: set(
            Task.objects.filter(
                template_code__in=STEPS, workplan__organization=world[place]
            ).values_list("late_after", flat=True)
        )
        for place in ("lincoln", "grant")
    }
    later = {OPENED + timedelta(days=30), date(2026, 11, 30)}
    assert found == {"lincoln": later, "grant": {None}}
