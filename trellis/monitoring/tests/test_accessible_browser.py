"""Caseloads and what is done with them: no finding of axe, no sideways scroll, keys reach all."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from conftest import NOON
from tests import cast
from tests.cast import TODAY, World
from tests.visits import sign_in_as
from trellis.kit import clock
from trellis.meetings.models import Meeting, Party
from trellis.monitoring.actions import put_off

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def state(db):
    """The cast's state on its day, with a meeting to note and a reason put off."""
    with time_machine.travel(NOON, tick=True):
        world = cast.build()
        lead, now = world.who("coordinator"), clock.now()
        meeting = Meeting.objects.create(
            kind="coordinator", year=world.year, month=TODAY.replace(day=1), title="Meeting",
            led_by=lead, starts_at=now - timedelta(hours=3), minutes=60, created_by=lead,
            created_at=now, changed_at=now,
        )  # fmt: skip
        party = Party.objects.create(
            meeting=meeting, organization=world["lincoln"], kind="coordinator",
            month=meeting.month,
        )  # fmt: skip
        party.attendance.create(person=world.who("principal"), role="principal")
        put_off(
            world["lincoln"], "behind", until=TODAY + timedelta(days=7), note="Snow", by=lead,
            on=TODAY,
        )  # fmt: skip
        yield world


def enter(page: Page, url: str, world: World, role: str) -> None:
    """Let the browser be somebody."""
    client = sign_in_as(Client(), world.who(role))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "url": url, "value": value}])


def barriers(page: Page, url: str) -> list[tuple[str, str]]:
    """What stands in somebody's way on one page, at three widths."""
    found = []
    for width in (1366, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto(url)
        assert answer is not None
        assert answer.status == 200, url
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((url, f"scrolls sideways at {width}"))
    return found + [(url, one["id"]) for one in Axe().run(page).response["violations"]]


def test_the_pages_have_no_barrier(page, live_server, state):
    lincoln, served = state["lincoln"], state.who("coordinator")
    at = f"?at={lincoln.code}"
    pages = {
        "coordinator": [
            reverse("monitoring:caseload"),
            reverse("monitoring:caseload") + "?show=behind",
            reverse("monitoring:snoozes", args=[lincoln.code]),
            reverse("monitoring:message") + at,
            reverse("monitoring:attendance") + at,
            reverse("monitoring:briefs") + at,
            reverse("monitoring:messages", args=[lincoln.pk]),
        ],
        "agency": [
            reverse("monitoring:coordinators"),
            reverse("monitoring:caseload-of", args=[served.pk]),
            reverse("monitoring:transfer", args=[served.pk]),
            reverse("monitoring:forecast", args=[state.release.pk]),
        ],
    }
    found = []
    for role, addresses in pages.items():
        enter(page, live_server.url, state, role)
        for address in addresses:
            found += barriers(page, live_server.url + address)
    assert found == []


def test_a_school_is_ticked_and_briefs_are_opened_by_keys_alone(page, live_server, state):
    enter(page, live_server.url, state, "coordinator")
    page.goto(live_server.url + reverse("monitoring:caseload"))
    page.focus("input[name=at]")
    page.keyboard.press("Space")
    for _step in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "Print briefs":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/caseload/briefs/**")
    assert page.locator("article h2").inner_text() == state["lincoln"].name
