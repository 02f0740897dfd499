"""Of the account package only what stands in our list is served, in our own templates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client
from django.test.signals import template_rendered
from django.urls import NoReverseMatch, reverse

from trellis.people.account_urls import urlpatterns
from trellis.people.tests.test_second_step import set_up_app
from trellis.people.tests.ways import page, sign_in_by_code, text
from trellis.web.policy import BY_ROUTE

ARGUMENTS: dict[str, list[Any]] = {
    "account_reset_password_from_key": ["1", "set-password"],
    "mfa_edit_webauthn": [1],
    "mfa_remove_webauthn": [1],
}
ROUTES = [str(one.name) for one in urlpatterns]


@contextmanager
def django_templates() -> Iterator[list[str]]:
    """Names of the templates that Django's own engine renders meanwhile."""
    seen: list[str] = []

    def note(template, **_: object) -> None:
        seen.append(template.name)

    template_rendered.connect(note)
    yield seen
    template_rendered.disconnect(note)


def browsers(pat: str, ada: str) -> list[Client]:
    """A stranger, somebody half signed in, one signed in, one with an app."""
    half, inside, with_app = Client(), Client(), Client()
    half.post("/sign-in/", {"login": pat, "way": "code"})
    sign_in_by_code(inside, pat)
    sign_in_by_code(with_app, ada)
    set_up_app(with_app)
    second = Client()
    sign_in_by_code(second, ada)
    return [Client(), half, inside, with_app, second]


@pytest.mark.pure
def test_every_served_route_stands_in_the_policy_table():
    assert sorted(set(ROUTES) - set(BY_ROUTE)) == []


@pytest.mark.pure
@pytest.mark.parametrize(
    "route", ["account_signup", "account_email", "socialaccount_connections", "mfa_trust"]
)
def test_what_we_do_not_serve_has_no_address(route):
    with pytest.raises(NoReverseMatch):
        reverse(route)


def test_no_served_page_uses_djangos_own_engine(pat, ada):
    headings: set[str] = set()
    with django_templates() as rendered:
        for browser in browsers(pat.email, ada.email):
            for route in ROUTES:
                path = reverse(route, args=ARGUMENTS.get(route))
                posted = [] if path == "/sign-out/" else [browser.post(path, {"code": "x"})]
                for answer in (browser.get(path), *posted):
                    assert answer.status_code < 500, (path, answer.status_code)
                    if answer.status_code == 200:
                        headings.update(one.get_text() for one in page(answer).select("h1"))
    assert rendered == []
    assert len(headings) >= 13, headings


def test_a_page_of_too_many_tries_is_ours(client, state):
    for _ in range(31):
        answer = client.post("/sign-in/", {"login": "x"})
    found = text(answer, "h1")
    assert (answer.status_code, found) == (429, "Too many tries")
