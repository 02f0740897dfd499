"""Every page of administration, in its states: no finding of axe, no sideways scroll."""

import os
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.mails import came_back, waiting_mail
from tests.visits import sign_in_as
from trellis.notices.actions import hold_mail
from trellis.organizations.actions import appoint, check_directory, check_people
from trellis.organizations.models import Appointment
from trellis.organizations.tests.conftest import JULY, ROWS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOTS = os.environ.get("TRELLIS_SHOTS", "")


@pytest.fixture
def visitor(page, live_server, desk):
    """A browser in which the department is signed in."""
    client = sign_in_as(Client(), desk)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    return page


def findings(page, url, name):
    found: list[tuple[object, ...]] = []
    for width in (1366, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto(url)
        assert answer.status == 200, (name, answer.status)
        if SHOTS and width != 320:
            page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((name, width, "scrolls sideways"))
    found += [(name, one["id"]) for one in Axe().run(page).response["violations"]]
    return found


def test_pages_of_administration_have_no_barrier(visitor, live_server, tree, person, write):
    leo = person("Leo")
    appoint(leo, "network-lead", tree["region-NF"], by=None, starts=date(2026, 7, 1))
    rows = (*ROWS[:3], ROWS[3].replace("Birch", "Beech"), ROWS[4], "NF-9,X,Campus,,,,yes")
    files = check_directory(write(*rows), name="roll.csv", by=None, on=JULY)
    header = "Key,Works as,Person,Mail address"
    seats = write("NF-214-S01,Head,Ana,ana@example.org", header=header)
    people = check_people(seats, name="people.csv", by=None, on=JULY)
    school, seat = tree["NF214S01"].pk, Appointment.objects.get(person=leo)
    pages: dict[str, list[object]] = {
        "administration": [],
        "upload": ["directory"],
        "import": [files.pk],
        "organizations": [],
        "addition": [],
        "organization": [tree["NF214D00"].pk],
        "appointments": [school],
        "ending": [seat.pk],
        "delegation": [seat.pk],
        "people": [],
        "person": [leo.pk],
        "assignments": [],
    }
    found = []
    for name, args in pages.items():
        url = live_server.url + reverse(f"organizations:{name}", args=args)
        found += findings(visitor, url, name)
    url = live_server.url + reverse("organizations:import", args=[people.pk])
    found += findings(visitor, url, "import-people")
    assert found == []


def test_pages_of_mail_have_no_barrier(visitor, live_server, tree, person, desk):
    leo = person("Leo")
    appoint(leo, "network-lead", tree["region-NF"], by=None, starts=date(2026, 7, 1))
    back, waits = came_back(leo, "went"), waiting_mail(person("Mia"), "waits")
    hold_mail(kind="letter", by=desk, reason="A name is wrong.")
    pages: dict[str, list[object]] = {
        "mail-week": [],
        "mail-log": [],
        "mail-text": [waits.pk],
        "bounces": [],
        "bounce": [back.pk],
    }
    found = []
    for name, args in pages.items():
        url = live_server.url + reverse(f"organizations:{name}", args=args)
        found += findings(visitor, url, name)
    assert found == []
