"""Meetings, feeds, mails and counts on the days on which clocks and calendars are odd.

Each day is told on the state's own clock: the nights when it is changed, the turn of the year, the
turn of the school year, and the day that only leap years have.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.cast import World
from tests.visits import read, sign_in_as
from trellis.home.digests.actions import write_reminders
from trellis.meetings.actions import Facts, plan_meeting
from trellis.meetings.models import Meeting
from trellis.monitoring.picture.actions import take
from trellis.notices.models import Notice
from trellis.people.calendar_keys import make_key

CENTRAL = timedelta(hours=6)
"""How far the state of the cast is behind UTC in winter; an hour less in summer."""

ODD = {
    "the hour that comes twice, first": datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
    "the hour that comes twice, again": datetime(2026, 11, 1, 7, 30, tzinfo=UTC),
    "the last second before the hour that is left out": datetime(
        2027, 3, 14, 7, 59, 59, tzinfo=UTC
    ),
    "the second after the hour that is left out": datetime(2027, 3, 14, 8, 0, 0, tzinfo=UTC),
    "the last second of the year": datetime(2027, 1, 1, 5, 59, 59, tzinfo=UTC),
    "the first second of a year": datetime(2027, 1, 1, 6, 0, 0, tzinfo=UTC),
    "the last second of the school year": datetime(2027, 7, 1, 4, 59, 59, tzinfo=UTC),
    "the first second of a school year": datetime(2027, 7, 1, 5, 0, 0, tzinfo=UTC),
    "the leap day": datetime(2028, 2, 29, 18, 0, 0, tzinfo=UTC),
    "the day after the leap day": datetime(2028, 3, 1, 6, 0, 1, tzinfo=UTC),
}
PAGES = {
    "principal": ("home:my-work", "home:calendar", "home:messages", "meetings:mine",
                  "meetings:offers", "meetings:hours"),
    "coordinator": ("meetings:mine", "meetings:plan", "meetings:offering", "monitoring:caseload"),
    "agency": ("monitoring:picture", "monitoring:coordinators", "home:statewide"),
}  # fmt: skip


@pytest.mark.parametrize("at", ODD.values(), ids=ODD)
def test_every_new_page_opens_at_odd_moments(world: World, at: datetime):
    with time_machine.travel(at, tick=False):
        for role, routes in PAGES.items():
            client = sign_in_as(Client(), world.who(role))
            for route in routes:
                assert client.get(reverse(route)).status_code == 200, (role, route)
            found = client.get(reverse("home:search"), {"q": "school"})
            assert found.status_code == 200, role


def meeting(world: World, at: datetime) -> Meeting:
    """A meeting of Lincoln at a moment."""
    return plan_meeting(
        [world["lincoln"]], kind="coordinator", year=world.year,
        facts=Facts(starts_at=at, minutes=45), by=world.who("coordinator"),
    )  # fmt: skip


MONTHS = [
    (datetime(2026, 12, 1, 5, 59, tzinfo=UTC), date(2026, 11, 1)),
    (datetime(2026, 12, 1, 6, 0, tzinfo=UTC), date(2026, 12, 1)),
    (datetime(2027, 1, 1, 5, 30, tzinfo=UTC), date(2026, 12, 1)),
    (datetime(2027, 1, 1, 6, 0, tzinfo=UTC), date(2027, 1, 1)),
    (datetime(2026, 11, 1, 4, 59, tzinfo=UTC), date(2026, 10, 1)),
    (datetime(2027, 4, 1, 4, 59, tzinfo=UTC), date(2027, 3, 1)),
    (datetime(2027, 4, 1, 5, 0, tzinfo=UTC), date(2027, 4, 1)),
]


@pytest.mark.parametrize(("at", "month"), MONTHS)
def test_a_meeting_counts_for_the_month_on_the_states_clock(world: World, at, month):
    assert meeting(world, at).month == month


@pytest.mark.parametrize("at", [*ODD.values()], ids=ODD)
def test_a_calendar_holds_the_very_moment_of_a_meeting(world: World, at: datetime):
    made = meeting(world, at)
    owner = world.who("principal")
    with time_machine.travel(at - timedelta(days=1), tick=False):
        feed = reverse("home:calendar-feed", args=[make_key(owner, seen="", by=owner)])
        calendar = icalendar.Calendar.from_ical(Client().get(feed).content)
    found = {
        str(one["uid"]).partition("@")[0]: (one.decoded("dtstart"), one.decoded("dtend"))
        for one in calendar.walk("VEVENT")
    }
    assert found[str(made.uid)] == (at, at + timedelta(minutes=45))


@pytest.mark.parametrize(
    ("day", "hour", "told"),
    [
        ("2027-03-14", "02:30", "there is no"),
        ("2027-11-07", "01:30", "twice"),
        ("2027-03-14", "03:00", ""),
        ("2027-03-14", "01:59", ""),
        ("2027-11-07", "02:00", ""),
        ("2026-12-31", "23:45", ""),
        ("2028-02-29", "09:00", ""),
    ],
)
def test_a_meeting_is_planned_only_at_an_hour_that_the_clock_shows_once(
    world: World, sign_in, day, hour, told
):
    client = sign_in(world.who("coordinator"))
    at = {"at": world["lincoln"].code}
    data = {
        "kind": "coordinator", "organizations": [world["lincoln"].code], "roles": ["principal"],
        "day": day, "time": hour, "minutes": "30",
    }  # fmt: skip
    answer = client.post(f"{reverse('meetings:plan')}?at={at['at']}", data)
    if told:
        assert told in read(answer).get_text()
        assert Meeting.objects.count() == 0
    else:
        (made,) = Meeting.objects.all()
        local = made.starts_at - CENTRAL + timedelta(hours=summer(made.starts_at))
        assert local.strftime("%Y-%m-%d %H:%M") == f"{day} {hour}"


def summer(at: datetime) -> int:
    """One while clocks are an hour ahead."""
    spring, fall = datetime(2027, 3, 14, 8, tzinfo=UTC), datetime(2027, 11, 7, 7, tzinfo=UTC)
    return int(spring <= at < fall)


@pytest.mark.parametrize(
    ("monday", "before"),
    [
        (date(2026, 11, 2), []), (date(2027, 3, 15), []), (date(2028, 2, 28), []),
        (date(2027, 1, 4), ["2027-01-01"]),  # what was late since midnight is news on that Friday
    ],
)  # fmt: skip
def test_an_overview_comes_once_a_day_around_each_change(
    world: World, monday: date, before: list[str]
):
    owner = world.who("coordinator")
    start = datetime(monday.year, monday.month, monday.day, tzinfo=UTC) - timedelta(days=3)
    for hour in range(24 * 4):
        now = start + timedelta(hours=hour)
        with time_machine.travel(now, tick=False):
            write_reminders(now, people=[owner.pk])
    mails = Notice.objects.filter(recipient=owner, kind="overview").order_by("pk")
    days = [one.dedupe_key.split(":")[2] for one in mails]
    assert days == [*before, monday.isoformat()]


DAYS = [
    date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 2), date(2026, 12, 31), date(2027, 1, 1),
    date(2027, 3, 14), date(2027, 3, 15), date(2027, 6, 30), date(2027, 7, 1), date(2028, 2, 28),
    date(2028, 2, 29), date(2028, 3, 1),
]  # fmt: skip


def test_each_odd_day_is_counted_once(world: World):
    for day in DAYS:
        noon = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
        with time_machine.travel(noon, tick=False):
            taken = take(on=day)
            assert taken is not None and taken.day == day
            assert take(on=day) is None
