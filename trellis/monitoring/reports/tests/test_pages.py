"""Reports as pages: few queries, whole, and for those who read the year."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Relation
from tests.visits import heading, read, words
from trellis.meetings.actions import hold_meeting
from trellis.meetings.models import Meeting, Party
from trellis.meetings.tests.planning import planned
from trellis.monitoring.picture.actions import take
from trellis.work.models import Activity, Task

PDF = b"%PDF-"
ZIP = b"PK"


@pytest.fixture
def update(world):
    """Birch district's update in November."""
    return Activity.objects.get(
        workplan__organization=world["birch"], code="intensive-planning/nov-board-update"
    )


def pages(world, update):
    """Every page of these rooms with its arguments."""
    code = world["lincoln"].code
    return {
        "picture": [], "picture-list": ["region", "late"], "picture-file": ["region", "csv"],
        "picture-list-file": ["region", "late", "xlsx"], "brief": [code],
        "brief-file": [code, "docx"], "closing": [code], "closing-file": [code, "docx"],
        "board-updates": [world["birch"].code], "board-update": [update.pk],
        "board-update-file": [update.pk, "docx"],
        "log": [], "log-file": ["docx"],
    }  # fmt: skip


def test_no_page_asks_more_than_eight_times(world, sign_in, update):
    take(on=world.release.published_at.date())
    client = sign_in(world.publisher)
    counts = {}
    for name, args in pages(world, update).items():
        address = reverse(f"monitoring:{name}", args=args)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200, name
        counts[name] = len(asked)
    assert {name: count for name, count in counts.items() if count > 8} == {}, counts


def test_a_brief_says_who_how_far_what_is_late_and_whom_to_ask(world, sign_in):
    task = Task.objects.filter(workplan__organization=world["lincoln"], state="open")[0]
    client = sign_in(world.who("principal"))
    answer = client.get(reverse("monitoring:brief", args=[world["lincoln"].code]))
    heads = [one.get_text(strip=True) for one in read(answer).select("main h2")]
    assert heading(answer) == "Lincoln School in December"
    assert heads[:4] == ["Done this month", "Past their date", "Due next", "Who to ask"]
    assert world.who("coordinator").name in words(answer)
    assert task.pk


@pytest.mark.parametrize(("form", "sign"), [("pdf", PDF), ("docx", ZIP)])
def test_each_report_is_a_file_too(world, sign_in, update, form, sign):
    client = sign_in(world.publisher)
    for name, args in (
        ("brief-file", [world["lincoln"].code, form]),
        ("closing-file", [world["lincoln"].code, form]),
        ("board-update-file", [update.pk, form]),
    ):
        answer = client.get(reverse(f"monitoring:{name}", args=args))
        assert answer.content.startswith(sign), name


def test_a_stranger_and_another_district_find_no_report(world, sign_in, update):
    for person in (world.who("district", Relation.OTHER_DISTRICT), world.persons["stranger"]):
        client = sign_in(person)
        for name, args in pages(world, update).items():
            if name.startswith(("picture", "log")):
                continue
            answer = client.get(reverse(f"monitoring:{name}", args=args))
            assert answer.status_code in (403, 404), (name, person)


def test_a_log_holds_the_own_month_of_meetings_and_help_and_nobody_elses(world, sign_in):
    lead = world.who("coordinator")
    at = datetime(2026, 11, 10, 16, tzinfo=UTC)
    for leader, place in ((lead, "lincoln"), (world.publisher, "hyde")):
        meeting = Meeting.objects.create(
            kind="coordinator", year=world.year, month=date(2026, 11, 1), title="November",
            led_by=leader, starts_at=at, minutes=45, state="held", created_by=leader,
            created_at=at, changed_at=at,
        )  # fmt: skip
        Party.objects.create(
            meeting=meeting, organization=world[place], kind="coordinator", month=meeting.month,
            state="held",
        )  # fmt: skip
    answer = sign_in(lead).get(reverse("monitoring:log"), {"month": "2026-11"})
    text = words(answer)
    assert ("Lincoln School" in text, "Hyde School" in text) == (True, False)
    assert "Minutes in all 45" in text


def test_each_meeting_takes_its_minutes_once_whatever_else_that_day_held(world, sign_in):
    two = [planned(world, one, by=world.publisher) for one in ("lincoln", "adams")]
    for meeting in [*two, planned(world, "lincoln", "adams", by=world.publisher)]:
        hold_meeting(meeting, by=world.publisher)
    client, month = sign_in(world.publisher), {"month": "2026-11"}
    text = words(client.get(reverse("monitoring:log"), month))
    assert "Meetings held 3 Organizations met 2 Help given 0 Minutes in all 135" in text
    assert "4 entries, 135 minutes" in words(client.get(reverse("meetings:log"), month))


@pytest.mark.parametrize("month", ["2026", "2026-13", "x"])
def test_a_month_that_is_none_is_not_there(world, sign_in, month):
    answer = sign_in(world.who("coordinator")).get(reverse("monitoring:log"), {"month": month})
    assert answer.status_code == 404
