"""A release goes out at its hour in the name of who set it: once, late if need be, or never."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django_tasks_db.models import DBTaskResult

from tests import cast
from trellis.cycles.actions import publish_and_open
from trellis.cycles.actions.hours import publish_when_due
from trellis.cycles.models import ImprovementCycle
from trellis.designations.actions import schedule, unschedule
from trellis.designations.models import Release
from trellis.history.models import Entry
from trellis.kit.errors import OutOfOrder
from trellis.notices.models import Notice
from trellis.organizations.models import Appointment
from trellis.programs.models import YearDate

OPEN_YEAR = False
HOUR = datetime(2026, 12, 10, 15, tzinfo=ZoneInfo("UTC"))


@pytest.fixture
def release(world) -> Release:
    """Checked, with an hour."""
    found = cast.checked(world, Release.objects.get(pk=world.release.pk))
    schedule(found, at=HOUR, by=world.publisher)
    return found


def look(release, *, at: datetime) -> None:
    with time_machine.travel(at, tick=False):
        publish_when_due.call(release.pk)


def state(release) -> tuple[str, int]:
    now = Release.objects.get(pk=release.pk)
    return str(now.state), ImprovementCycle.objects.count()


def mails() -> list[tuple[str, str]]:
    found = Notice.objects.filter(kind="release-hour").order_by("pk")
    return [(one.recipient.name, one.subject) for one in found.select_related("recipient")]


def test_setting_the_hour_asks_the_worker_to_look_then_and_twice_after(world, release):
    waiting = DBTaskResult.objects.filter(task_path=publish_when_due.module_path)
    assert sorted(one.run_after for one in waiting) == [
        HOUR, HOUR + timedelta(minutes=10), HOUR + timedelta(hours=1),
    ]  # fmt: skip


def test_nothing_goes_out_a_second_before(world, release):
    look(release, at=HOUR - timedelta(seconds=1))
    assert state(release) == ("checked", 0)


def test_at_its_hour_it_goes_out_once_in_the_name_of_who_set_it(world, release):
    look(release, at=HOUR)
    look(release, at=HOUR + timedelta(minutes=10))
    assert state(release) == ("published", 4)
    assert Release.objects.get(pk=release.pk).published_by == world.publisher
    assert mails() == [(world.publisher.name, "“Release of the cast” is public")]
    assert Entry.objects.get(verb="published at its hour").after["minutes_late"] == 0


def test_a_worker_that_comes_late_publishes_and_says_so(world, release):
    look(release, at=HOUR + timedelta(minutes=90))
    assert state(release) == ("published", 4)
    text = Notice.objects.get(kind="release-hour").text
    assert text.startswith("“Release of the cast” became public 90 minutes after its hour")


@pytest.mark.parametrize("how", ["unscheduled", "later"])
def test_an_hour_that_was_taken_away_or_moved_does_nothing(world, release, how):
    if how == "later":
        schedule(release, at=HOUR + timedelta(days=1), by=world.publisher)
    else:
        unschedule(release, by=world.publisher)
    look(release, at=HOUR + timedelta(minutes=1))
    assert (state(release), mails()) == (("checked", 0), [])


@pytest.mark.parametrize("how", ["unscheduled", "later"])
def test_a_worker_that_began_before_the_hour_was_moved_publishes_nothing(world, release, how):
    if how == "later":
        schedule(release, at=HOUR + timedelta(days=1), by=world.publisher)
    else:
        unschedule(release, by=world.publisher)
    with pytest.raises(OutOfOrder, match="The hour was moved or taken away meanwhile"):
        publish_and_open(release, by=world.publisher, due=HOUR)
    assert state(release) == ("checked", 0)


def test_what_is_missing_keeps_it_checked_and_tells_who_set_the_hour(world, release):
    YearDate.objects.filter(year=release.year).delete()
    look(release, at=HOUR)
    now = Release.objects.get(pk=release.pk)
    assert (now.state, now.publish_at, now.scheduled_by) == ("checked", None, None)
    assert mails() == [(world.publisher.name, "“Release of the cast” was not published")]
    assert "The day of “Planning-year grant application is due” is missing" in (
        Notice.objects.get(kind="release-hour").text
    )
    look(release, at=HOUR + timedelta(hours=1))
    assert len(mails()) == 1


def test_who_lost_the_right_meanwhile_publishes_nothing(world, release):
    Appointment.objects.filter(person=world.publisher).update(ends="2026-12-01")
    look(release, at=HOUR)
    assert state(release) == ("checked", 0)
    assert Entry.objects.filter(verb="not published").count() == 1
