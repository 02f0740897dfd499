"""A log with wrong rows, one that is whole, and what came of them: no barrier at any width."""

from __future__ import annotations

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse

from conftest import NOON
from tests import cast
from tests.visits import sign_in_as
from trellis.meetings.logs.tests.filing import checked, leader, loaded, row
from trellis.meetings.models import Party

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Growth in reading is up; the team looks at attendance next. " * 4


def findings(page, url):
    found: list[tuple[object, ...]] = []
    for width in (1366, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto(url)
        assert answer.status == 200, (url, answer.status)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((url, width, "scrolls sideways"))
    return found + [(url, one["id"]) for one in Axe().run(page).response["violations"]]


def test_pages_of_past_logs_have_no_barrier(page, live_server, tmp_path):
    with time_machine.travel(NOON, tick=True):
        world = cast.build()
        loaded(tmp_path, row("2026-11-04", came="Principal", data=LONG), by=leader(world))
        party = Party.objects.get(meeting__imported=True)
        rows = [row(data=LONG, internal="Ours", came=4), row("soon"), row(kind="Chek-in")]
        source = checked(tmp_path, *rows, by=leader(world))
        cookie = sign_in_as(Client(), leader(world)).cookies[settings.SESSION_COOKIE_NAME]
        there = {"name": cookie.key, "value": cookie.value, "url": live_server.url}
        page.context.add_cookies([there])
        found = []
        for name, args in (
            ("past-logs", []), ("past-log", [source.pk]), ("meeting", [party.pk]),
            ("place", [world["lincoln"].code]),
        ):  # fmt: skip
            found += findings(page, live_server.url + reverse(f"meetings:{name}", args=args))
    assert found == []
