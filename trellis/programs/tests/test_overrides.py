"""A year may say the program's words otherwise; the pack stays as it is, and updates pass by."""

from __future__ import annotations

import pytest

from trellis.history.models import Entry
from trellis.kit.errors import NotReady, OutOfOrder, Refused
from trellis.people.models import Person
from trellis.programs import queries
from trellis.programs.actions import drop_override, install, reword
from trellis.programs.models import Override, Version
from trellis.programs.program import Program
from trellis.programs.tests.packs import PRAIRIE, change, copy_of_prairie

pytestmark = pytest.mark.django_db

CIRCLE = "focus-year/aug-circle"
WHY = {"en": "Five heads see more than one.", "es": "Cinco cabezas ven más que una."}


@pytest.fixture
def version() -> Version:
    return install(PRAIRIE)


@pytest.fixture
def officer() -> Person:
    return Person.objects.create_user("desk@prairie.example", name="Dana Whitefeather")


def worded(version: Version, start: int = 2026) -> Program:
    return queries.worded(queries.edition(version.pk, start))


def test_an_activity_is_told_in_the_words_of_its_year(version, officer):
    assert reword(2026, "activity", CIRCLE, {"why": WHY, "minutes": 45}, by=officer) == 2
    here = worded(version).activities["focus-year", "aug-circle"]
    assert (here.why, here.minutes) == (WHY, 45)
    pack = queries.program(version.pk).activities["focus-year", "aug-circle"]
    assert worded(version, 2027).activities["focus-year", "aug-circle"] == pack
    assert (pack.minutes, here.title, here.cells) == (60, pack.title, pack.cells)


def test_history_says_who_changed_which_words(version, officer):
    reword(2026, "activity", CIRCLE, {"minutes": 45}, by=officer, acting_as="Desk")
    entry = Entry.objects.get(verb="reworded")
    assert (entry.subject_name, entry.actor_name, entry.acting_as) == (
        f"{CIRCLE} 2026–27", officer.name, "Desk",
    )  # fmt: skip
    assert (entry.before, entry.after) == ({"minutes": None}, {"minutes": 45})


def test_the_same_words_again_write_nothing(version, officer):
    reword(2026, "activity", CIRCLE, {"why": WHY}, by=officer)
    rewording = queries.edition(version.pk, 2026)
    assert reword(2026, "activity", CIRCLE, {"why": WHY}, by=officer) == 0
    assert queries.edition(version.pk, 2026) == rewording


@pytest.mark.parametrize("back", [{}, {"en": "", "es": "Nada"}, "the pack's"])
def test_empty_words_or_the_packs_own_put_the_pack_back(version, officer, back):
    pack = queries.program(version.pk).activities["focus-year", "aug-circle"]
    reword(2026, "activity", CIRCLE, {"why": WHY}, by=officer)
    value = pack.why if back == "the pack's" else back
    assert reword(2026, "activity", CIRCLE, {"why": value}, by=officer) == 1
    assert not Override.objects.exists()
    assert worded(version).activities["focus-year", "aug-circle"] == pack


def test_a_link_of_a_resource_is_filled_in(version, officer):
    link = "https://films.prairie.example/renewal"
    reword(2026, "resource", "renewal-film", {"url": link}, by=officer)
    assert worded(version).resources["renewal-film"].url == link
    assert queries.program(version.pk).resources["renewal-film"].url == ""


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "http://a.example",
        "//a.example", "https://", 'https://a.example/"onclick=x', "https://a.example/<b>",
        "https://a.example/a b", "https://a.example/\x00", "mailto:nobody", "tel:call me",
        "https://a.example/" + "a" * 500,
    ],
)  # fmt: skip
def test_links_that_could_do_harm_are_refused(version, officer, link):
    with pytest.raises(NotReady, match="A link begins with https://, mailto: or tel:"):
        reword(2026, "resource", "renewal-film", {"url": link}, by=officer)
    assert not Override.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", {"en": "a" * 201}, "Use at most 200 characters."),
        ("title", {"en": "a\x00b"}, "Leave out characters that can't be printed."),
        ("why", {"en": "so " * 26}, "Say why in at most 25 words."),
        ("minutes", 0, "Give the minutes as a number from 1 to 2000."),
        ("minutes", "a lot", "Give the minutes as a number from 1 to 2000."),
    ],
)
def test_words_that_cannot_stand_are_refused_with_a_sentence(
    version, officer, field, value, sentence
):
    with pytest.raises(NotReady) as refusal:
        reword(2026, "activity", CIRCLE, {field: value}, by=officer)
    assert refusal.value.missing == (sentence,)
    assert not Override.objects.exists()


def test_parts_and_fields_that_the_program_lacks_are_refused(version, officer):
    for kind, subject, field in (
        ("activity", "focus-year/nothing", "why"),
        ("activity", CIRCLE, "cells"),
        ("resource", "nothing", "url"),
    ):
        with pytest.raises(Refused, match="The program has no such words."):
            reword(2026, kind, subject, {field: "x"}, by=officer)


def test_the_second_of_two_writers_learns_of_the_first(version, officer):
    seen = queries.words_mark([])
    reword(2026, "activity", CIRCLE, {"minutes": 45}, by=officer, seen=seen)
    with pytest.raises(OutOfOrder, match="changed these words meanwhile"):
        reword(2026, "activity", CIRCLE, {"minutes": 50}, by=officer, seen=seen)
    assert Override.objects.get().value == 45


def test_overrides_outlive_a_pack_update_and_an_activity_that_left_keeps_them_aside(
    version, officer, tmp_path
):
    reword(2026, "activity", CIRCLE, {"why": WHY}, by=officer)
    reword(2026, "resource", "renewal-film", {"url": "tel:+1-555-0100"}, by=officer)
    pack = copy_of_prairie(tmp_path)
    change(pack, "resources.yaml", "  - code: renewal-film", "  - code: renewal-story")
    for name in ("year-plans/area-renewal.yaml", "learning.yaml"):
        file = pack / name
        file.write_text(file.read_text().replace("renewal-film", "renewal-story"), encoding="utf-8")
    newer = install(pack)
    assert worded(newer).activities["focus-year", "aug-circle"].why == WHY
    assert "renewal-film" not in worded(newer).resources
    orphan = Override.objects.get(kind="resource")
    drop_override(orphan, by=officer)
    assert list(Override.objects.values_list("kind", flat=True)) == ["activity"]
    with pytest.raises(OutOfOrder):
        drop_override(orphan, by=officer)
