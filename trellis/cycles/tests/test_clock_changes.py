"""The worker publishes at the set hour of the state's clock on the nights when clocks change.

Every night is told on the state's own clock, and the moment that must come of it in UTC.
"""

from __future__ import annotations

from contextvars import Context
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from tests import cast
from trellis.cycles.actions.hours import publish_when_due
from trellis.cycles.models import ImprovementCycle
from trellis.designations.actions import schedule, unschedule
from trellis.designations.models import Release
from trellis.designations.queries import zone
from trellis.history.models import Entry
from trellis.notices.models import Notice

OPEN_YEAR = False
WINTER = timedelta(hours=6)
"""How far the state's clock is behind UTC; in summer it is an hour less."""
AUTUMN, SPRING, LEAP = date(2026, 11, 1), date(2027, 3, 14), date(2028, 2, 29)
BEFORE = datetime(2026, 10, 20, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HALF, DAY = timedelta(minutes=30), timedelta(days=1)


@pytest.fixture
def release(world) -> Release:
    """Checked before the first of the nights."""
    with time_machine.travel(BEFORE, tick=False):
        return cast.checked(world, Release.objects.get(pk=world.release.pk))


@pytest.fixture
def behind(request) -> timedelta:
    """The state's distance from UTC in winter."""
    found: timedelta = request.module.WINTER
    return found


def moment(day: date, hour: time, behind: timedelta, shift: str) -> datetime:
    """When the state's clock shows this, in summer or in winter time."""
    shown = datetime.combine(day, hour, UTC) + behind
    return shown - timedelta(hours=1) if shift == "summer" else shown


def set_on_the_page(world, release, sign_in, day: date, hour: str) -> int:
    """What the page answers to whoever publishes."""
    with time_machine.travel(BEFORE, tick=False):
        client = sign_in(world.publisher)
        asked = {"day": day.isoformat(), "hour": hour}
        answer = client.post(reverse("designations:hour", args=[release.pk]), asked)
    said = BeautifulSoup(answer.content, "html.parser").select("form .error")
    assert bool(said) == (answer.status_code == 422)
    return int(answer.status_code)


def waiting() -> list[datetime]:
    """When the worker will look."""
    found = DBTaskResult.objects.filter(task_path=publish_when_due.module_path, status="READY")
    return sorted(one.run_after for one in found)


def work(at: datetime) -> None:
    """A worker that has only just started, and knows no state yet, does what is due."""
    with time_machine.travel(at, tick=False):
        Context().run(_do_what_is_due)


def _do_what_is_due() -> None:
    worker = Worker(
        queue_names=["*"], interval=1, batch=True, backend_name="default", startup_delay=False,
        max_tasks=None, worker_id="night", excluded_queue_names=[],
    )  # fmt: skip
    due = DBTaskResult.objects.ready().filter(task_path=publish_when_due.module_path)
    while (one := due.first()) is not None:
        one.claim("night")
        worker.run_task(one)
        one.refresh_from_db()
        assert (one.status, one.traceback) == ("SUCCESSFUL", "")


def stands(release) -> tuple[str, datetime | None, int, int, int]:
    """State, moment of publication, cycles, entries and messages to who set the hour."""
    now = Release.objects.get(pk=release.pk)
    return (
        str(now.state), now.published_at, ImprovementCycle.objects.count(),
        Entry.objects.filter(
            verb__startswith="published", subject=f"release:{now.pk}"
        ).count(),
        Notice.objects.filter(kind="release-hour").count(),
    )  # fmt: skip


def goes_out_once_at(release, at: datetime) -> None:
    """Nothing a second before; all of it at the moment; nothing more at any later look."""
    assert waiting() == [at, at + timedelta(minutes=10), at + timedelta(hours=1)]
    work(at - SECOND)
    assert stands(release) == ("checked", None, 0, 0, 0)
    work(at)
    after = stands(release)
    assert after == ("published", at, ImprovementCycle.objects.count(), 2, 1) and after[2] > 0
    for later in (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=2), DAY):
        work(at + later)
    assert (stands(release), waiting()) == (after, [])


@pytest.mark.parametrize(
    ("day", "hour", "shift"),
    [
        (AUTUMN, "00:59", "summer"),
        (AUTUMN, "02:00", "winter"),
        (SPRING, "01:59", "winter"),
        (SPRING, "03:00", "summer"),
        (LEAP, "06:30", "winter"),
        (LEAP, "23:59", "winter"),
    ],
)
def test_an_hour_beside_a_change_comes_when_the_states_clock_shows_it(
    world, release, sign_in, behind, day, hour, shift
):
    assert set_on_the_page(world, release, sign_in, day, hour) == 302
    goes_out_once_at(release, moment(day, time.fromisoformat(hour), behind, shift))


@pytest.mark.parametrize(("day", "hour"), [(AUTUMN, "01:30"), (SPRING, "02:30")])
def test_an_hour_that_comes_twice_or_never_wakes_nobody_all_night(
    world, release, sign_in, behind, day, hour
):
    assert set_on_the_page(world, release, sign_in, day, hour) == 422
    assert waiting() == []
    midnight = moment(day, time(), behind, "summer")
    for half in range(12):
        work(midnight + half * HALF)
    assert stands(release) == ("checked", None, 0, 0, 0)


@pytest.mark.parametrize(
    ("day", "hour", "fold", "shift"),
    [
        (AUTUMN, time(1, 30), 0, "summer"),
        (AUTUMN, time(1, 30), 1, "winter"),
        (AUTUMN, time(0, 55), 0, "summer"),
        (SPRING, time(1, 55), 0, "winter"),
    ],
)
def test_whoever_names_one_of_two_readings_gets_that_one(
    world, release, behind, day, hour, fold, shift
):
    told = datetime.combine(day, hour.replace(fold=fold), ZoneInfo(zone()))
    with time_machine.travel(BEFORE, tick=False):
        schedule(release, at=told, by=world.publisher)
    goes_out_once_at(release, moment(day, hour, behind, shift))


def test_an_hour_moved_from_the_first_reading_to_the_second_comes_at_the_second(
    world, release, behind
):
    first = moment(AUTUMN, time(1, 30), behind, "summer")
    with time_machine.travel(BEFORE, tick=False):
        schedule(release, at=first, by=world.publisher)
        schedule(release, at=first + timedelta(hours=1), by=world.publisher)
    for look in (first, first + timedelta(minutes=10)):
        work(look)
    assert stands(release) == ("checked", None, 0, 0, 0)
    work(first + timedelta(hours=1))
    assert stands(release)[:2] == ("published", first + timedelta(hours=1))


def test_an_hour_taken_away_between_two_readings_never_comes(world, release, behind):
    second = moment(AUTUMN, time(1, 30), behind, "winter")
    with time_machine.travel(BEFORE, tick=False):
        schedule(release, at=second, by=world.publisher)
    with time_machine.travel(second - HALF, tick=False):
        unschedule(release, by=world.publisher)
    for later in (0 * DAY, timedelta(minutes=10), timedelta(hours=1)):
        work(second + later)
    assert (stands(release), waiting()) == (("checked", None, 0, 0, 0), [])
