"""What somebody does in the first minutes after `./dev run`, with a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from trellis.sample.tests.conftest import load_in_november

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STEP = "Agree with the leadership team on needs, timeline and process for the application"


@pytest.fixture
def site(live_server, settings, tmp_path) -> str:
    """The product with the small sample."""
    settings.MEDIA_ROOT = tmp_path
    settings.SAMPLE = True
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    load_in_november()
    return str(live_server.url)


def test_the_principal_does_the_next_step_sees_it_done_and_undoes_it(page: Page, site: str):
    complaints: list[str] = []
    page.on("console", lambda one: complaints.append(one.text) if one.type == "error" else None)
    page.goto(f"{site}/sign-in/")
    page.get_by_role("button", name="Principal Maria Okafor").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My work")
    loud = page.locator(".card.loud")
    expect(loud).to_contain_text(STEP)
    loud.get_by_role("button", name="Mark it done").click()
    expect(page.locator(".card.loud")).not_to_contain_text(STEP)
    done = page.locator("main").get_by_role("link", name=STEP)
    done.click()
    page.get_by_role("button", name="Undo").first.click()
    page.goto(f"{site}/my-work/")
    expect(page.locator(".card.loud")).to_contain_text(STEP)
    assert complaints == []


def test_a_visitor_looks_at_july_and_comes_back(page: Page, site: str):
    page.goto(f"{site}/sign-in/")
    page.get_by_role("button", name="Superintendent").click()
    page.get_by_role("button", name="July").click()
    expect(page.locator(".meta-strip")).to_contain_text("Jul 15")
    page.get_by_role("button", name="December").click()
    expect(page.locator(".meta-strip")).to_contain_text("Dec 3")
