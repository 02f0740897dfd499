"""The district: public schools list; for its people what to approve, take to the board, submit."""

from __future__ import annotations

from tests.cast import Relation
from trellis.home.queries import places
from trellis.home.tests.pages import address, main, text, texts
from trellis.organizations.models import Organization
from trellis.work.models import Task


def test_the_public_reads_schools_with_their_designation(client, world):
    page = main(client.get(address("district", world["birch"].code)))
    assert texts(page, "main h2") == ["Schools"]
    assert texts(page, "tbody th") == ["Grant School", "Lincoln School", "Oak School"]
    assert page.select("progress") == []


def test_its_people_read_what_waits_in_the_order_of_the_week(world, sign_in):
    page = main(sign_in(world.who("district")).get(address("district", world["birch"].code)))
    assert texts(page, "main h2")[:4] == [
        "To approve or sign",
        "Going to the board",
        "To submit",
        "My schools",
    ]
    submit = page.select_one("section[aria-labelledby=submit]")
    assert "Submit the planning-year grant application to ISBE" in text(submit)


def test_each_school_with_a_year_shows_progress_and_what_is_past_its_date(world, sign_in):
    page = main(sign_in(world.who("district")).get(address("district", world["birch"].code)))
    rows = page.select("section[aria-labelledby=schools] tbody tr")
    owed = Task.objects.filter(workplan__organization=world["grant"])
    late = owed.filter(late_after__lt="2026-12-03").count()
    assert [text(row.select_one("a")) for row in rows] == ["Grant School", "Lincoln School"]
    assert texts(rows[0], "td")[:2] == [f"0 of {owed.count()}", f"! {late}"]


def test_vacancies_name_the_role_the_schools_and_whom_they_fall_to(world, sign_in):
    world.who("principal").appointments.update(ends="2026-12-01")
    page = main(sign_in(world.who("district")).get(address("district", world["birch"].code)))
    vacant = texts(page, "section[aria-labelledby=vacant] li")
    assert "Principal: vacant; falls to District staff Lincoln School" in vacant


def test_a_district_elsewhere_reads_only_the_public_part(world, sign_in):
    client = sign_in(world.who("district", Relation.OTHER_DISTRICT))
    page = main(client.get(address("district", world["birch"].code)))
    assert texts(page, "main h2") == ["Schools"]


def test_a_board_deed_stands_once_however_many_roles_share_it(world, sign_in):
    Task.objects.update(month="2026-12-01")
    page = main(sign_in(world.who("district")).get(address("district", world["birch"].code)))
    board = texts(page, "section[aria-labelledby=board] li a")
    assert len(board) == len(set(board))


def test_schools_of_one_name_all_stand_on_some_page(client, world, monkeypatch):
    monkeypatch.setattr(places, "PAGE", 1)
    inside = Organization.objects.filter(district=world["birch"], level="school")
    inside.update(name="Harper School", sort_name="harper school")
    at = address("district", world["birch"].code)
    seen: list[str] = []
    query: str | None = ""
    while query is not None and len(seen) < 9:
        page = main(client.get(at + query))
        seen += [str(link["href"]) for link in page.select("tbody th a")]
        onward = page.select_one("a[href*='after=']")
        query = str(onward["href"]) if onward else None
    assert sorted(seen) == sorted(address("school", one.code) for one in inside)
