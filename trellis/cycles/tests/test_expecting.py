"""Opening a year expects the meetings of each support; leaving it expects none any more."""

from __future__ import annotations

from datetime import date

from tests.cast import TODAY, World
from trellis.cycles.actions import end_cycle
from trellis.cycles.actions.endings import reopen_many
from trellis.cycles.models import ImprovementCycle
from trellis.meetings.models import Cadence

NOVEMBER, JULY = date(2026, 11, 1), date(2027, 7, 1)


def expected(world: World, place: str) -> list[tuple[str, int, date, date]]:
    found = Cadence.objects.filter(organization=world[place], year=world.year)
    return list(found.values_list("kind", "per_month", "first_month", "last_month"))


def cycle(world: World) -> ImprovementCycle:
    return ImprovementCycle.objects.get(organization=world["lincoln"])


def test_a_year_that_opens_expects_what_its_support_says(world):
    assert expected(world, "lincoln") == [("coordinator", 2, NOVEMBER, JULY)]
    places = Cadence.objects.values_list("organization__name", flat=True)
    assert sorted(places) == ["Adams School", "Grant School", "Hyde School", "Lincoln School"]


def test_nothing_is_expected_where_nothing_is_owed_or_the_school_is_closed(world):
    assert (expected(world, "oak"), expected(world, "mill")) == ([], [])


def test_who_leaves_is_expected_no_more_and_what_was_stays_readable(world):
    end_cycle(cycle(world), by=world.publisher, on=TODAY, why="left")
    assert expected(world, "lincoln") == [("coordinator", 2, NOVEMBER, NOVEMBER)]
    assert expected(world, "grant") == [("coordinator", 2, NOVEMBER, JULY)]


def test_a_year_that_runs_again_expects_again(world):
    end_cycle(cycle(world), by=world.publisher, on=TODAY, why="left")
    reopen_many([cycle(world).pk], by=world.publisher)
    assert expected(world, "lincoln") == [("coordinator", 2, NOVEMBER, JULY)]
