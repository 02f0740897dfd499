"""Letters are written all at once: one per district and kind, with all that it should know."""

from datetime import date

import pytest

from tests import cast
from trellis.designations.letters import queries
from trellis.designations.letters.actions import hold, paper_of, send_letters, write_letters
from trellis.designations.letters.tests.conftest import publish
from trellis.designations.models import Designation, Letter, Release
from trellis.history import queries as history
from trellis.kit import clock
from trellis.kit.errors import NotAllowed
from trellis.kit.paper.tree import Heading, Paragraph, Table, plain

FIRST, HELLO = "first-letter", "coordinator-hello"


def rows_of(letter: Letter) -> list[list[str]]:
    """The table of schools as text."""
    blocks = paper_of(letter.content, "en").blocks
    table = next(block for block in blocks if isinstance(block, Table))
    return [[plain(cell) for cell in row] for row in table.rows]


def test_each_district_gets_one_letter_of_a_kind_with_all_its_schools(world, draft, find):
    first = Letter.objects.filter(release=draft, kind=FIRST)
    assert sorted(first.values_list("district__name", flat=True)) == [
        "Birch district", "Cedar district", "Harbor district",
    ]  # fmt: skip
    rows = rows_of(find(draft, FIRST, world["birch"]))
    assert [row[0] for row in rows] == [
        "Grant School", "Lincoln School", "Lincoln School", "Oak School",
    ]  # fmt: skip


def test_some_letters_name_only_schools_that_are_owed_support(world, draft, find):
    rows = rows_of(find(draft, HELLO, world["birch"]))
    assert [row[0] for row in rows] == ["Grant School", "Lincoln School", "Lincoln School"]


def test_reasons_and_groups_stand_in_plain_words(world, find):
    release = cast.draft(world, title="With reasons")
    named = world.program.parts["designations"]
    reason, group = named.reasons[0], named.groups[0]
    rows = Designation.objects.filter(release=release, organization=world["grant"])
    rows.update(reasons=[reason.code, "unheard-of"], groups=[group.code])
    write_letters(release, by=world.publisher)
    grant = rows_of(find(release, FIRST, world["birch"]))[0]
    assert grant[2:] == [f"{reason.label}; unheard-of", str(group.label)]


def test_a_letter_has_one_title_and_its_headings_lead_down(world, draft, find):
    paper = paper_of(find(draft, FIRST, world["birch"]).content, "en")
    levels = [block.level for block in paper.blocks if isinstance(block, Heading)]
    assert levels == [1, 2, 2, 2]
    assert paper.title == "2026–27: how the state has designated the schools of Birch district"
    assert paper.foot.endswith("Birch district")


def date_line(letter: Letter, language: str = "en") -> str:
    """What stands right under the title."""
    title, below, *_rest = paper_of(letter.content, language).blocks
    assert isinstance(title, Heading)
    assert isinstance(below, Paragraph)
    return plain(below.runs)


def test_every_letter_names_its_day_and_its_release_under_the_title(world, draft):
    for letter in Letter.objects.filter(release=draft):
        assert date_line(letter) == "Dec. 3, 2026 · Second release"


def test_a_letter_carries_the_day_on_which_it_leaves(world, told, find):
    with clock.standing_on(date(2026, 12, 9)):
        send_letters(told, FIRST, by=world.publisher)
    assert date_line(find(told, FIRST, world["birch"])) == "Dec. 9, 2026 · Second release"
    assert date_line(find(told, HELLO, world["birch"])) == "Dec. 3, 2026 · Second release"


def test_a_name_that_looks_like_one_of_ours_stays_a_name(world, find):
    world["birch"].name = "{email} & <b>Sons</b> #read"
    world["birch"].save(update_fields=["name"])
    release = cast.draft(world, title="Odd names")
    write_letters(release, by=world.publisher)
    assert "{email} & <b>Sons</b> #read" in find(release, FIRST, world["birch"]).subject


def test_writing_again_writes_anew_what_is_not_sent(world, draft):
    before = set(Letter.objects.filter(release=draft).values_list("pk", flat=True))
    count = write_letters(draft, by=world.publisher)
    after = set(Letter.objects.filter(release=draft).values_list("pk", flat=True))
    assert (len(before), len(after), count, before & after) == (6, 6, 6, set())


def test_writing_voids_the_check_because_the_letters_belong_to_it(world, checked):
    write_letters(checked, by=world.publisher)
    kept = Release.objects.get(pk=checked.pk)
    assert (kept.state, kept.checked_by, kept.changed_by) == ("draft", None, world.publisher)


def test_after_publication_only_what_is_missing_is_added(world, public):
    kept = Letter.objects.filter(release=public, kind=FIRST).order_by("pk")
    before = list(kept.values_list("pk", "written_at"))
    Letter.objects.filter(release=public, kind=HELLO).delete()
    assert write_letters(public, by=world.publisher) == 3
    assert list(kept.values_list("pk", "written_at")) == before
    assert Release.objects.get(pk=public.pk).state == "published"


def test_a_letter_sent_before_another_file_came_stays_and_gets_a_successor(world, told, find):
    send_letters(told, FIRST, by=world.publisher)
    sent = find(told, FIRST, world["birch"])
    Release.objects.filter(pk=told.pk).update(imported_at=clock.now())
    write_letters(told, by=world.publisher)
    again = find(told, FIRST, world["birch"])
    sent.refresh_from_db()
    assert (sent.state, sent.superseded, again.state, again.superseded) == (
        "sent", True, "ready", False,
    )  # fmt: skip
    assert again.pk != sent.pk


def test_writing_is_recorded_and_a_stranger_writes_nothing(world, draft):
    entry = history.of(f"release:{draft.pk}").entries[0]
    assert (entry.verb, entry.after) == ("letters written", {"letters": 6, "districts": 3})
    with pytest.raises(NotAllowed):
        write_letters(draft, by=world.who("superintendent"))
    assert Letter.objects.filter(release=draft).count() == 6


def test_what_was_written_before_another_import_is_counted(world, draft):
    assert [one.stale for one in queries.tallies(draft)] == [0, 0]
    Release.objects.filter(pk=draft.pk).update(imported_at=clock.now())
    draft.refresh_from_db()
    assert [one.stale for one in queries.tallies(draft)] == [3, 3]


def test_many_letters_are_written_with_as_many_queries_as_few(
    world, draft, find, django_assert_max_num_queries
):
    hold(find(draft, FIRST, world["birch"]), by=world.publisher)
    with django_assert_max_num_queries(24):
        write_letters(draft, by=world.publisher)
    publish(draft, world.publisher)
