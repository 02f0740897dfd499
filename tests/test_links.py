"""No page leads its reader to a door that is closed to them.

Everybody of the cast who is near Lincoln follows the links of their own pages, one to each route.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin

import pytest
import time_machine
from django.test import Client, override_settings
from django.urls import Resolver404, resolve, reverse

from conftest import NOON
from tests import objects
from tests.cast import Relation, World
from tests.visits import read, sign_in_as
from trellis.web.policy import BY_ROUTE, Door

HERE = "main a[href], .crumbs a[href], header a[href]"


@pytest.fixture(scope="module")
def cast(built, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """The cast with a record for each route."""
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with files, django_db_blocker.unblock(), time_machine.travel(NOON, tick=False):
        objects.targets(built)
        yield built


def route_of(path: str) -> str:
    """The route of an address; an address that is none stands for itself."""
    try:
        return resolve(path.partition("?")[0]).view_name
    except Resolver404:
        return path


def closed(client: Client) -> list[str]:
    """The links that somebody finds from their first page on, and that don't open."""
    found, wrong = deque([(reverse("home:my-work"), "")]), []
    opened = {route for route, row in BY_ROUTE.items() if row.door == Door.SIGN_IN_PAGES}
    while found:
        path, above = found.popleft()
        if (route := route_of(path)) in opened:
            continue
        opened.add(route)
        answer = client.get(path, follow=True)
        if answer.status_code != 200:
            wrong.append(f"{above} leads to {path}: {answer.status_code}")
        elif answer.headers["Content-Type"].startswith("text/html"):
            links = (str(link["href"]) for link in read(answer).select(HERE))
            there = (urldefrag(urljoin(path, link)).url for link in links)
            found.extend((url, path) for url in there if url.startswith("/"))
    return wrong


@pytest.mark.parametrize(
    "role",
    [
        "principal", "team", "advisor", "district", "superintendent", "board", "board-secretary",
        "coordinator", "vendor", "regional-office", "association", "coach", "agency",
    ],
)  # fmt: skip
def test_no_page_leads_its_reader_to_a_closed_door(world: World, cast: World, role: str):
    assert closed(sign_in_as(Client(), cast.who(role, Relation.OWN))) == []
