"""Sessions end when they should: elsewhere on request, everywhere with the account."""

from trellis.people.actions import deactivate_person, reactivate_person, remove_second_factors
from trellis.people.session_store import SessionStore
from trellis.people.tests.test_second_step import set_up_app
from trellis.people.tests.ways import PASSWORD, code_for, heading, sign_in_by_code, who_is_in


def test_other_sessions_end_and_this_one_stays(client, pat_inside, pat):
    other = type(client)()
    sign_in_by_code(other, pat.email)
    pat_inside.post("/profile/other-sessions/")
    assert (who_is_in(pat_inside), who_is_in(other)) == ("pat@example.org", "")


def test_a_closed_account_is_out_at_once_and_stays_out_when_opened_again(pat_inside, pat, ada):
    deactivate_person(pat, by=ada)
    assert who_is_in(pat_inside) == ""
    reactivate_person(pat, by=ada)
    assert who_is_in(pat_inside) == ""


def test_a_closed_account_cannot_sign_in_by_password(client, pat, ada):
    deactivate_person(pat, by=ada)
    answer = client.post("/sign-in/", {"login": pat.email, "password": PASSWORD}, follow=True)
    assert heading(answer) == "This account is closed"
    assert who_is_in(client) == ""


def test_a_closed_account_gets_no_code(client, pat, ada, letters):
    deactivate_person(pat, by=ada)
    client.post("/sign-in/", {"login": pat.email, "way": "code"})
    assert [one[:2] for one in letters()] == [("pat@example.org", "unknown-address")]


def test_an_account_closed_between_asking_and_entering_the_code_stays_out(client, pat, ada):
    client.post("/sign-in/", {"login": pat.email, "way": "code"})
    deactivate_person(pat, by=ada)
    client.post("/sign-in/code/entry/", {"code": code_for(pat.email), "action": "verify"})
    assert who_is_in(client) == ""


def test_a_reopened_account_signs_in_again(client, pat, ada):
    deactivate_person(pat, by=ada)
    reactivate_person(pat, by=ada)
    sign_in_by_code(client, pat.email)
    assert who_is_in(client) == "pat@example.org"


def test_somebody_who_lost_phone_and_codes_starts_anew(client, ada, pat):
    sign_in_by_code(client, ada.email)
    set_up_app(client)
    remove_second_factors(ada, by=pat)
    assert who_is_in(client) == ""
    answer = sign_in_by_code(client, ada.email)
    assert answer["Location"] == "/profile/"
    assert heading(client.get(client.get("/profile/")["Location"])) == "Set up a second step"


def test_a_session_that_was_tampered_with_holds_nothing_and_a_change_stays_its_own():
    store = SessionStore()
    text = store.encode({"seen": ["one"]})
    store.decode(text)["seen"].append("two")
    assert store.decode(text) == {"seen": ["one"]}
    assert store.decode(text[:-1] + ("a" if text[-1] != "a" else "b")) == {}
