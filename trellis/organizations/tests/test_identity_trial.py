"""Settings are tried before anybody signs in by them; a trial tells, and gives nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.visits import read
from trellis.history.models import Entry
from trellis.organizations import actions
from trellis.organizations.models import Appointment, IdentityProvider
from trellis.organizations.tests.issuer import CLIENT, SECRET
from trellis.people.models import Person

ANSWER = reverse("organizations:identity-answer")
ADDRESS = "dora@state.example"


@pytest.fixture
def top(tree):
    return tree["PRAIRIE"]


@pytest.fixture
def off(top, desk, issuer):
    """The state's sign-in as it stands before it is turned on."""
    desk.email = ADDRESS
    desk.save()
    return actions.keep_identity_provider(
        top, issuer=issuer.url, client_id=CLIENT, secret=SECRET, domains=["state.example"],
        is_on=False, by=desk,
    )  # fmt: skip


def page_of(kept):
    return reverse("organizations:identity-trial", args=[kept.organization_id])


def told(browser, kept):
    """How each step of the last trial went, and its sentence."""
    rows = read(browser.get(page_of(kept))).select("main ol > li")
    return [(one.select_one(".chip").extract().text, one.text.strip()) for one in rows]


def try_out(browser, issuer, kept, **claims):
    """The whole round, as the person of the browser: what the page says after it."""
    location = browser.post(page_of(kept))["Location"]
    answer = browser.get(ANSWER + issuer.agree(location, **({"email": ADDRESS} | claims)))
    assert answer["Location"] == page_of(kept)
    return told(browser, kept)


def test_a_trial_that_holds_says_so_step_by_step(off, issuer, visit, desk):
    browser = visit(desk)
    assert told(browser, off) == []
    steps = try_out(browser, issuer, off)
    assert [how for how, _words in steps] == ["holds"] * 6
    assert steps[-1] == ("holds", "It would let you in.")
    assert issuer.asked[-1]["login_hint"] == ADDRESS
    off.refresh_from_db()
    assert (off.tried_well, off.is_on) == (True, False)
    assert Entry.objects.filter(verb="tried the own sign-in", actor_name=desk.name).count() == 1


WRONG: dict[str, tuple[dict[str, object], str]] = {
    "no claim": ({"email_verified": None}, "email_verified with the value true"),
    "not verified": ({"email_verified": False}, "is not verified"),
    "no address": ({"email": None}, "names no address"),
    "another domain": ({"email": "dora@else.example"}, "ends in else.example"),
    "another nonce": ({"nonce": "x" * 43}, "does not repeat the number"),
    "another reader": ({"aud": "somebody"}, "does not hold"),
    "too old": ({"exp": 1}, "does not hold"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_said_so_that_it_can_be_mended(off, issuer, visit, desk, wrong):
    claims, words = WRONG[wrong]
    steps = try_out(visit(desk), issuer, off, **claims)
    to_mend = [text for how, text in steps if how == "to mend"]
    assert (len(to_mend), words in to_mend[0]) == (1, True)
    off.refresh_from_db()
    assert (off.tried_well, off.tried_at is None) == (False, False)


def test_a_contract_that_vouches_is_noted_where_nothing_is_said(off, issuer, visit, desk, top):
    kept = actions.keep_identity_provider(
        top, issuer=issuer.url, client_id=CLIENT, domains=["state.example"], vouched=True,
        is_on=False, by=desk,
    )  # fmt: skip
    steps = try_out(visit(desk), issuer, kept, email_verified=None)
    assert [how for how, _words in steps] == ["holds", "holds", "holds", "note", "holds", "holds"]


def test_a_trial_signs_nobody_in_and_gives_no_right(off, issuer, visit, desk, tree):
    eve = Person.objects.create_user("eve@state.example", name="Eve")
    seats, browser = Appointment.objects.count(), visit(desk)
    steps = try_out(browser, issuer, off, email=eve.email)
    assert [how for how, _words in steps][-1] == "note"
    profile = read(browser.get(reverse("people:profile")))
    assert next(profile.select_one(".meta-strip").stripped_strings) == ADDRESS
    assert (Appointment.objects.count(), IdentityProvider.objects.get().is_on) == (seats, False)


def test_the_same_is_said_of_a_stranger_and_of_somebody_known(off, issuer, visit, desk):
    Person.objects.create_user("eve@state.example", name="Eve")
    known, unknown = (
        [text.replace(name, "") for _how, text in try_out(visit(desk), issuer, off, email=name)]
        for name in ("eve@state.example", "nobody@state.example")
    )
    assert known == unknown


def test_what_leaves_on_trial_comes_back_to_no_other_browser(off, issuer, visit, desk, second):
    location = visit(desk).post(page_of(off))["Location"]
    back = ANSWER + issuer.agree(location, email=ADDRESS)
    for browser in (Client(), visit(second)):
        assert browser.get(back).status_code == 403
    assert IdentityProvider.objects.get().tried_at is None


def test_an_answer_of_a_trial_opens_no_session_where_none_is(off, issuer, visit, desk):
    IdentityProvider.objects.update(is_on=True, confirmed_at=off.changed_at)
    browser = visit(desk)
    location = browser.post(page_of(off))["Location"]
    browser.post(reverse("organizations:identity"), {"email": ADDRESS})
    answer = browser.get(ANSWER + issuer.agree(location, email=ADDRESS))
    assert answer.status_code == 403


def test_who_lost_the_right_meanwhile_reads_nothing(off, issuer, visit, desk):
    browser = visit(desk)
    back = ANSWER + issuer.agree(browser.post(page_of(off))["Location"], email=ADDRESS)
    Appointment.objects.filter(person=desk).delete()
    assert browser.get(back).status_code == 403
    assert IdentityProvider.objects.get().tried_at is None


def test_settings_changed_meanwhile_are_not_the_ones_that_were_tried(off, issuer, visit, desk):
    browser = visit(desk)
    back = ANSWER + issuer.agree(browser.post(page_of(off))["Location"], email=ADDRESS)
    IdentityProvider.objects.update(edition=2)
    assert browser.get(back).status_code == 403
    off.refresh_from_db()
    assert (off.tried_at, told(browser, off)) == (None, [])


def test_a_provider_that_is_not_there_or_not_itself_is_told_at_once(off, issuer, visit, desk):
    browser = visit(desk)
    issuer.named = "https://evil.example"
    assert browser.post(page_of(off))["Location"] == page_of(off)
    assert [how for how, _words in told(browser, off)] == ["to mend"]
    IdentityProvider.objects.update(issuer="http://127.0.0.1:1")
    assert browser.post(page_of(off))["Location"] == page_of(off)
    assert told(browser, off)[0][1].startswith("The provider does not answer")


def test_a_wrong_secret_and_a_no_of_the_provider_are_told(off, issuer, visit, desk):
    browser = visit(desk)
    off.sealed_secret = IdentityProvider.seal("wrong")
    off.save()
    assert try_out(browser, issuer, off)[-1][1].startswith("The provider gave no token")
    state = issuer.agree(browser.post(page_of(off))["Location"]).partition("state=")[2]
    browser.get(f"{ANSWER}?error=access_denied&state={state}")
    assert told(browser, off)[-1] == (
        "to mend", "The provider let nobody through and said: access_denied",
    )  # fmt: skip


def test_only_who_sets_it_up_tries_it(off, visit, superintendent, person):
    for one in (superintendent, person("Eve")):
        for method in ("get", "post"):
            assert getattr(visit(one), method)(page_of(off)).status_code == 404
