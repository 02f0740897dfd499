"""Roles that reach many schools need a second step, set up once and used in every session."""

import pytest

from trellis.people.models import Person
from trellis.people.tests.ways import (
    app_code,
    errors,
    heading,
    piece,
    sign_in_by_code,
    text,
    who_is_in,
)


def set_up_app(client) -> str:
    """Add an authenticator app and answer its key."""
    key = text(client.get("/profile/app/new/"), "code.secret")
    client.post("/profile/app/new/", {"code": app_code(key)})
    return key


def test_without_such_a_role_no_second_step_is_asked(client, pat):
    sign_in_by_code(client, pat.email)
    assert who_is_in(client) == "pat@example.org"


def test_a_role_that_needs_one_leads_to_setting_it_up(client, ada):
    sign_in_by_code(client, ada.email)
    answer = client.get("/profile/?from=mail")
    assert answer["Location"] == "/sign-in/second-step/?next=%2Fprofile%2F%3Ffrom%3Dmail"
    assert heading(client.get(answer["Location"])) == "Set up a second step"


def test_public_pages_are_read_as_by_a_stranger_until_the_second_step(client, ada):
    sign_in_by_code(client, ada.email)
    before = text(client.get("/privacy/"), "header")
    set_up_app(client)
    after = text(client.get("/privacy/"), "header")
    assert ("Ada Lund" in before, "Ada Lund" in after) == (False, True)


def test_after_setting_it_up_the_person_arrives_where_they_wanted_to_go(client, ada):
    sign_in_by_code(client, ada.email)
    client.get(client.get("/profile/?from=mail")["Location"])
    key = text(client.get("/profile/app/new/"), "code.secret")
    answer = client.post("/profile/app/new/", {"code": app_code(key)})
    assert answer["Location"] == "/profile/recovery-codes/"
    assert heading(client.get("/profile/recovery-codes/")) == "Recovery codes"
    assert client.get("/sign-in/second-step/")["Location"] == "/profile/?from=mail"


def test_the_next_session_asks_for_the_code_before_it_is_open(client, ada):
    sign_in_by_code(client, ada.email)
    key = set_up_app(client)
    client.post("/sign-out/")
    answer = sign_in_by_code(client, ada.email)
    assert answer["Location"] == "/sign-in/second-step/use/"
    assert who_is_in(client) == ""
    client.post("/sign-in/second-step/use/", {"code": app_code(key, later=1)})
    assert who_is_in(client) == "ada@example.org"


def test_a_code_of_the_app_works_once(client, ada):
    sign_in_by_code(client, ada.email)
    key = set_up_app(client)
    code = app_code(key, later=1)
    for _ in range(2):
        client.post("/sign-out/")
        sign_in_by_code(client, ada.email)
        answer = client.post("/sign-in/second-step/use/", {"code": code})
    assert errors(answer) == [
        "Code from the app: This is not the code. Wait for the next one in your app and enter that."
    ]


def test_a_recovery_code_stands_in_for_a_lost_phone_once(client, ada):
    sign_in_by_code(client, ada.email)
    set_up_app(client)
    code = text(client.get("/profile/recovery-codes/"), ".codes code")
    seen = []
    for _ in range(2):
        client.post("/sign-out/")
        sign_in_by_code(client, ada.email)
        client.post("/sign-in/second-step/use/", {"code": code})
        seen.append(who_is_in(client))
    assert seen == ["ada@example.org", ""]


def test_an_app_added_elsewhere_must_be_used_in_this_session_too(client, ada):
    other = type(client)()
    sign_in_by_code(other, ada.email)
    sign_in_by_code(client, ada.email)
    key = set_up_app(other)
    asked = client.get("/profile/")["Location"]
    assert client.get(asked)["Location"] == "/confirm/code/?next=%2Fsign-in%2Fsecond-step%2F"
    client.post("/confirm/code/", {"code": app_code(key, later=1), "next": "/sign-in/second-step/"})
    assert who_is_in(client) == "ada@example.org"


def test_a_session_without_the_second_step_cannot_add_another_one(client, ada):
    other = type(client)()
    sign_in_by_code(other, ada.email)
    sign_in_by_code(client, ada.email)
    set_up_app(other)
    answer = client.get("/profile/passkeys/new/")
    assert answer["Location"].startswith("/confirm/")


def test_removing_the_app_leads_to_setting_one_up_again(client, ada):
    sign_in_by_code(client, ada.email)
    set_up_app(client)
    client.post("/profile/app/removal/")
    answer = client.get("/profile/")
    assert heading(client.get(answer["Location"])) == "Set up a second step"


def test_what_one_person_has_used_does_not_count_for_the_next(client, ada, pat):
    sign_in_by_code(client, ada.email)
    set_up_app(client)
    client.force_login(Person.objects.get(email="pat@example.org"))
    assert who_is_in(client) == "pat@example.org"
    client.force_login(ada)
    assert client.get("/profile/").status_code == 302


@pytest.mark.parametrize(
    "path",
    ["/profile/app/new/", "/profile/passkeys/new/", "/profile/recovery-codes/", "/confirm/code/"],
)
def test_a_stranger_is_led_to_the_sign_in(client, state, path):
    answer = client.get(path)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/sign-in/")


def test_a_next_page_elsewhere_is_not_followed(client, ada):
    sign_in_by_code(client, ada.email)
    client.get("/sign-in/second-step/?next=https://evil.example/")
    set_up_app(client)
    assert client.get("/sign-in/second-step/")["Location"] == "/profile/"


def test_the_picture_for_the_app_is_data_and_the_key_is_text(client, ada):
    sign_in_by_code(client, ada.email)
    answer = client.get("/profile/app/new/")
    assert str(piece(answer, "main img")["src"]).startswith("data:image/svg+xml;base64,")
    assert len(text(answer, "code.secret")) == 32
