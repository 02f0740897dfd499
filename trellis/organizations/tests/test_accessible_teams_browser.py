"""Every page of a team, in its states: no finding of axe, no sideways scroll, no script needed."""

from __future__ import annotations

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse

from conftest import NOON
from tests import cast
from tests.objects_teams import advisory, begun_at_grant, leadership
from tests.visits import sign_in_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def findings(page, url, name):
    found: list[tuple[object, ...]] = []
    for width in (1366, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto(url)
        assert answer.status == 200, (name, answer.status)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((name, width, "scrolls sideways"))
    found += [(name, one["id"]) for one in Axe().run(page).response["violations"]]
    return found


def walk(page, base):
    world = cast.build()
    team, group, waiting = leadership(world), advisory(world), begun_at_grant(world)
    lincoln = world["lincoln"].pk
    pages: dict[str, list[tuple[str, list[object]]]] = {
        "principal": [
            ("teams", [lincoln]), ("team", [team.pk]), ("team", [group.pk]),
            ("team-place", [team.pk, team.members.first().pk]), ("team-end", [team.pk]),
            ("team-charter", [team.pk]), ("team-review", [team.pk, "composition"]),
        ],
        "superintendent": [("team", [waiting.pk])],
        "board": [("team", [group.pk]), ("team", [team.pk])],
    }  # fmt: skip
    found = []
    for who, routes in pages.items():
        client = sign_in_as(Client(), world.who(who))
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": base}]
        )
        for route, args in routes:
            there = base + reverse(f"organizations:{route}", args=args)
            found += findings(page, there, f"{route} {who}")
    client = sign_in_as(Client(), world.who("team"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": base}])
    found += findings(page, base + reverse("home:my-work"), "my work of a member")
    return found


def test_pages_of_a_team_have_no_barrier(page, live_server):
    with time_machine.travel(NOON, tick=True):
        found = walk(page, live_server.url)
    assert found == []
