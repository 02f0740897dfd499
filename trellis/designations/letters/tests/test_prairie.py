"""The second state's letters: another order, another language, and one that is never mailed."""

import pytest

from tests.cast import TODAY
from trellis.designations.letters import queries
from trellis.designations.letters.actions import (
    mark_sent,
    paper_of,
    send_letter,
    send_letters,
    send_test,
)
from trellis.designations.models import Letter
from trellis.kit.errors import NotReady
from trellis.kit.paper.pdf import to_pdf
from trellis.kit.paper.tree import Box, plain
from trellis.kit.paper.word import to_docx
from trellis.notices.models import Notice
from trellis.people.models import Person

PACK = "prairie"
GREETING, AREA, COUNCIL = "lead-greeting", "area-letter", "council-word"


def test_a_letter_is_written_in_each_language_of_the_pack(world, draft, find):
    content = find(draft, AREA, world["birch"]).content
    assert list(content) == ["en", "es"]
    assert paper_of(content, "es").title == "Categorías de Birch district, 2026–27"
    assert paper_of(content, "fr").title == "Standings of Birch district, 2026–27"
    assert {paper_of(content, one).box for one in content} == {Box.LEGAL}


def test_the_line_under_the_title_speaks_each_language(world, draft, find):
    content = find(draft, AREA, world["birch"]).content
    below = {one: paper_of(content, one).blocks[1] for one in content}
    assert {one: plain(block.runs) for one, block in below.items()} == {
        "en": "Second release, written on Dec. 3, 2026",
        "es": "Second release, escrita el 3 de diciembre de 2026",
    }


def test_every_letter_can_be_kept_in_every_form(world, draft):
    for letter in Letter.objects.filter(release=draft):
        for language in letter.content:
            paper = paper_of(letter.content, language)
            assert to_pdf(paper).startswith(b"%PDF-")
            assert to_docx(paper).startswith(b"PK")


def test_a_letter_of_paper_is_never_mailed_and_opens_the_next_when_marked(world, public, find):
    letter, desk = find(public, AREA, world["birch"]), world.publisher
    for refused in (
        lambda: send_letters(public, AREA, by=desk),
        lambda: send_letter(letter, by=desk),
        lambda: send_test(letter, by=desk),
    ):
        with pytest.raises(NotReady, match="another way"):
            refused()
    assert send_letters(public, COUNCIL, by=desk).sent == 0
    mark_sent(letter, by=desk, on=TODAY)
    done = send_letters(public, COUNCIL, by=desk)
    assert (done.sent, list(done.left)) == (
        1, ["It waits until the district has this letter: Letter to the area."],
    )  # fmt: skip


def test_the_leads_greeting_waits_for_no_other_letter(world, public, find):
    send_letter(find(public, GREETING, world["birch"]), by=world.who("network-lead"))
    assert find(public, GREETING, world["birch"]).state == "sent"


def test_each_reader_gets_the_mail_in_the_own_language(world, public, find):
    head = world.who("head-of-school")
    Person.objects.filter(pk=head.pk).update(language="es")
    send_letter(find(public, GREETING, world["birch"]), by=world.who("network-lead"))
    told = Notice.objects.get(kind="letter", recipient=head)
    assert told.subject == "Un año juntos: 2026–27"
    assert told.text.startswith(f"{world.who('network-lead').name} le ha escrito sobre 2026–27:")


def test_a_letter_about_an_area_names_the_area_itself(world, draft, find):
    found = queries.told(draft, districts=[world["cedar"].pk])
    assert [one.name for one in found[0].standings] == [
        "Cedar district", "Adams School", "Mill School",
    ]  # fmt: skip
