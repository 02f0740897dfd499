"""States into which only doing something leads: no barrier, and the Tab key reaches everything.

One state of the cast serves them all: what is done in one does not hinder the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.conftest import Served
from tests.browser.keys import missed
from tests.browser.looking import barriers, follow, send
from tests.objects_meetings import a_part
from tests.objects_offers import lincolns_offer
from trellis.meetings.actions import cancel_meeting, write_note
from trellis.meetings.models import Meeting, Party
from trellis.meetings.offers.actions import withdraw_offer
from trellis.people import unsent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Act = Callable[[Page], None]
State = tuple[str, str, Act]
"""What it is called, who sees it, and what leads there."""


def opened(served: Served, route: str, *args: object, query: str = "") -> Act:
    """Just open a page."""

    def act(page: Page) -> None:
        answer = page.goto(served.url + reverse(route, args=args) + query)
        assert answer is not None
        assert answer.status < 500, route

    return act


def states(served: Served) -> Iterator[State]:
    """Meetings in each state, refused forms, two editors at once, what is kept for somebody."""
    yield from _meetings(served)
    yield from _refusals(served)
    world = served.world
    taken_back = lincolns_offer(world)
    withdraw_offer(taken_back, by=world.who("coordinator"))
    yield "times taken back", "principal", opened(served, "meetings:offer", taken_back.pk)
    yield "an address for the calendar", "principal", _calendar(served)
    yield "unsent text", "principal", _unsent(served)


def _meetings(served: Served) -> Iterator[State]:
    world = served.world
    lead = world.who("coordinator")
    planned, held, gone = (
        a_part(world),
        a_part(world, held=True),
        a_part(world),
    )
    cancel_meeting(Meeting.objects.get(pk=gone.meeting_id), by=lead, why="Snow")
    for name, part in (("planned", planned), ("held", held), ("cancelled", gone)):
        for who in ("coordinator", "principal"):
            yield f"{name} meeting", who, opened(served, "meetings:meeting", part.pk)
    yield "two editors of a note", "coordinator", _overtaken(served, a_part(world))


def _overtaken(served: Served, part: Party) -> Act:
    """Somebody saves a note while it is being written; the text of the second one stays."""

    def act(page: Page) -> None:
        page.goto(served.url + reverse("meetings:note", args=[part.pk, "data", "shared"]))
        by = served.world.who("coordinator")
        write_note(part, "data", "Theirs", visibility="shared", version=0, by=by)
        text = page.locator("main textarea[name=text]")
        text.fill("Ours")
        follow(page, page.locator("main form.card button.button").first)
        assert text.input_value() == "Ours"
        assert page.get_by_text("Theirs").first.is_visible()

    return act


def _refusals(served: Served) -> Iterator[State]:
    """Forms that are sent with nothing in them."""
    at = f"?at={served.world['lincoln'].code}"
    yield "schools chosen", "coordinator", _chosen(served)
    yield "no school chosen", "coordinator", opened(served, "monitoring:message")
    yield "empty word to schools", "coordinator", _sent_empty(served, "monitoring:message", at)
    yield "no times offered", "coordinator", _sent_empty(served, "meetings:offering", at)
    yield "meeting without an hour", "coordinator", _sent_empty(served, "meetings:plan", at)


def _chosen(served: Served) -> Act:
    def act(page: Page) -> None:
        page.goto(served.url + reverse("monitoring:caseload"))
        page.locator("main input[name=at]").first.check()

    return act


def _sent_empty(served: Served, route: str, query: str) -> Act:
    def act(page: Page) -> None:
        page.goto(served.url + reverse(route) + query)
        send(page, page.locator("main form[method=post] button.button").last)

    return act


def _calendar(served: Served) -> Act:
    def act(page: Page) -> None:
        page.goto(served.url + reverse("home:calendar"))
        follow(page, page.locator("main form[action$='/address/'] button").first)

    return act


def _unsent(served: Served) -> Act:
    person, typed = served.world.who("principal"), (("text", "We answer until Friday."),)
    path = reverse("home:my-work")
    unsent.put(person.pk, unsent.Unsent(path, typed))
    return opened(served, "people:unsent")


def test_no_state_of_meetings_caseloads_and_mail_has_a_barrier(served: Served):
    found: list[str] = []
    open_pages: dict[str, Page] = {}
    for name, who, lead_there in states(served):
        if who not in open_pages:
            open_pages[who] = served.page(f"{who} (own)")
        page = open_pages[who]
        lead_there(page)
        found += missed(page, f"{name} ({who})", "main")
        found += barriers(page, f"{name} ({who})")
    assert not found, "\n".join(found)
