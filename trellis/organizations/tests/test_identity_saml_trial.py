"""A sign-in by SAML is tried before anybody signs in by it; a trial tells, and gives nothing."""

from __future__ import annotations

import base64

import pytest
from django.test import Client
from django.urls import reverse

from tests.visits import read
from trellis.history.models import Entry
from trellis.organizations import actions
from trellis.organizations.models import Appointment, IdentityProvider
from trellis.organizations.tests.assertions import (
    CERTIFICATE,
    ENTITY,
    OTHER_CERTIFICATE,
    OTHER_KEY,
    SIGN_ON,
    asked_by,
    assertion,
    come_back,
    pair,
    response,
    signed,
)
from trellis.people.models import Person

ADDRESS = "dora@state.example"


@pytest.fixture
def off(settings, tree, desk):
    """The state's sign-in by SAML as it stands before it is turned on."""
    settings.SAML = True
    desk.email = ADDRESS
    desk.save()
    return actions.keep_identity_provider(
        tree["PRAIRIE"], kind="saml", issuer=ENTITY, sign_on_url=SIGN_ON,
        certificate=CERTIFICATE, domains=["state.example"], is_on=False, by=desk,
    )  # fmt: skip


def page_of(kept):
    return reverse("organizations:identity-trial", args=[kept.organization_id])


def told(browser, kept):
    """How each step of the last trial went, and its sentence."""
    rows = read(browser.get(page_of(kept))).select("main ol > li")
    return [(one.select_one(".chip").extract().text, one.text.strip()) for one in rows]


def leave(browser, kept):
    """Begin a trial; the number of the request that the provider reads."""
    return asked_by(browser.post(page_of(kept))["Location"])


def try_out(browser, kept, **claims):
    """The whole round, as the person of the browser: what the page says after it."""
    asked = leave(browser, kept)
    words = signed(assertion(asked, **({"email": ADDRESS} | claims)))
    assert come_back(browser, response(asked, words))["Location"] == page_of(kept)
    return told(browser, kept)


def test_a_trial_that_holds_says_so_step_by_step(off, visit, desk):
    browser = visit(desk)
    steps = try_out(browser, off)
    assert [how for how, _words in steps] == ["holds"] * 4
    assert steps[-1] == ("holds", "It would let you in.")
    off.refresh_from_db()
    assert (off.tried_well, off.is_on) == (True, False)
    assert Entry.objects.filter(verb="tried the own sign-in", actor_name=desk.name).count() == 1


WRONG: dict[str, tuple[dict[str, object], str]] = {
    "another domain": ({"email": "dora@else.example"}, "ends in else.example"),
    "no address": ({"email": ""}, "does not hold"),
    "another reader": ({"audience": "https://else.example"}, "does not hold"),
    "sent elsewhere": ({"to": "https://else.example/answer"}, "does not hold"),
    "too old": ({"minutes": -30}, "does not hold"),
    "another issuer": ({"issuer": "https://evil.example"}, "does not hold"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_said_so_that_it_can_be_mended(off, visit, desk, wrong):
    claims, words = WRONG[wrong]
    steps = try_out(visit(desk), off, **claims)
    to_mend = [text for how, text in steps if how == "to mend"]
    assert (len(to_mend), words in to_mend[0]) == (1, True)
    off.refresh_from_db()
    assert (off.tried_well, off.tried_at is None) == (False, False)


@pytest.mark.parametrize("way", ["unsigned", "another key", "another request", "noise"])
def test_what_the_provider_did_not_sign_for_this_trial_does_not_hold(off, visit, desk, way):
    browser = visit(desk)
    asked = leave(browser, off)
    number = "_another" if way == "another request" else asked
    inside = assertion(number, email=ADDRESS)
    if way == "another key":
        inside = signed(inside, OTHER_KEY, OTHER_CERTIFICATE)
    elif way != "unsigned":
        inside = signed(inside)
    sent = base64.b64encode(b"noise").decode() if way == "noise" else response(number, inside)
    come_back(browser, sent)
    assert told(browser, off)[-1][0] == "to mend"
    off.refresh_from_db()
    assert off.tried_well is False


def test_a_trial_signs_nobody_in_and_gives_no_right(off, visit, desk):
    Person.objects.create_user("eve@state.example", name="Eve")
    seats, browser = Appointment.objects.count(), visit(desk)
    assert try_out(browser, off, email="eve@state.example")[-1][0] == "note"
    profile = read(browser.get(reverse("people:profile")))
    assert next(profile.select_one(".meta-strip").stripped_strings) == ADDRESS
    assert (Appointment.objects.count(), IdentityProvider.objects.get().is_on) == (seats, False)


def test_the_same_is_said_of_a_stranger_and_of_somebody_known(off, visit, desk):
    Person.objects.create_user("eve@state.example", name="Eve")
    known, unknown = (
        [text.replace(name, "") for _how, text in try_out(visit(desk), off, email=name)]
        for name in ("eve@state.example", "nobody@state.example")
    )
    assert known == unknown


def test_what_leaves_on_trial_comes_back_to_no_other_browser(off, visit, desk, second):
    asked = leave(visit(desk), off)
    sent = response(asked, signed(assertion(asked, email=ADDRESS)))
    for browser in (Client(), visit(second)):
        assert come_back(browser, sent).status_code == 403
    assert IdentityProvider.objects.get().tried_at is None


def test_an_assertion_is_read_by_one_trial_only(off, visit, desk):
    browser = visit(desk)
    asked = leave(browser, off)
    sent = response(asked, signed(assertion(asked, email=ADDRESS)))
    assert come_back(browser, sent)["Location"] == page_of(off)
    leave(browser, off)
    come_back(browser, sent)
    assert told(browser, off)[-1][0] == "to mend"


def test_settings_changed_meanwhile_are_not_the_ones_that_were_tried(off, visit, desk):
    browser = visit(desk)
    asked = leave(browser, off)
    IdentityProvider.objects.update(edition=2)
    sent = response(asked, signed(assertion(asked, email=ADDRESS)))
    assert come_back(browser, sent).status_code == 403
    assert IdentityProvider.objects.get().tried_at is None


def test_a_certificate_that_no_longer_counts_is_said_before_anybody_leaves(off, visit, desk):
    IdentityProvider.objects.update(certificate=OTHER_CERTIFICATE)
    browser = visit(desk)
    assert told(browser, off) == []
    assert asked_by(browser.post(page_of(off))["Location"]) != ""
    IdentityProvider.objects.update(certificate=pair(until=-1)[1])
    assert browser.post(page_of(off))["Location"] == page_of(off)
    [(how, words)] = told(browser, off)
    assert (how, "counts from" in words) == ("to mend", True)
