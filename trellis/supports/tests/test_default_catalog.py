"""The catalog that ships says of each organization and level what its source says."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse

from trellis.programs import queries as programs
from trellis.programs.actions import install
from trellis.supports.models import STANDING, Wording
from trellis.supports.queries.finding import asked, find
from trellis.supports.queries.matrix import level_page, matrix


@pytest.fixture
def program(db):
    install(settings.PACK_FOLDER / "illinois")
    return programs.current()


def by_code(program):
    return {row.owner.code: row for row in matrix(program)}


def costs(program, code):
    return [cell.cost for cell in by_code(program)[code].cells]


def test_each_organization_tells_its_costs_in_its_own_terms(program):
    table = {code: costs(program, code) for code in by_code(program)}
    assert list(table.values()) == [
        ["Free for schools and districts"] * 3,
        ["Free for schools and districts", "Fee for service", "Fee for service"],
        ["Free for every school district", *["May need IASB membership, a fee, or both"] * 2],
        ["Free for every school district", *["May need IPA membership, a fee, or both"] * 2],
        ["Free and open to all", "By membership, for a fee, or both",
         "For a fee, closely fitted to the district"],
    ]  # fmt: skip


def test_levels_have_their_names(program):
    names = [cell.name for cell in by_code(program)["iasa"].cells]
    assert names == [
        "Level 1: Universal Support", "Level 2: Collaborative Growth Support",
        "Level 3: Specialized Support",
    ]  # fmt: skip


def test_a_recommendation_hides_nothing(program):
    marks = [cell.recommended for cell in by_code(program)["iarss"].cells]
    assert marks == ["", "Targeted", "Comprehensive, Intensive"]
    assert find(program, asked({"provider": "iarss"})).count == 10


def test_what_a_level_includes_is_read_as_its_organization_says(program):
    counts = {
        (code, level): (len(page.own), len(page.inherited))
        for code in ("iarss", "iasb", "ipa", "iasa")
        for level in (1, 2, 3)
        for page in [level_page(program, code, level)]
    }
    assert counts == {
        ("iarss", 1): (2, 0), ("iarss", 2): (4, 2), ("iarss", 3): (4, 6),
        ("iasb", 1): (21, 0), ("iasb", 2): (18, 0), ("iasb", 3): (4, 0),
        ("ipa", 1): (4, 0), ("ipa", 2): (2, 0), ("ipa", 3): (2, 6),
        ("iasa", 1): (5, 0), ("iasa", 2): (6, 0), ("iasa", 3): (6, 0),
    }  # fmt: skip


def test_a_copied_header_is_not_shown(program):
    assert [cell.focus for cell in by_code(program)["ipa"].cells] == [
        "Support for every school", "", "",
    ]  # fmt: skip


def test_three_aims_filter_the_third_level(program):
    for aim in ("foundations", "leadership", "strategies"):
        found = find(program, asked({"aim": aim}))
        assert found.count
        assert {line.level for line in found.lines} == {"Level 3: Specialized Support"}


def test_audiences_go_beyond_schools(program):
    wanted = ("school", "principal", "superintendent", "central-office", "board", "district")
    counts = {one: find(program, asked({"audience": one})).count for one in wanted}
    assert all(counts.values())


def test_the_words_of_each_organization_for_a_step_lead_to_one_list(program):
    listed = {one.code for one in find(program, asked({"step": "practices"})).lines}
    typed = {one.code for one in find(program, asked({"q": "select EBPs"})).lines}
    assert len(listed) == 11
    assert listed <= typed


def page_of(client, code):
    answer = client.get(reverse("supports:service", args=[code]))
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def test_a_support_shows_its_law_its_credit_its_file_and_its_chain(program, client):
    assert "Rests on Election Code, School Code" in page_of(client, "iasb-1-calendar")
    assert "When In odd-numbered years" in page_of(client, "iasb-1-organizing")
    assert "Credit Professional development credit" in page_of(client, "ipa-1-mandated")
    assert "Data file Senate Bill 7 Performance Rankings File" in page_of(
        client, "iasa-2-data-support"
    )
    assert "What you need first PRESS Plus" in page_of(client, "iasb-3-procedures-project")


def test_nothing_is_called_included_that_its_organization_did_not_mark(program):
    marked = [one for one in Wording.objects.filter(STANDING) if one.read().included_for_members]
    assert marked == []
