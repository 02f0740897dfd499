"""Messages and the page behind a mail's link, in their states: no finding of axe, no scroll."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from tests import cast
from tests.visits import sign_in_as
from trellis.home.digests.stopping import token
from trellis.work.reminders.rules import OVERVIEW, SOON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOTS = os.environ.get("TRELLIS_SHOTS", "")


def findings(page, url, name):
    """What axe says at three widths, and whether the page scrolls sideways."""
    found: list[tuple[object, ...]] = []
    for width in (1366, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto(url)
        assert answer.status == 200, (name, answer.status)
        if SHOTS and width != 320:
            page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((name, width, "scrolls sideways"))
    found += [(name, one["id"]) for one in Axe().run(page).response["violations"]]
    return found


def test_pages_of_messages_have_no_barrier(page, live_server):
    world = cast.build()
    cookie = sign_in_as(Client(), world.who("principal")).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": live_server.url}]
    )
    team, coordinator = world.who("team").pk, world.who("coordinator").pk
    pages = {
        "messages": reverse("home:messages"),
        "stop-overview": reverse("home:message-stop", args=[token(team, OVERVIEW)]),
        "stop-soon": reverse("home:message-stop", args=[token(team, SOON)]),
        "seldom": reverse("home:message-stop", args=[token(coordinator, OVERVIEW)]),
        "needed": reverse("home:message-stop", args=[token(world.who("principal").pk, OVERVIEW)]),
    }
    found = [one for name, path in pages.items()
             for one in findings(page, live_server.url + path, name)]  # fmt: skip
    assert found == []
    page.goto(live_server.url + pages["messages"])
    page.get_by_label("Once a week").check()
    page.get_by_role("button", name="Save the choice").click()
    expect(page.get_by_text("Your choice is saved.")).to_be_visible()
