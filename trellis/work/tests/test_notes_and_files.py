"""Notes and files kept with a task, and who may add and read them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from tests.cast import Relation
from trellis.documents import readers
from trellis.documents.errors import Unsafe
from trellis.documents.models import Document
from trellis.history.models import Entry
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady
from trellis.programs.schema.roles import Capability
from trellis.work.actions import EVIDENCE, add_file, add_note
from trellis.work.models import Evidence, Note, State
from trellis.work.queries import may_read_evidence
from trellis.work.tests.steps import (
    BOARD_UPDATE_TOO,
    LETTER,
    TEAM_FILM,
    fresh,
    history_of,
    stand,
)

TEXT = b"Meeting of November 5: three people came.\n"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """A folder of its own for files."""
    settings.MEDIA_ROOT = tmp_path / "files"


def file(name="notes.txt", content=TEXT):
    return ContentFile(content, name=name)


@pytest.mark.parametrize("role", ["principal", "coordinator", "agency"])
def test_a_holder_and_those_who_steer_add_a_note(world, role):
    task, person = world.task(LETTER), world.who(role)
    note = add_note(task, by=person, text="  It came on Monday. ")
    assert list(Note.objects.values_list("task", "by", "text")) == [
        (task.pk, person.pk, "It came on Monday.")
    ]
    assert (fresh(task).begun, fresh(task).state) == (True, "open")
    entry = Entry.objects.get(subject=f"task:{task.pk}")
    assert (entry.verb, entry.after) == (
        "noted", {"organization": world["lincoln"].pk, "note": note.pk},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write your note first."),
        ("  \n ", "Write your note first."),
        ("a" * 4001, "A note holds up to 4,000 characters. Put longer text in a file."),
    ],
)
def test_an_empty_or_endless_note_is_refused(world, text, sentence):
    task = world.task(LETTER)
    with pytest.raises(NotReady) as refused:
        add_note(task, by=world.who("principal"), text=text)
    assert str(refused.value) == sentence
    assert (Note.objects.count(), fresh(task).begun, history_of(task)) == (0, False, [])


@pytest.mark.parametrize("state", [State.DONE, State.WAIVED])
def test_a_settled_task_takes_notes_and_files_and_stays_as_it_is(world, state):
    task = stand(world.task(LETTER), state)
    add_note(task, by=world.who("principal"), text="Afterthought.")
    add_file(task, file(), by=world.who("principal"))
    assert (fresh(task).state, fresh(task).begun) == (state, False)
    assert [verb for verb, *_ in history_of(task)] == ["noted", "added a file"]


def test_two_clicks_keep_one_file(world):
    task = world.task(LETTER)
    first = add_file(task, file(), by=world.who("principal"))
    assert add_file(task, file(), by=world.who("principal")) == first
    assert (task.evidence.count(), Document.objects.count()) == (1, 1)
    other = add_file(task, file("other.txt", b"Something else.\n"), by=world.who("principal"))
    assert set(task.evidence.all()) == {first, other}


def test_a_file_is_kept_with_the_task(world):
    task, principal = world.task(LETTER), world.who("principal")
    evidence = add_file(task, file(), by=principal)
    document = Document.objects.get()
    assert (evidence.task, evidence.document) == (task, document)
    assert (document.name, document.size, document.added_by) == ("notes.txt", len(TEXT), principal)
    entry = Entry.objects.get(subject=f"task:{task.pk}")
    facts = {"organization": world["lincoln"].pk, "document": document.pk, "name": "notes.txt"}
    assert (entry.verb, entry.acting_as, entry.after) == (
        "added a file", "Principal, Lincoln School", facts,
    )  # fmt: skip


def test_a_refused_file_leaves_nothing(world):
    task = world.task(LETTER)
    with pytest.raises(Unsafe):
        add_file(task, file("page.html", b"<script>alert(1)</script>"), by=world.who("principal"))
    assert (Document.objects.count(), Evidence.objects.count()) == (0, 0)
    assert (fresh(task).begun, history_of(task)) == (False, [])


OTHERS = [
    ("principal", Relation.SAME_DISTRICT),
    ("coordinator", Relation.OTHER_DISTRICT),
    ("team", Relation.OWN),
    ("district", Relation.OWN),
    ("board", Relation.OWN),
    ("vendor", Relation.OWN),
    ("regional-office", Relation.OWN),
]


@pytest.mark.parametrize(("role", "relation"), OTHERS)
def test_nobody_else_adds_to_it(world, role, relation):
    _refused(world, world.who(role, relation))


@pytest.mark.parametrize("name", ["stranger", "ended"])
def test_without_a_seat_nobody_adds_to_it(world, name):
    _refused(world, world.persons[name])


def _refused(world, person):
    task = world.task(LETTER)
    for add in (lambda: add_note(task, by=person, text="No."), lambda: _add(task, person)):
        with pytest.raises(NotAllowed, match="This step belongs to somebody else."):
            add()
    assert (Note.objects.count(), Document.objects.count(), history_of(task)) == (0, 0, [])


def _add(task, person):
    return add_file(task, file(), by=person)


def readers_of(world, document):
    """Who of the cast may read a file, by role and relation, and those outside."""
    placed = {f"{role} {rel}" for (role, rel), who in world.placed.items()
              if may_read_evidence(who, document)}  # fmt: skip
    return placed | {
        name for name, who in world.persons.items() if may_read_evidence(who, document)
    }


def test_the_file_of_a_school_is_read_in_its_school_district_office_and_agency(world):
    document = add_file(world.task(LETTER), file(), by=world.who("principal")).document
    readers = world.program.roles_with(Capability.YEAR_READ)
    own = {role for role in readers if (role, Relation.OWN) in world.placed}
    # The second person who checks releases is of the agency, too.
    assert readers_of(world, document) == {f"{role} own" for role in own} | {"checker"}


def test_the_file_of_a_district_is_read_by_all_who_do_the_step(world):
    by = world.who("principal")
    document = add_file(world.task(BOARD_UPDATE_TOO), file(), by=by).document
    found = readers_of(world, document)
    assert {"principal own", "principal same district", "district own", "agency own"} <= found
    assert {one for one in found if "other" in one} == set()
    assert "stranger" not in found and "ended" not in found


def test_the_kind_of_file_has_registered_readers():
    readers.require_known(EVIDENCE)


def test_a_team_member_adds_to_the_own_step(world):
    add_note(world.task(TEAM_FILM), by=world.who("team"), text="Seen with three others.")
    assert fresh(world.task(TEAM_FILM)).begun


def test_the_second_of_two_clicks_adds_no_second_note(world):
    task, person = world.task(LETTER), world.who("principal")
    first = add_note(task, by=person, text="Done on Monday.")
    assert add_note(task, by=person, text="Done on Monday. ") == first
    assert Entry.objects.filter(subject=f"task:{task.pk}", verb="noted").count() == 1
    add_note(task, by=world.who("coordinator"), text="Done on Monday.")
    Note.objects.update(at=clock.now() - timedelta(minutes=2))
    add_note(task, by=person, text="Done on Monday.")
    assert Note.objects.filter(task=task).count() == 3


def test_a_note_keeps_its_lines_and_no_mark_that_turns_them(world):
    note = add_note(
        world.task(LETTER), by=world.who("principal"), text="Said:\r\n\u202e9 came\x1b\t😀"
    )
    assert note.text == "Said:\n9 came\t😀"
