"""A guest on a phone, by the keys alone, without an account: from the event's page to a place."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from tests import cast
from tests.objects_events import planned
from tests.objects_learning import shelved
from trellis.kit import clock
from trellis.learning.models import Registration
from trellis.notices.models import Notice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def barriers(page):
    """What axe says of the page, and whether it scrolls sideways."""
    found = [one["id"] for one in Axe().run(page).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, "scrolls sideways"] if wide else found


def to(page, control):
    """Tab until a control has the focus."""
    for _ in range(40):
        if control.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("no Tab leads there")


# long: one person's whole way, page after page
def test_a_guest_gets_a_place_by_the_keys_alone_at_390_px(page, live_server):
    event = planned(cast.build(), starts_at=clock.now() + timedelta(days=7))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url + reverse("learning:event", args=[event.pk]))
    found = barriers(page)
    to(page, page.get_by_label("Your name"))
    page.keyboard.type("Ana Díaz")
    to(page, page.get_by_label("Your email address"))
    page.keyboard.type("ana@guests.example")
    to(page, page.get_by_role("button", name="Ask for a place"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Look at your mail")).to_be_visible()
    found += barriers(page)
    mail = Notice.objects.get(kind="event-asked", address="ana@guests.example")
    link = re.search(re.escape(settings.BASE_URL) + r"(\S+)", mail.text).group(1)
    page.goto(live_server.url + link)
    found += barriers(page)
    to(page, page.get_by_role("button", name="Take the place"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have a place.")).to_be_visible()
    assert Registration.objects.get().state == "placed"
    assert found + barriers(page) == []


def test_the_library_and_its_things_have_no_barrier(page, live_server):
    item = shelved(cast.build())
    page.set_viewport_size({"width": 320, "height": 800})
    for path in (reverse("learning:library"), reverse("learning:item", args=[item.code])):
        page.goto(live_server.url + path)
        assert barriers(page) == [], path
