"""Pages of letters in their states: no finding of axe, no sideways scroll."""

from __future__ import annotations

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.visits import sign_in_as
from trellis.designations.actions import check, import_release, publish
from trellis.designations.letters.actions import hold, mark_sent, write_letters
from trellis.designations.models import Letter
from trellis.designations.tests.conftest import appoint
from trellis.kit import clock
from trellis.organizations.models import Assignment, Organization

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TODAY = date(2026, 12, 3)


@pytest.fixture
def findings(page, live_server):
    """What is wrong on a page that somebody opens, at three widths."""

    def look(person, name: str, *args: object) -> list[tuple[object, ...]]:
        cookie = sign_in_as(Client(), person).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.clear_cookies()
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        found: list[tuple[object, ...]] = []
        for width in (1366, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            answer = page.goto(live_server.url + reverse(f"designations:{name}", args=args))
            assert answer.status == 200, (name, answer.status)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append((name, width, "scrolls sideways"))
        return found + [(name, one["id"]) for one in Axe().run(page).response["violations"]]

    return look


@pytest.fixture
def release(file, desk, second, prairie):
    """A published release of one area, its letters written, served by a network lead."""
    Organization.objects.filter(level="school").update(district=prairie["NF214D00"])
    rows = ("NF214S01,,Renewing,lower,Finish,ML,,", "NF214S02,,Leading,,,,,")
    made = import_release(file(*rows), year=2026, name="a.csv", by=desk).release
    assert made is not None
    write_letters(made, by=desk)
    check(made, by=second)
    publish(made, by=desk, at=clock.now())
    return made


def test_pages_of_letters_have_no_barrier(findings, release, desk, prairie):
    lead = appoint("lead@example.org", "network-lead", prairie["PRAIRIE"])
    head = appoint("head2@example.org", "head-of-school", prairie["NF214S01"])
    Assignment.objects.create(
        role="network-lead", organization=prairie["NF214S01"], person=lead, starts=date(2020, 1, 1)
    )
    greeting, area, word = Letter.objects.filter(release=release).order_by("pk")
    found = findings(desk, "letters", release.pk) + findings(lead, "my-letters")
    found += findings(desk, "letters-of-kind", release.pk, "area-letter")
    found += findings(lead, "letter", greeting.pk) + findings(desk, "letter", area.pk)
    mark_sent(area, by=desk, on=TODAY)
    hold(word, by=desk)
    found += findings(head, "my-letters") + findings(head, "letter", area.pk)
    found += findings(desk, "letter", area.pk) + findings(desk, "letter", word.pk)
    assert found == []
