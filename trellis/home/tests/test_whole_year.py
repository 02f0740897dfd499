"""The whole year: the grid, the matrix, and their prints."""

from __future__ import annotations

from tests.cast import Relation
from trellis.home.tests.pages import address, main, text, texts, year_of
from trellis.work.models import State, Task
from trellis.work.tests.steps import LETTER, stand


def grid(page):
    """Role to its counts by month."""
    return {text(row.select_one("th")): texts(row, "td") for row in page.select(".counts tbody tr")}


def test_the_grid_counts_each_task_once_by_role_and_month(world, sign_in):
    page = main(sign_in(world.who("principal")).get(year_of(world, tab="whole")))
    shown = sum(
        int(cell.split("/")[-1].strip("!✓ "))
        for cells in grid(page).values()
        for cell in cells
        if cell != "–"
    )
    places = [world["lincoln"], world["birch"], world["state"]]
    assert shown == Task.objects.filter(workplan__organization__in=places).count()
    assert len(page.select(".matrix li")) == shown


def test_a_count_opens_that_roles_steps_of_the_month(world, sign_in):
    client = sign_in(world.who("principal"))
    page = main(client.get(year_of(world, tab="whole")))
    link = page.select_one(".counts tbody a")
    opened = main(client.get(link["href"]))
    assert text(opened.select_one(".rail [aria-current] b")) == "Oct"
    assert opened.select_one("select#role option[selected]") is not None


def test_signs_stand_with_words_in_the_caption(world, sign_in):
    stand(world.task(LETTER), State.DONE)
    page = main(sign_in(world.who("principal")).get(year_of(world, tab="whole")))
    letter = address("task", world.task(LETTER).pk)
    entry = page.select_one(f".matrix a[href='{letter}']").parent
    assert text(entry) == "✓ Read the designation letter"
    assert "✓ done · ◐ begun · ○ open · ! past its date" in text(page.select_one("main"))
    assert {one["scope"] for one in page.select(".matrix th")} == {"col", "row", "rowgroup"}


def test_the_print_holds_all_roles_with_the_programs_contact_in_its_foot(world, sign_in):
    page = main(sign_in(world.who("principal")).get(year_of(world, tab="print")))
    assert texts(page, "thead th")[0] == "Key activity"
    assert len(page.select("thead th")) == 8
    assert "isbe.net/SchoolImprovement" in text(page.select_one("tfoot"))
    assert page.select_one("link[href$='print-legal.css']") is not None


def test_letter_paper_is_a_choice_and_another_paper_is_no_page(world, sign_in):
    client, where = sign_in(world.who("principal")), year_of(world, tab="print")
    letter = main(client.get(where, {"paper": "letter"}))
    assert letter.select_one("link[href$='print-letter.css']") is not None
    assert client.get(where, {"paper": "a0"}).status_code == 404


def test_my_month_prints_only_the_own_roles_of_one_month(world, sign_in):
    page = main(sign_in(world.who("principal")).get(year_of(world, tab="my-month")))
    assert texts(page, "thead th") == ["Key activity", "Principal"]
    assert texts(page, ".month") == ["December"]


def test_the_foot_of_a_print_spans_its_columns_and_makes_no_empty_ones(world, sign_in):
    client = sign_in(world.who("principal"))
    for tab, columns in (("print", 8), ("my-month", 2)):
        page = main(client.get(year_of(world, tab=tab)))
        assert len(page.select("thead th")) == columns
        assert page.select_one("tfoot td")["colspan"] == str(columns)


def test_what_does_not_exist_for_a_school_is_not_counted(world, sign_in):
    client = sign_in(world.who("principal", Relation.OTHER_REGION))
    hyde = main(client.get(year_of(world, "hyde", "whole")))
    lincoln = main(sign_in(world.who("principal")).get(year_of(world, tab="whole")))
    assert len(hyde.select(".matrix li")) < len(lincoln.select(".matrix li"))
