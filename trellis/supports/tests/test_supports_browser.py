"""From the front page to a support in three steps, by keyboard on a phone."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from conftest import NOON
from tests import cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def focus(page, wanted, most=40):
    """Press Tab until what is wanted has the focus; the way there is the visitor's own."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"No way to {wanted} by keyboard.")


def test_a_guest_finds_a_support_in_three_steps_by_keyboard_on_a_phone(page, live_server):
    with time_machine.travel(NOON, tick=True):
        cast.build()
        page.set_viewport_size({"width": 390, "height": 800})
        page.goto(live_server.url + reverse("home:front"))
        focus(page, "main input[name=q]")
        page.keyboard.type("mentoring for a new principal")
        page.keyboard.press("Enter")
        page.wait_for_url("**/supports/find/**")
        focus(page, ".support-lines h2 a")
        page.keyboard.press("Enter")
        page.wait_for_url("**/supports/service/**")
        assert page.inner_text("h1") == "Mentoring"
        assert "May need IPA membership, a fee, or both" in page.inner_text("aside.side")
