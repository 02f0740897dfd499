"""Being somebody of the cast by one click or link, and the month switch: in a sample alone."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from bs4 import Tag
from django.core.management import CommandError, call_command
from django.test import Client

from tests.visits import heading, read
from trellis.programs.models import Installation
from trellis.sample.invention.cast import CAST
from trellis.sample.queries import cast


def visitor_of(client: Client) -> str:
    """Who the header says is signed in."""
    return "".join(one.get_text() for one in found(client, "/profile/", ".person summary b"))


def found(client: Client, path: str, selector: str) -> list[Tag]:
    """What stands on a page."""
    return list(read(client.get(path)).select(selector))


@pytest.fixture
def links(sample) -> list[str]:
    out = StringIO()
    call_command("sign_in_links", "--base", "http://testserver", stdout=out)
    return out.getvalue().splitlines()


def test_the_sign_in_page_offers_every_role(client, sample):
    page = read(client.get("/sign-in/?next=/schools/"))
    buttons = page.select("button[name=role]")
    assert [one["value"] for one in buttons] == [one.key for one in CAST]
    (onward,) = page.select("form:has(button[name=role]) input[name=next]")
    assert onward["value"] == "/schools/"


@pytest.mark.parametrize("member", CAST, ids=lambda one: one.key)
def test_one_click_signs_in_with_the_second_step(client, sample, member):
    answer = client.post("/sample/sign-in/", {"role": member.key})
    assert (answer.status_code, answer["Location"]) == (302, "/my-work/")
    assert client.get("/my-work/").status_code == 200
    assert visitor_of(client) == member.name


def test_the_next_visitor_takes_nothing_over(client, sample):
    client.post("/sample/sign-in/", {"role": "agency"})
    client.post("/sample/sign-in/", {"role": "teacher"})
    assert visitor_of(client) == "Jonah Reyes"
    assert client.get("/administration/").status_code == 404


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "nowhere"])
def test_nobody_is_sent_elsewhere_after_signing_in(client, sample, onward):
    answer = client.post("/sample/sign-in/", {"role": "office", "next": onward})
    assert answer["Location"] == "/my-work/"


@pytest.mark.parametrize("role", ["", "nobody"])
def test_an_unknown_role_is_not_found(client, sample, role):
    assert client.post("/sample/sign-in/", {"role": role}).status_code == 404


def test_every_role_has_a_line_with_a_link(links):
    said = [one.partition("  ")[0] for one in links]
    assert said == [f"{one.member.label}: {one.person.name}, {one.organization}" for one in cast()]
    assert len(said) == len(CAST)


def test_a_link_signs_in_once_and_not_before_the_button(client, links):
    path = re.search(r"http://testserver(\S+)$", links[-1])[1]
    assert heading(client.get(path)) == "Sign in as Helen Brandt"
    assert visitor_of(client) == ""
    assert client.post(path)["Location"] == "/my-work/"
    assert visitor_of(client) == "Helen Brandt"
    second = Client()
    assert second.post(path).status_code == 410
    assert visitor_of(second) == ""


def test_a_forged_link_leads_nowhere(client, sample):
    assert client.post("/sample/link/1.abc:1xUtXW:_qY0qRakN1g7/").status_code == 410
    assert visitor_of(client) == ""


def test_the_banner_moves_the_sample_and_leads_back(client, sample):
    page = read(client.get("/schools/?q=mar"))
    months = page.select(".banner button[name=month]")
    assert [one.get_text() for one in months] == ["October", "December", "March", "June", "July"]
    assert [one.get_text() for one in months if one.get("aria-current")] == ["December"]
    (back,) = page.select(".banner input[name=next]")
    answer = client.post("/sample/month/", {"month": "3", "next": str(back["value"])})
    assert answer["Location"] == "/schools/?q=mar"
    clock = Installation.objects.get().clock
    assert clock is not None
    assert clock.month == 3


@pytest.mark.parametrize("month", ["", "x", "99"])
def test_a_month_that_is_none_is_refused_with_a_sentence(client, sample, month):
    answer = client.post("/sample/month/", {"month": month})
    assert answer.status_code == 422
    assert Installation.objects.get().clock == sample.day


def ways(client: Client) -> set[int]:
    """What every shortcut answers."""
    tried = [client.post("/sample/sign-in/", {"role": "agency"})]
    tried += [client.post("/sample/month/", {"month": "3"}), client.get("/sample/link/1.a:b:c/")]
    return {one.status_code for one in tried}


@pytest.mark.parametrize("kind", ["live", "practice"])
def test_elsewhere_there_are_no_shortcuts(client, sample, kind):
    Installation.objects.update(kind=kind)
    assert ways(client) == {404}
    assert not read(client.get("/sign-in/")).select("button[name=role], button[name=month]")
    with pytest.raises(CommandError, match="marked sample"):
        call_command("sign_in_links")


def test_the_mark_alone_opens_nothing(client, sample, settings):
    settings.SAMPLE = False
    assert ways(client) == {404}
    assert not read(client.get("/sign-in/")).select("button[name=role], button[name=month]")


def test_every_page_says_that_the_data_are_invented(client, sample):
    for path in ("/", "/sign-in/", "/schools/", "/help/"):
        (banner,) = found(client, path, ".banner")
        assert "Sample data." in banner.get_text()
