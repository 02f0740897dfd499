"""Pages for everybody: front, directory, school, district, office, help."""

from __future__ import annotations

import pytest

from tests.visits import heading, words
from trellis.designations.models import Designation
from trellis.home.tests.pages import address, main, text, texts
from trellis.organizations.models import Organization


def test_the_front_page_says_what_the_program_is_and_shows_its_doors(client, world):
    answer = client.get("/")
    page = main(answer)
    assert heading(answer) == "Illinois school improvement"
    assert texts(page, "main .tile > b") == ["Your work", "Find support", "Find a school"]
    assert text(page.select_one("main .card a.button[href='/sign-in/']")) == "Sign in"
    assert text(page.select_one(".side h2")) == "Dates in December"


def test_dates_without_a_day_say_so_in_words(client, world):
    dates = texts(main(client.get("/")), ".dates li")
    assert any(one.startswith("– Dec") and "day to be announced" in one for one in dates)
    assert any("a period ends; nothing is due that day" in one for one in dates)


def test_a_school_page_needs_no_sign_in_and_tells_the_designation_plainly(client, world):
    found = Designation.objects.filter(organization=world["lincoln"]).first()
    found.reasons = [world.program.section("designations", object).reasons[0].code]
    found.save()
    answer = client.get(address("school", world["lincoln"].code))
    page = main(answer)
    assert heading(answer) == "Lincoln School"
    assert page.select_one("main a.button") is None
    assert "Birch district" in text(page.select_one(".side"))
    assert texts(page, "main section h3") == ["Why"]


def test_nothing_of_a_draft_release_shows(client, world):
    Designation.objects.filter(organization=world["grant"]).update(release=world.release)
    world.release.__class__.objects.update(state="draft")
    answer = client.get(address("school", world["grant"].code))
    assert "The state has published no designation of this school here." in words(answer)


def test_people_of_the_school_find_the_door_to_its_year(world, sign_in):
    page = main(sign_in(world.who("principal")).get(address("school", world["lincoln"].code)))
    assert page.select_one("main a.button")["href"] == address("year", world["lincoln"].code)
    other = main(sign_in(world.who("principal")).get(address("school", world["adams"].code)))
    assert other.select_one("main a.button") is None


def test_a_designation_without_a_plan_has_the_states_own_sentence(client, world):
    kind = Designation.objects.get(organization=world["oak"])
    kind.kind = "comprehensive"
    kind.save()
    answer = client.get(address("school", world["oak"].code))
    said = world.program.section("designations", object).no_plan
    assert " ".join(str(said).split()) in words(answer)


def test_the_directory_finds_by_name_code_and_designation(client, world):
    where = address("schools")
    by_name = main(client.get(where, {"q": "lincoln"}))
    assert texts(by_name, "tbody th a") == ["Lincoln School"]
    kind = Designation.objects.filter(organization=world["oak"]).get().kind
    by_kind = main(client.get(where, {"kind": kind}))
    assert texts(by_kind, "tbody th a") == ["Oak School"]
    assert by_kind.select_one("select[name=kind] option[selected]")["value"] == kind


def test_an_empty_result_says_which_filter_to_relax(client, world):
    page = main(client.get(address("schools"), {"q": "zzz", "region": "39"}))
    chips = {text(one): one["href"] for one in page.select(".empty a")}
    assert chips == {"All regions": "?q=zzz", "Any name or code": "?region=39"}


def test_the_directory_lists_no_state_for_it_has_no_page_there(client, world):
    links = main(client.get(address("schools"))).select("tbody th a")
    assert world["state"].name not in {text(one) for one in links}
    assert {client.get(one["href"]).status_code for one in links} == {200}


def test_the_directory_turns_pages_by_key(client, world):
    school = world["lincoln"]
    Organization.objects.bulk_create(
        Organization(code=f"N{n:03d}", kind=school.kind, level="school", name=f"New {n:03d}",
                     sort_name=f"new {n:03d}", district=school.district)
        for n in range(60)
    )  # fmt: skip
    where = address("schools")
    first = main(client.get(where, {"q": "new"}))
    second = main(client.get(where + first.select_one("a[rel=next]")["href"]))
    names = texts(first, "tbody th a") + texts(second, "tbody th a")
    assert names == [f"New {n:03d}" for n in range(60)]


def test_an_office_shows_its_districts_and_the_schools_with_a_year(client, world):
    page = main(client.get(address("office", world["north"].code)))
    assert texts(page, "tbody th") == ["Adams School", "Grant School", "Lincoln School"]
    assert texts(page, ".columns li") == ["Birch district", "Cedar district"]


@pytest.mark.parametrize("route", ["school", "district", "office"])
def test_an_unknown_code_is_no_page_and_says_what_to_do(client, world, route):
    answer = client.get(address(route, "none"))
    assert (answer.status_code, heading(answer)) == (404, "There is no such page here")


def test_help_says_whom_to_ask_and_what_the_signs_mean(client, world):
    page = main(client.get(address("help")))
    assert "schoolimprovement@isbe.net" in text(page.select_one("main .notice"))
    assert texts(page, ".mark") == ["✓ done", "◐ begun", "○ open", "! late", "– does not apply"]
    assert "School Improvement Coordinator" in texts(page, "dt")
