"""Signing in by code and by password; unknown addresses learn nothing."""

import pytest

from trellis.people.tests.ways import (
    PASSWORD,
    code_for,
    errors,
    heading,
    piece,
    sign_in_by_code,
    who_is_in,
)

NEXT = {"next": "/profile/"}


def test_the_sign_in_page_asks_for_the_address_first(client, state):
    form = piece(client.get("/sign-in/"), "form[action='/sign-in/']")
    fields = [one["name"] for one in form.select("input:not([type=hidden])")]
    assert fields == ["login", "password"]


def test_a_person_signs_in_with_the_code_that_was_mailed(client, pat):
    client.post("/sign-in/", {"login": pat.email, "way": "code"})
    answer = client.post(
        "/sign-in/code/entry/", {"code": code_for(pat.email), "action": "verify", **NEXT}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/profile/")
    assert who_is_in(client) == "pat@example.org"


def test_a_person_signs_in_with_the_password(client, pat):
    answer = client.post("/sign-in/", {"login": "Pat@Example.org", "password": PASSWORD, **NEXT})
    assert (answer.status_code, answer["Location"]) == (302, "/profile/")
    assert who_is_in(client) == "pat@example.org"


@pytest.mark.parametrize("address", ["pat@example.org", "nobody@example.org"])
def test_a_wrong_password_says_the_same_for_known_and_unknown(client, pat, address):
    answer = client.post("/sign-in/", {"login": address, "password": "not it at all, sorry"})
    assert errors(answer) == [
        "This address and password do not belong together. Try again, or have a code emailed."
    ]


def test_known_and_unknown_addresses_get_the_same_page_and_one_letter_each(client, pat, letters):
    client.post("/sign-in/", {"login": pat.email, "way": "code"})
    known = client.get("/sign-in/code/entry/")
    client.post("/sign-out/")
    client.post("/sign-in/", {"login": "nobody@example.org", "way": "code"})
    unknown = client.get("/sign-in/code/entry/")
    assert heading(known) == heading(unknown) == "Enter the code"
    assert [one[:2] for one in letters()] == [
        ("pat@example.org", "sign-in-code"),
        ("nobody@example.org", "unknown-address"),
    ]


def test_known_and_unknown_addresses_cost_the_same_queries(
    client, pat, django_assert_max_num_queries
):
    counted = []
    for address in ("pat@example.org", "nobody@example.org"):
        with django_assert_max_num_queries(200) as seen:
            client.post("/sign-in/", {"login": address, "way": "code"})
        counted.append(len(seen))
        client.post("/sign-out/")
        client.cookies.clear()
    assert abs(counted[0] - counted[1]) <= 2


def test_three_wrong_codes_end_the_try(client, pat):
    client.post("/sign-in/", {"login": pat.email, "way": "code"})
    right = code_for(pat.email)
    for _ in range(3):
        client.post("/sign-in/code/entry/", {"code": "BBBB-BBBB", "action": "verify"})
    client.post("/sign-in/code/entry/", {"code": right, "action": "verify"})
    assert who_is_in(client) == ""


def test_a_code_works_once(client, pat):
    sign_in_by_code(client, pat.email)
    client.post("/sign-out/")
    client.post("/sign-in/code/entry/", {"code": code_for(pat.email), "action": "verify"})
    assert who_is_in(client) == ""


def test_a_code_works_only_in_the_browser_that_asked(client, pat):
    client.post("/sign-in/", {"login": pat.email, "way": "code"})
    other = type(client)()
    other.post("/sign-in/code/entry/", {"code": code_for(pat.email), "action": "verify"})
    assert who_is_in(other) == ""


def test_codes_are_mailed_at_most_three_times_a_minute(client, pat, letters):
    for _ in range(5):
        client.post("/sign-in/", {"login": pat.email, "way": "code"})
        client.post("/sign-out/")
    assert len(letters()) == 3


def test_passwords_can_be_guessed_five_times_in_five_minutes(client, pat):
    for _ in range(5):
        client.post("/sign-in/", {"login": pat.email, "password": "wrong wrong wrong"})
    answer = client.post("/sign-in/", {"login": pat.email, "password": PASSWORD})
    assert errors(answer) == ["That was too often. Wait five minutes, then try again."]


def test_signing_in_gives_the_session_a_new_key(client, pat):
    client.post("/sign-in/", {"login": pat.email, "way": "code"})
    before = client.session.session_key
    client.post("/sign-in/code/entry/", {"code": code_for(pat.email), "action": "verify"})
    after = client.session.session_key
    assert before and after and before != after


def test_the_code_button_ignores_a_password_that_the_browser_filled_in(client, pat, letters):
    client.post("/sign-in/", {"login": pat.email, "password": "an old one", "way": "code"})
    assert [one[:2] for one in letters()] == [("pat@example.org", "sign-in-code")]


def test_the_password_button_without_a_password_says_so(client, pat):
    answer = client.post("/sign-in/", {"login": pat.email, "way": "password"})
    assert errors(answer) == ["Password: Enter your password, or have a code emailed."]


@pytest.mark.parametrize("path", ["/sign-up/", "/signup/", "/accounts/signup/", "/accounts/"])
def test_there_is_no_sign_up(client, state, path):
    assert client.get(path).status_code == 404
