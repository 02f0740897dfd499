"""The pages of a year's dates and words, in their states: no finding of axe, no sideways scroll."""

from __future__ import annotations

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.visits import sign_in_as
from trellis.cycles.dates.actions import set_date
from trellis.cycles.rewording.actions import reword
from trellis.designations.tests.conftest import appoint
from trellis.organizations.models import Organization
from trellis.programs.actions import install
from trellis.programs.models import Override
from trellis.programs.tests.packs import PRAIRIE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
YEAR = 2026


@pytest.fixture
def desk(db):
    """Sets the dates of the year, and has set one and reworded an activity already."""
    install(PRAIRIE)
    state = Organization.objects.create(
        code="PRAIRIE", kind="department", level="state", name="Department", sort_name="department"
    )
    person = appoint("desk@example.org", "program-desk", state)
    set_date(YEAR, "spare-money-due", date(2027, 4, 10), by=person)
    reword(YEAR, "activity", "focus-year/aug-circle", {"minutes": 45}, by=person)
    reword(YEAR, "activity", "focus-year/aug-standings", {"minutes": 45}, by=person)
    Override.objects.filter(subject="focus-year/aug-standings").update(subject="focus-year/gone")
    return person


def test_pages_of_a_year_have_no_barrier(page, live_server, desk):
    client = sign_in_as(Client(), desk)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "url": live_server.url}
    cookie["value"] = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([cookie])
    found: list[tuple[object, ...]] = []
    for route, *args in (
        ("years",), ("dates", YEAR), ("date", YEAR, "council-decides"),
        ("date", YEAR, "spare-money-due"), ("wording", YEAR), ("links", YEAR),
        ("activity-wording", YEAR, "focus-year", "aug-circle"),
    ):  # fmt: skip
        url = live_server.url + reverse(f"cycles:{route}", args=args)
        for width in (1366, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.goto(url).status == 200, route
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append((route, width, "scrolls sideways"))
        found += [(route, one["id"]) for one in Axe().run(page).response["violations"]]
    page.goto(live_server.url + reverse("cycles:date", args=(YEAR, "council-decides")))
    page.fill("input[type=date]", "2027-01-23")
    page.click("main form button")
    assert page.inner_text("[role=alert] li") == "This is a Saturday."
    found += [("asked", one["id"]) for one in Axe().run(page).response["violations"]]
    assert found == []
