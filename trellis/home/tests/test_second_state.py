"""The same pages in a state with other roles, months, words and a cycle of its districts."""

from __future__ import annotations

import pytest

from tests.cast import Relation
from tests.visits import heading
from trellis.home.tests.pages import address, main, text, texts, year_of

PACK = "prairie"
ROLES = ["head-of-school", "area-office", "network-lead", "program-desk", "improvement-circle"]


@pytest.mark.parametrize("tab", ["year", "everyone", "whole", "print", "my-month"])
@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_the_year(world, sign_in, role, tab):
    assert sign_in(world.who(role)).get(year_of(world, tab=tab)).status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_its_list(world, sign_in, role):
    assert heading(sign_in(world.who(role)).get("/my-work/")) == "My work"


def test_the_title_takes_the_plans_own_stage(world, sign_in):
    answer = sign_in(world.who("head-of-school")).get(year_of(world))
    assert heading(answer) == "Focus year 2026–27"


def test_a_district_that_runs_a_cycle_of_its_own_reads_that(world, sign_in):
    client = sign_in(world.who("area-office", Relation.OTHER_DISTRICT))
    answer = client.get(year_of(world, "cedar"))
    assert heading(answer) == "Renewal year 2026–27"
    assert texts(main(answer), ".rail b") == ["Sep", "Dec", "May", "Jan"]


def test_pages_speak_the_readers_language_where_the_pack_does(client, world):
    page = main(client.get("/", HTTP_ACCEPT_LANGUAGE="es"))
    assert text(page.select_one("h1")) == "Escuelas Prairie Adelante"
    assert page.select_one("html")["lang"] == "es"


def test_the_state_colors_stand_in_a_sheet_of_their_own(client, world):
    page = main(client.get("/"))
    sheet = client.get(page.select("link[rel=stylesheet]")[-1]["href"]).content.decode()
    assert "--leaf:#7a4a12;" in sheet


def test_places_have_the_states_own_words(client, world):
    page = main(client.get(address("school", world["lincoln"].code)))
    assert texts(page, ".side dt")[:2] == ["Area", "Service unit"]
