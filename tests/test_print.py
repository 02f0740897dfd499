"""The whole year on paper, as a real browser prints it (R-004-04)."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.visits import sign_in_as

pytestmark = pytest.mark.browser

MOST_PAGES = 9  # what the source document takes on legal paper


@pytest.fixture
def printed(live_server, transactional_db, page):
    """`printed(paper)`: the PDF that the browser makes of the principal's print page."""
    world = cast.build()
    client = Client()
    sign_in_as(client, world.who("principal"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )

    def pdf(paper: str) -> bytes:
        address = reverse("home:print", args=[world["lincoln"].code])
        page.goto(f"{live_server.url}{address}?paper={paper}")
        return bytes(page.pdf(prefer_css_page_size=True))

    return pdf


def pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def sizes(pdf: bytes) -> set[tuple[float, float]]:
    """The sizes of its pages in inches, rounded to tenths."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", pdf)
    return {(round(float(w) / 72, 1), round(float(h) / 72, 1)) for w, h in boxes}


def test_legal_paper_holds_all_roles_on_no_more_pages_than_the_source(printed):
    pdf = printed("legal")
    assert sizes(pdf) == {(14.0, 8.5)}
    assert 1 <= pages(pdf) <= MOST_PAGES


def test_letter_paper_works_too(printed):
    pdf = printed("letter")
    assert sizes(pdf) == {(11.0, 8.5)}
