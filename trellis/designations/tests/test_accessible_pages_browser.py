"""Pages of a release on its way out, in their states: no finding of axe, no sideways scroll."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from tests.visits import sign_in_as
from trellis.designations.actions import (
    check,
    import_release,
    publish,
    schedule,
    send_advance_notice,
)
from trellis.designations.models import Release
from trellis.designations.tests.conftest import appoint
from trellis.kit import clock
from trellis.organizations.models import Organization
from trellis.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Findings = Callable[[Person, str, Release, str], list[tuple[object, ...]]]


@pytest.fixture
def findings(page: Page, live_server) -> Findings:
    """What is wrong on a page that somebody opens, at three widths."""

    def look(person: Person, name: str, release: Release, query: str) -> list[tuple[object, ...]]:
        cookie = sign_in_as(Client(), person).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.clear_cookies()
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        url = live_server.url + reverse(f"designations:{name}", args=[release.pk]) + query
        found: list[tuple[object, ...]] = []
        for width in (1366, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            answer = page.goto(url)
            assert answer is not None and answer.status == 200, (name, query)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append((name, width, "scrolls sideways"))
        return found + [(name, one["id"]) for one in Axe().run(page).response["violations"]]

    return look


@pytest.fixture
def read(file, desk) -> Callable[..., Release]:
    """Bring rows in as a draft."""

    def go(*rows: str, year: int, **more: object) -> Release:
        path: Path = file(*rows)
        release = import_release(path, year=year, name="a.csv", by=desk, **more).release  # type: ignore[arg-type]
        assert release is not None
        return release

    return go


def test_pages_of_a_release_have_no_barrier(findings, read, desk, second, prairie):
    area = prairie["NF214D00"]
    Organization.objects.filter(level="school").update(district=area)
    lead = appoint("lead@example.org", "area-superintendent", area)
    first = read("NF214S01,,Steady,,,,,", "NF214S02,,Leading,,,,,", year=2026)
    check(first, by=second)
    publish(first, by=desk, at=clock.now())
    rows = ("NF214S01,,Renewing,lower,Finish,ML,,", "NF214S03,,Leading,,,,,", "NF214S01,,Zzz,,,,,")
    draft = read(*rows, year=2027, skip_bad=True)
    found = findings(second, "release", draft, "")
    found += findings(desk, "release", first, "")
    found += findings(desk, "changes", draft, "")
    found += findings(desk, "moved", draft, "?was=&now=leading")
    check(draft, by=second)
    found += findings(desk, "hour", draft, "")
    found += findings(desk, "advance-notices", draft, "")
    send_advance_notice(draft, by=desk)
    schedule(draft, at=clock.now() + timedelta(days=1), by=desk)
    found += findings(desk, "advance-notices", draft, "")
    found += findings(desk, "release", draft, "")
    found += findings(lead, "advance", draft, "")
    assert found == []
