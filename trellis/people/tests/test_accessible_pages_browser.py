"""Every page of the sign-in, in its states: no finding of axe, no sideways scroll."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from trellis.people.tests.test_sign_in_browser import sign_in_with_password, sign_out, site
from trellis.people.tests.ways import app_code, code_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["site"]


def look(page: Page) -> list[str]:
    """What is wrong with the page as it stands, wide and narrow."""
    found = [
        f"{page.url}: {one['id']} {[node['target'] for node in one['nodes']]}"
        for one in Axe().run(page).response["violations"]
    ]
    page.set_viewport_size({"width": 320, "height": 800})
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{page.url}: scrolls sideways at 320 pixels")
    page.set_viewport_size({"width": 1366, "height": 900})
    return found


def test_the_way_in_is_accessible_in_all_its_states(page: Page, site: str, ada):
    page.goto(f"{site}/sign-in/")
    wrong = look(page)
    page.locator("main").get_by_label("Email").fill(ada.email)
    page.get_by_role("button", name="Sign in with the password").click()
    page.wait_for_selector("#errors")
    wrong += look(page)
    page.get_by_role("button", name="Email me a code").click()
    page.get_by_label("Code from the mail").fill("nonsense")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("#errors")
    wrong += look(page)
    page.get_by_label("Code from the mail").fill(code_for(ada.email))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/second-step/**")
    wrong += look(page)
    for path in ("/password/reset/", "/password/reset/sent/", "/sign-in/closed/", "/sign-out/"):
        page.goto(site + path)
        wrong += look(page)
    assert wrong == []


def test_setting_up_and_using_a_second_step_is_accessible(page: Page, site: str, ada):
    sign_in_with_password(page, site, ada.email)
    page.get_by_role("link", name="Add an app").click()
    key = page.locator("code.secret").inner_text()
    wrong = look(page)
    page.get_by_label("Code from the app").fill(app_code(key))
    page.get_by_role("button", name="Add the app").click()
    page.wait_for_url("**/recovery-codes/")
    wrong += look(page)
    for path in ("", "password/", "app/removal/", "passkeys/new/", "recovery-codes/new/"):
        page.goto(f"{site}/profile/{path}")
        wrong += look(page)
    sign_out(page, site)
    sign_in_with_password(page, site, ada.email)
    page.wait_for_url("**/second-step/use/")
    wrong += look(page)
    assert wrong == []
