"""The worker comes at the next hour of somebody, and a chain that a crash has cut is taken up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django_tasks_db.models import DBTaskResult

from tests.cast import World
from trellis.home.digests.visits import LOOKS, keep_coming, plan_visits, remind
from trellis.programs.models import Installation

NOW = datetime(2026, 12, 7, 12, 5, tzinfo=UTC)
NEXT = datetime(2026, 12, 8, 12, 0, tzinfo=UTC)
"""Six in the morning after, where the state of the cast is."""


def visits() -> list[datetime]:
    """When the worker is to come, the earliest first."""
    found = DBTaskResult.objects.filter(task_path=remind.module_path)
    return sorted(found.values_list("run_after", flat=True))


@pytest.mark.usefixtures("world")
def test_visits_are_planned_once_for_the_next_hour_and_after_a_crash():
    with time_machine.travel(NOW, tick=False):
        plan_visits()
        plan_visits()
        assert visits() == [NEXT + wait for wait in LOOKS]
        keep_coming()
        assert len(visits()) == len(LOOKS)
        DBTaskResult.objects.all().delete()
        keep_coming()
        keep_coming()
        assert len(visits()) == 1


def test_nothing_comes_by_itself_in_a_sample(world: World):
    Installation.objects.update(kind=Installation.Kind.SAMPLE)
    keep_coming()
    plan_visits()
    assert visits() == []
    assert timedelta(0) in LOOKS
