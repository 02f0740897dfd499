"""By keyboard alone: every control of My work and the school year, in order, with visible focus."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Served
from tests.browser.keys import CONTROLS, walk
from trellis.work.models import Task

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATHS = (
    "/my-work/",
    "/organizations/CAST-LINCOLN/year/",
    "/organizations/CAST-LINCOLN/year/whole/",
)


@pytest.mark.parametrize("path", PATHS)
def test_tab_reaches_every_control_once_in_order_and_shows_where_it_is(served: Served, path):
    page = served.page("principal (own)")
    page.goto(served.url + path)
    count = page.evaluate(CONTROLS, "body")
    reached = walk(page, count)
    assert [one["order"] for one in reached] == list(range(count))
    assert [one["what"] for one in reached if not one["seen"]] == []
    assert [one["what"] for one in reached if not one["inside"]] == []


@pytest.mark.parametrize("path", PATHS[:2])
@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_completes_a_task(served: Served, path, key):
    page = served.page("principal (own)")
    page.goto(served.url + path)
    button = page.locator("main button.check[formaction$='/completion/']").first
    task = int((button.get_attribute("formaction") or "").split("/")[-3])
    button.focus()
    with page.expect_navigation():
        page.keyboard.press(key)
    assert Task.objects.get(pk=task).state == "done"
    assert page.get_by_text("Marked done.").is_visible()


def test_the_first_stop_leads_past_the_header(served: Served):
    page = served.page("principal (own)")
    page.goto(f"{served.url}/my-work/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash !== ''")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
