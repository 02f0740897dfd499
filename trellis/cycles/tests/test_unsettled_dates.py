"""How a date reads while nobody has settled it: shown, but without countdown or lateness."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from tests.visits import read
from trellis.cycles.dates.actions import clear_date, set_date
from trellis.home.tests.pages import text

PLAN = "intensive-planning"
GRANT, REPORT = f"{PLAN}/dec-grant-due.district-1", f"{PLAN}/jun-planning-report.principal-1"
MISSING = "in December, day to be announced"
INFERRED = "Fri, Jul 30, not yet confirmed"


def pages_of(world, code: str, place: str) -> dict[str, str]:
    """Where a step's date stands: by name of the page."""
    school = world[place].code
    return {
        "my work": reverse("home:my-work"),
        "year": reverse("home:year", args=(school,)) + "?month=all",
        "task": reverse("home:task", args=(world.task(code, place).pk,)),
    }


def around(page, said):
    """The words of the line that says so."""
    found = page.find(string=lambda one: one is not None and said in " ".join(one.split()))
    assert found is not None
    return text(found.find_parent(["li", "article", "section"]) or found.parent)


@pytest.fixture
def client_in(client, sign_in):
    """`client_in(person, moment)`: pages as a person reads them on a day."""

    def visit(person, day, url):
        noon = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
        with time_machine.travel(noon):
            sign_in(person)
            answer = client.get(url)
            assert answer.status_code == 200
            return read(answer).main

    return visit


def test_a_missing_day_reads_as_announced_later_on_every_page(world, client_in):
    clear_date(2026, "planning-grant-due", by=world.publisher)
    person, today = world.who("district"), date(2026, 12, 14)
    for name, url in pages_of(world, GRANT, "lincoln").items():
        assert MISSING in text(client_in(person, today, url)), name


def test_an_inferred_day_is_shown_without_countdown_or_lateness(world, client_in):
    person = world.who("principal")
    pages = pages_of(world, REPORT, "lincoln")
    for day in (date(2027, 7, 28), date(2027, 7, 31)):
        for name, url in pages.items():
            page = client_in(person, day, url)
            line = around(page, INFERRED)
            assert not any(word in line for word in ("In 2 days", "Tomorrow", "Today")), name
            assert "was due Fri, Jul 30" not in text(page), name


def test_once_confirmed_the_day_counts_down_and_then_is_late(world, client_in):
    set_date(2026, "planning-report-due", date(2027, 7, 30), by=world.publisher)
    person = world.who("principal")
    pages = pages_of(world, REPORT, "lincoln")
    for name, url in pages.items():
        before = around(client_in(person, date(2027, 7, 28), url), "due Fri, Jul 30")
        assert ("In 2 days" in before) == (name != "task"), name
        assert "was due Fri, Jul 30" in text(client_in(person, date(2027, 7, 31), url)), name


def test_the_front_page_says_that_a_day_is_open(world, client_in):
    clear_date(2026, "planning-grant-due", by=world.publisher)
    front = client_in(world.who("principal"), date(2026, 12, 14), reverse("home:front"))
    assert MISSING in text(front)
