"""What stands around every page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.visits import heading, read, words
from trellis.programs.models import Installation
from trellis.web import policy
from trellis.web.frame import DOORS


def texts(page, selector):
    return [" ".join(one.get_text(" ", strip=True).split()) for one in page.select(selector)]


def test_the_public_sees_the_doors_it_may_enter_and_the_sign_in(client, world):
    page = read(client.get("/"))
    assert texts(page, ".doors a") == ["Schools", "Supports"]
    assert texts(page, ".tools > a") == ["Help", "Sign in"]
    assert page.select_one(".search")["action"] == "/schools/"


def test_a_person_sees_name_and_the_role_acted_in(world, sign_in):
    page = read(sign_in(world.who("principal")).get("/"))
    assert texts(page, ".person summary") == [
        f"{world.who('principal').name} Principal, Lincoln School"
    ]
    assert "My work" in texts(page, ".doors a")


def test_doors_stand_only_for_rooms_that_stand():
    assert len(DOORS) <= 6
    shown = [route for route, *_rest in DOORS if route in policy.BY_ROUTE]
    assert [reverse(route) for route in shown][:3] == ["/my-work/", "/caseload/", "/schools/"]


def test_administration_is_no_door_for_a_team_member(world, sign_in):
    page = read(sign_in(world.who("team")).get("/"))
    assert "Administration" not in texts(page, ".doors a")


def test_the_page_one_is_on_is_marked(world, sign_in):
    page = read(sign_in(world.who("principal")).get("/schools/"))
    assert texts(page, ".doors [aria-current=page]") == ["Schools"]


def test_the_foot_has_the_programs_contact_and_the_two_statements(client, world):
    page = read(client.get("/"))
    assert "schoolimprovement@isbe.net" in texts(page, ".contact a")
    assert {"Accessibility", "Privacy", "Help"} <= set(texts(page, ".foot a"))


@pytest.mark.parametrize(
    ("kind", "said"), [("live", []), ("sample", ["Sample data."]), ("practice", ["Practice run."])]
)
def test_every_page_says_when_it_is_no_live_state(client, world, kind, said):
    Installation.objects.update(kind=kind)
    for path in ("/", "/help/", "/schools/", "/accessibility/", "/nowhere/"):
        page = read(client.get(path))
        assert texts(page, ".banner strong") == said
        assert texts(page, ".foot strong") == said


@pytest.mark.parametrize("path", ["/", "/help/", "/schools/", "/accessibility/", "/privacy/"])
def test_each_page_has_one_h1_a_skip_link_and_nothing_inline(client, world, path):
    answer = client.get(path)
    page = read(answer)
    assert len(page.select("h1")) == 1
    assert page.select_one("a.skip")["href"] == "#main"
    assert page.select_one("main#main") is not None
    assert page.select("script, style, [style], [onclick]") == []
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_seats_to_choose_from_are_buttons_where_there_are_several(world, sign_in):
    two = read(sign_in(world.persons["two seats"]).get("/"))
    one = read(sign_in(world.who("principal")).get("/"))
    expected = 2 if "organizations:acting" in policy.BY_ROUTE else 0
    assert len(two.select(".menu button[name=seat]")) == expected
    assert one.select(".menu button[name=seat]") == []


def test_an_unknown_page_says_what_to_do(client, world):
    answer = client.get("/nowhere/")
    assert (answer.status_code, heading(answer)) == (404, "There is no such page here")
    assert "Go to the start" in words(answer)


def test_an_expired_form_says_so_and_leads_back(world, client):
    client.handler.enforce_csrf_checks = True
    answer = client.post(
        reverse("home:completion", args=[1]), HTTP_REFERER="http://testserver/help/"
    )
    page = read(answer)
    assert (answer.status_code, heading(answer)) == (403, "This page was open too long")
    assert page.select_one("main a.button")["href"] == "/help/"


def test_nobody_is_led_back_to_another_site(world, client):
    client.handler.enforce_csrf_checks = True
    for place in ("https://evil.example/", "http://testserver//evil.example/x"):
        answer = client.post(reverse("home:completion", args=[1]), HTTP_REFERER=place)
        assert read(answer).select_one("main a.button")["href"] == "/"


def test_a_failure_of_ours_has_a_page_of_its_own(world, client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("trellis.web.views.look.sheet", None)  # calling it fails
    answer = client.get("/look.css")
    assert (answer.status_code, heading(answer)) == (500, "Something went wrong on our side")
