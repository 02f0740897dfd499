"""Requests that no page of ours makes: late, broken, or at the address of a button."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.visits import heading, read, words
from trellis.web.wsgi import in_utf8


def test_a_form_after_the_session_ended_leads_back_to_its_page(world, client):
    for path, wanted in (
        (reverse("home:note", args=[7]), reverse("home:task", args=[7])),
        ("/profile/", "/profile/"),
        ("/acting/", "/my-work/"),
    ):
        answer = client.post(path, {"text": "typed"})
        assert answer["Location"] == f"/sign-in/?next={wanted}"
    said = "You were signed out, so this was not saved. Sign in, and do it once more."
    assert said in words(client.get("/sign-in/"))


def test_a_late_form_leads_to_the_page_it_names_but_nowhere_else(world, client):
    path = reverse("home:completion", args=[7])
    answer = client.post(path, {"next": "/organizations/x/year/?month=dec"})
    assert answer["Location"] == "/sign-in/?next=/organizations/x/year/%3Fmonth%3Ddec"
    answer = client.post(path, {"next": "//evil.example"})
    assert answer["Location"] == "/sign-in/?next=" + reverse("home:task", args=[7])


def test_the_address_of_a_button_leads_to_its_page(world, client):
    answer = client.get(reverse("home:note", args=[7]))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert heading(answer) == "Nothing to read at this address"
    assert read(answer).select_one("main a.button")["href"] == reverse("home:task", args=[7])
    assert read(client.get("/acting/")).select_one("main a.button")["href"] == "/"


@pytest.mark.parametrize("path", ["/schools/%00/", "/schools/?q=a%00", "/districts/x%00/"])
def test_a_null_in_an_address_is_refused(world, client, path):
    answer = client.get(path)
    assert (answer.status_code, heading(answer)) == (400, "That request could not be read")


def test_a_null_in_a_cookie_is_refused(world, client):
    answer = client.get("/my-work/", HTTP_COOKIE='sessionid="abcdefgh\\000"')
    assert answer.status_code == 400


@pytest.mark.parametrize("charset", ["hex", "utf-7", "utf-16", "nothing"])
def test_every_request_is_read_as_utf_8(world, client, charset):
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    answer = client.generic("POST", reverse("home:note", args=[7]), b"next=/help/%C3%A9", kind)
    assert answer["Location"] == "/sign-in/?next=/help/%C3%A9"
    assert client.get("/schools/", CONTENT_TYPE=kind).status_code == 200


def test_pages_of_a_person_are_kept_by_nobody(world, sign_in):
    client = sign_in(world.who("principal"))
    for path in ("/my-work/", "/help/", f"/schools/{world['lincoln'].code}/", "/nowhere/"):
        assert client.get(path)["Cache-Control"] == "private, no-store", path


def test_public_pages_and_the_look_may_be_kept(world, client):
    assert "Cache-Control" not in client.get("/help/")
    assert client.get("/look.css?v=1")["Cache-Control"].startswith("public")


@pytest.mark.parametrize(
    "said",
    [
        "text/html; charset=rot13",
        'text/html;charset="rot13"',
        "text/html; charset=utf-8; Charset=rot13",
        "text/html; charset*=x''rot13",
        "text/html; charset=a\0b",
    ],
)
def test_no_charset_reaches_the_place_where_some_break(said):
    assert passed_on(said) == "text/html"


def test_the_boundary_of_an_upload_stays():
    said = "multipart/form-data; charset=hex; boundary=x"
    assert passed_on(said) == "multipart/form-data; boundary=x"


def passed_on(said):
    """What the application sees of a content type."""
    seen = []

    def inner(environ, _start):
        seen.append(environ["CONTENT_TYPE"])
        return []

    in_utf8(inner)({"CONTENT_TYPE": said}, None)
    return seen[0]
