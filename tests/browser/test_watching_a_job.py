"""The page of a running job follows it by itself; without script its link does."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Served
from trellis.jobs.models import Job
from trellis.kit import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_progress_shows_without_loading_the_page_again(served: Served):
    job = Job.objects.get(pk=served.targets["jobs:job"].args[0])
    page = served.page("agency (own)")
    page.goto(f"{served.url}/jobs/{job.pk}/")
    page.evaluate("window.stays = true")
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.RUNNING, step="Reading rows", done=3, total=9, seen_at=clock.now()
    )
    page.get_by_text("Reading rows").wait_for()
    expect(page.get_by_text("3 of 9")).to_be_visible()
    assert page.evaluate("window.stays")


def test_without_script_the_link_looks_again(served: Served):
    job = Job.objects.get(pk=served.targets["jobs:job"].args[0])
    page = served.page("agency (own)", script=False)
    page.goto(f"{served.url}/jobs/{job.pk}/")
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.FAILED, error="Two rows are refused.", finished_at=clock.now()
    )
    page.locator("main a.button").click()
    expect(page.get_by_role("alert").get_by_text("Two rows are refused.")).to_be_visible()
