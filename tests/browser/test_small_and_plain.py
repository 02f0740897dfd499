"""Pages hold on a phone, with letters twice as large, and without script."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.browser.conftest import Served
from trellis.web.policy import TABLE, Door
from trellis.work.models import Task

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
READERS = ("public", "principal (own)", "agency (own)")


def paths(served: Served, name: str) -> list[str]:
    """Every page that somebody may read."""
    client, found = served.client(served.visitors[name]), []
    for row in TABLE:
        target = served.targets.get(row.route)
        if target and "GET" in row.methods and row.door != Door.SAMPLE:
            path = reverse(row.route, args=target.args) + target.query
            answer = client.get(path)
            kind = answer.headers.get("Content-Type", "")
            if answer.status_code == 200 and "text/html" in kind:
                found.append(path)
    return found


@pytest.mark.parametrize("name", READERS)
def test_no_page_scrolls_sideways_at_320_pixels(served: Served, name):
    page, wide = served.page(name, width=320), []
    for path in paths(served, name):
        page.goto(served.url + path)
        if page.evaluate(SIDEWAYS):
            wide.append(path)
    assert wide == []


@pytest.mark.parametrize("name", READERS)
def test_no_page_scrolls_sideways_with_letters_twice_as_large(served: Served, name):
    page, wide = served.page(name, width=1280), []
    for path in paths(served, name):
        page.goto(served.url + path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if page.evaluate(SIDEWAYS):
            wide.append(path)
    assert wide == []


def test_a_task_is_done_and_undone_without_script(served: Served):
    page = served.page("principal (own)", script=False)
    page.goto(f"{served.url}/organizations/CAST-LINCOLN/year/?month=all")
    button = page.locator("main button.check[formaction$='/completion/']").first
    task = int((button.get_attribute("formaction") or "").split("/")[-3])
    button.click()
    assert Task.objects.get(pk=task).state == "done"
    page.locator(f"main button[formaction$='/{task}/completion-withdrawal/']").click()
    assert Task.objects.get(pk=task).state == "open"


def test_the_directory_is_searched_without_script(served: Served):
    page = served.page("public", script=False)
    page.goto(f"{served.url}/schools/")
    page.locator("main input[name='q']").fill("Lincoln")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Lincoln School").click()
    assert page.locator("h1").inner_text() == "Lincoln School"


def test_everything_is_searched_from_the_shell_without_script(served: Served):
    page = served.page("principal (own)", width=320, script=False)
    page.goto(f"{served.url}/my-work/")
    page.locator("header input[name='q']").fill("licoln")
    with page.expect_navigation():  # both pages have a heading; the next line must read the new one
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == "Search"
    assert not page.evaluate(SIDEWAYS)
    page.locator("main").get_by_role("link", name="Lincoln School", exact=True).click()
    assert page.locator("h1").inner_text() == "Lincoln School"


def test_the_program_menu_opens_without_script(served: Served):
    page = served.page("principal (own)", width=320, script=False)
    page.goto(f"{served.url}/my-work/")
    assert page.locator("h1").is_visible()
    assert page.get_by_role("link", name="Schools").count() >= 1
