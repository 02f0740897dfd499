"""Journeys without script and on a phone; every page of both is looked at in `test_no_barriers`."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Served
from tests.browser.looking import SIDEWAYS, follow
from trellis.work.models import Task

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_task_is_done_and_undone_without_script(served: Served):
    page = served.page("principal (own)", script=False)
    page.goto(f"{served.url}/organizations/CAST-LINCOLN/year/?month=all")
    button = page.locator("main button.check[formaction$='/completion/']").first
    task = int((button.get_attribute("formaction") or "").split("/")[-3])
    follow(page, button)
    assert Task.objects.get(pk=task).state == "done"
    follow(page, page.locator(f"main button[formaction$='/{task}/completion-withdrawal/']"))
    assert Task.objects.get(pk=task).state == "open"


def test_the_directory_is_searched_without_script(served: Served):
    page = served.page("public", script=False)
    page.goto(f"{served.url}/schools/")
    page.locator("main input[name='q']").fill("Lincoln")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    follow(page, page.get_by_role("link", name="Lincoln School"))
    assert page.locator("h1").inner_text() == "Lincoln School"


def test_everything_is_searched_from_the_shell_without_script(served: Served):
    page = served.page("principal (own)", width=320, script=False)
    page.goto(f"{served.url}/my-work/")
    page.locator("header input[name='q']").fill("licoln")
    with page.expect_navigation():  # both pages have a heading; the next line must read the new one
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == "Search"
    assert not page.evaluate(SIDEWAYS)
    link = page.locator("main").get_by_role("link", name="Lincoln School", exact=True)
    follow(page, link)
    assert page.locator("h1").inner_text() == "Lincoln School"


def test_the_program_menu_opens_without_script(served: Served):
    page = served.page("principal (own)", width=320, script=False)
    page.goto(f"{served.url}/my-work/")
    assert page.locator("h1").is_visible()
    assert page.get_by_role("link", name="Schools").count() >= 1
