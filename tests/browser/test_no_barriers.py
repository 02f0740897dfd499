"""Nothing stands in the way on any page, in any state, for any role near Lincoln.

On every page: axe, a phone, letters twice as large, and where it has a script, the same controls
without; on those of meetings, caseloads, teams, calendars and mail the Tab key too.

Parts of pages whose elements, classes and roles are the same are looked at once: a list of three
schools tells no more than one of two, and the same page under another menu tells only of the menu.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.conftest import Served
from tests.browser.keys import missed
from tests.browser.looking import barriers, follow, labels, send
from tests.visits import read
from trellis.web.policy import TABLE, Door

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


WALKED = (
    "meetings:", "monitoring:", "organizations:team", "home:everything", "home:messages",
    "home:message-stop", "home:calendar", "home:search", "people:unsent", "everything found",
    "nothing found anywhere",
)  # fmt: skip
NEED_SCRIPT: frozenset[str] = frozenset()
"""Controls that are there only with script; each does what another one does without."""


def bones(tag: Tag) -> str:
    """The elements in a tag without words and numbers; those that are alike count once."""
    told = ",".join(str(tag.get(name)) for name in TOLD if tag.get(name))
    inside = dict.fromkeys(bones(child) for child in tag.find_all(recursive=False))
    return f"{tag.name}[{told}]({''.join(inside)})"


def skeleton(page: BeautifulSoup) -> set[str]:
    """The bones of a page: of its main part, and of what stands around it."""
    found = {bones(main.extract()) for main in page.find_all("main")}
    return found | {bones(html) for html in page.find_all("html")}


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
    found = skeleton(read(answer))
    new = not found <= seen
    seen |= found
    return new


def test_no_page_of_anybody_has_a_barrier(served: Served):
    found: list[str] = []
    open_pages: dict[str, Page] = {}
    looked = 0
    for name, visitor, path in pages(served):
        if visitor not in open_pages:
            open_pages[visitor] = served.page(visitor)
        page, where = open_pages[visitor], f"{name} ({visitor})"
        page.goto(served.url + path)
        looked += 1
        if name.startswith(WALKED):
            found += missed(page, where, "main")
        if page.locator("script").count():  # without any, no script changes nothing
            found += lost(served, visitor, page, where)
        found += barriers(page, where)
    assert not found, "\n".join(found)
    assert looked >= len([row for row in TABLE if row.route in served.targets]) // 2


def lost(served: Served, visitor: str, page: Page, where: str) -> list[str]:
    """What is not there without script."""
    plain = served.page(visitor, script=False)
    plain.goto(page.url)
    missing = labels(page) - labels(plain) - NEED_SCRIPT
    return [f"{where}: not there without script: {one}" for one in sorted(missing)]


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
            follow(page, page.locator(press).first)
        found += [(state, one["id"]) for one in Axe().run(page).response["violations"]]
    agency = served.page("agency (own)")
    agency.goto(f"{served.url}/administration/organizations/new/")
    send(agency, agency.locator("main form button").last)
    assert agency.locator("main .error").count(), "the server refused nothing"
    found += [("wrong form", one["id"]) for one in Axe().run(agency).response["violations"]]
    assert found == []


def test_the_skeleton_knows_pages_apart():
    def of(items: str, menu: str = "<a>Help</a>") -> set[str]:
        text = f"<html><body>{menu}<main><ul>{items}</ul></main></body></html>"
        return skeleton(BeautifulSoup(text, "html.parser"))

    one = of("<li>a</li>")
    assert one == of("<li>b</li><li>c</li>")
    assert len(one) == 2
    assert len(one & of("<li><a href='/'>b</a></li>")) == 1
    assert len(one & of("<li>a</li>", menu="<b>Help</b>")) == 1
