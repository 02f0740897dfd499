"""axe finds nothing on any page, in any state, for any role near Lincoln.

Pages whose elements, classes and roles are the same are looked at once: a list of three schools
tells no more than one of two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse

from tests.browser.conftest import Served
from tests.visits import read
from trellis.web.policy import BY_ROUTE, TABLE, Door

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TOLD = ("class", "role", "type", "aria-current", "scope", "disabled")
STATES = {
    "nothing found": "/schools/?q=nothing-is-called-so",
    "nothing in the directory": "/administration/organizations/?q=nothing-is-called-so",
    "nobody found": "/administration/people/?q=nothing-is-called-so",
    "everything found": "/search/?q=school",
    "one kind found": "/search/?q=school&in=steps",
    "nearly found": "/search/?q=licoln",
    "nothing found anywhere": "/search/?q=nothing-is-called-so",
    "nothing asked": "/search/",
    "no page": "/no/such/page/",
    "another month": "/organizations/CAST-LINCOLN/year/?month=all",
    "one role": "/organizations/CAST-LINCOLN/year/everyone/?role=team&month=all",
}


def skeleton(page: BeautifulSoup) -> str:
    """The elements of a page without words and numbers; neighbors that are alike count once."""

    def bones(tag: Tag) -> str:
        told = ",".join(str(tag.get(name)) for name in TOLD if tag.get(name))
        inside: list[str] = []
        for child in tag.find_all(recursive=False):
            bone = bones(child)
            if bone not in inside:
                inside.append(bone)
        return f"{tag.name}[{told}]({''.join(inside)})"

    return bones(page.html) if page.html else ""


def pages(served: Served) -> Iterator[tuple[str, str, str]]:
    """Name, visitor and path of every page that differs from those before."""
    seen: set[str] = set()
    for visitor in served.visitors.values():
        if visitor.name not in {"public", "stranger"} and "(own)" not in visitor.name:
            continue
        client = served.client(visitor)
        for name, path in [*_routes(served), *STATES.items()]:
            page = _new(client, path, seen)
            if page:
                yield name, visitor.name, path


def _routes(served: Served) -> Iterator[tuple[str, str]]:
    for row in TABLE:
        if "GET" in row.methods and row.door != Door.SAMPLE and "webauthn" not in row.route:
            target = served.targets.get(row.route)
            args = target.args if target else ()
            if row.route == "account_reset_password_from_key":
                args = ("1", "set-password")
            yield row.route, reverse(row.route, args=args) + (target.query if target else "")


def _new(client: Client, path: str, seen: set[str]) -> bool:
    answer = client.get(path)
    if answer.status_code == 302 or "text/html" not in answer.headers.get("Content-Type", ""):
        return False
    bones = skeleton(read(answer))
    if bones in seen:
        return False
    seen.add(bones)
    return True


def test_axe_finds_nothing_on_any_page_of_anybody(served: Served):
    found, looked = [], 0
    open_pages = {}
    for name, visitor, path in pages(served):
        if visitor not in open_pages:
            open_pages[visitor] = served.page(visitor)
        page = open_pages[visitor]
        page.goto(served.url + path)
        looked += 1
        for one in Axe().run(page).response["violations"]:
            where = [node["html"][:120] for node in one["nodes"][:2]]
            found.append(f"{name} ({visitor}): {one['id']} {where}")
    assert not found, "\n".join(found)
    assert looked >= len([row for row in TABLE if row.route in served.targets]) // 2


def test_axe_finds_nothing_after_success_and_refusal(served: Served):
    found = []
    page = served.page("principal (own)")
    task = served.targets["home:task"].args[0]
    for state, path, press in (
        ("done", "/my-work/", "button[formaction$='/completion/']"),
        ("undone", "/organizations/CAST-LINCOLN/year/?month=all", "button.link"),
        ("read only", reverse("home:task", args=[task]), ""),
    ):
        page.goto(served.url + path)
        if press:
            page.locator(press).first.click()
        found += [(state, one["id"]) for one in Axe().run(page).response["violations"]]
    agency = served.page("agency (own)")
    agency.goto(f"{served.url}/administration/organizations/new/")
    agency.locator("main form button").last.click()
    found += [("wrong form", one["id"]) for one in Axe().run(agency).response["violations"]]
    assert found == []


def test_the_skeleton_knows_pages_apart():
    one, two, three = (
        BeautifulSoup(f"<html><body><ul>{items}</ul></body></html>", "html.parser")
        for items in ("<li>a</li>", "<li>b</li><li>c</li>", "<li><a href='/'>b</a></li>")
    )
    assert skeleton(one) == skeleton(two) != skeleton(three)
    assert re.match(r"html\[\]", skeleton(one))
    assert BY_ROUTE
