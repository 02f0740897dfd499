"""The tree of a document: what it refuses, and that it comes back from JSON as it was."""

import json
from datetime import date

import pytest

from trellis.kit.paper.tree import (
    Box,
    Figure,
    Heading,
    Paper,
    Run,
    Table,
    clean,
    from_json,
    line,
    to_json,
)
from trellis.kit.tests.papers import HOSTILE, of, picture, whole

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("box", list(Box))
def test_a_tree_comes_back_from_json_as_it_was(box):
    assert from_json(json.loads(json.dumps(to_json(whole(box))))) == whole(box)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back_as_the_text_it_was(text):
    kept = json.dumps(to_json(of(text)))
    assert from_json(json.loads(kept)) == of(text)
    assert from_json(json.loads(kept)).blocks[1].runs[0].text == clean(text)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "/etc/passwd", "x"])
def test_a_link_leads_to_the_web_or_to_a_mailbox(link):
    with pytest.raises(ValueError, match="No address to link to"):
        Run("here", link=link)


@pytest.mark.parametrize("levels", [(2,), (1, 3), (0,), (1, 2, 4)])
def test_headings_go_down_one_level_at_a_time(levels):
    with pytest.raises(ValueError, match="A heading of level"):
        Paper("T", "en", tuple(Heading(level, line("H")) for level in levels))


def test_headings_may_come_up_again():
    levels = (1, 2, 3, 1, 2)
    assert Paper("T", "en", tuple(Heading(level, line("H")) for level in levels)).title == "T"


@pytest.mark.parametrize(("title", "language"), [("", "en"), (" ", "en"), ("T", ""), ("T", "e;n")])
def test_a_document_has_a_title_and_a_language(title, language):
    with pytest.raises(ValueError, match="a title and a language"):
        Paper(title, language, ())


def test_a_figure_says_what_it_shows():
    with pytest.raises(ValueError, match="words that stand for it"):
        Figure(picture(), "png", " ")


def test_every_row_of_a_table_is_as_wide_as_its_head():
    with pytest.raises(ValueError, match="as many cells"):
        Table("T", (line("A"), line("B")), ((line("1"),),), (1, 1))
    with pytest.raises(ValueError, match="as many cells"):
        Table("T", (), (), ())


@pytest.mark.parametrize(
    ("box", "inches"),
    [
        (Box.LETTER, (8.5, 11.0)),
        (Box.LETTER_ACROSS, (11.0, 8.5)),
        (Box.LEGAL, (8.5, 14.0)),
        (Box.LEGAL_ACROSS, (14.0, 8.5)),
    ],
)
def test_a_sheet_is_as_large_as_its_name_says(box, inches):
    assert box.inches == inches


def test_a_kind_of_block_that_nobody_knows_is_refused():
    told = to_json(whole()) | {"blocks": [{"kind": "script"}]}
    with pytest.raises(ValueError, match="No block of a document"):
        from_json(told)
    assert from_json(told | {"blocks": []}).made_on == date(2026, 10, 30)
