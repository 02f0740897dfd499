"""A task's page: what people read, do and write there, and who may not."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import TODAY, Relation
from tests.visits import heading, read, words
from trellis.home.tests.pages import address, main, text, texts
from trellis.people.models import Person
from trellis.work.actions import add_note
from trellis.work.models import State
from trellis.work.tests.steps import LETTER, PUBLISH, TEAM_FILM, stand, standing

WRITES = (
    "completion", "completion-withdrawal", "waiver", "waiver-withdrawal", "assignee", "note",
    "file",
)  # fmt: skip
GIVEN = {"reason": "Not here", "text": "Seen", "person": ""}


def test_the_page_says_what_why_who_and_by_when(world, sign_in):
    letter = world.task(LETTER)
    answer = sign_in(world.who("principal")).get(address("task", letter.pk))
    page = main(answer)
    assert heading(answer) == "Read the designation letter"
    assert "Why: The designation opens the planning year" in words(answer)
    assert world.who("principal").name in text(page.select_one(".facts"))
    assert texts(page, "main form[action$='completion/'] button") == ["Mark it done"]
    assert text(page.select_one(".meta-strip")) == "! late Principal planned for October"


def test_a_step_with_an_outside_system_says_where_it_opens(world, sign_in):
    task = world.task("intensive-planning/dec-grant-due.district-1")
    page = main(sign_in(world.who("district")).get(address("task", task.pk)))
    assert "Do it there, then mark it here." in text(page.select_one(".notice.soon"))


@pytest.mark.parametrize("relation", list(Relation)[1:])
def test_somebody_from_elsewhere_finds_no_such_step(world, sign_in, relation):
    client, letter = sign_in(world.who("principal", relation)), world.task(LETTER)
    assert client.get(address("task", letter.pk)).status_code == 404
    answers = {client.post(address(one, letter.pk), GIVEN).status_code for one in WRITES}
    assert answers == {404}
    assert standing(world.task(LETTER))[0] == "open"


def test_a_reader_without_the_right_to_write_is_told_so(world, sign_in):
    client, letter = sign_in(world.who("regional-office")), world.task(LETTER)
    answer = client.post(address("completion", letter.pk))
    assert (answer.status_code, heading(answer)) == (403, "You can’t do this here")
    assert standing(world.task(LETTER))[0] == "open"


def test_a_second_person_is_told_who_was_first(world, sign_in):
    letter = stand(world.task(LETTER), State.DONE, settled_by=world.who("principal"))
    answer = sign_in(world.who("principal")).post(address("completion", letter.pk))
    assert answer.status_code == 409
    assert "marked this done on Wed, Dec 2." in words(answer)


def test_done_and_undone_lead_back_to_the_page_one_came_from(world, sign_in):
    client, letter = sign_in(world.who("principal")), world.task(LETTER)
    year = address("year", world["lincoln"].code)
    done = client.post(address("completion", letter.pk), {"next": year})
    assert done["Location"] == f"{year}#t{letter.pk}"
    undone = client.post(address("completion-withdrawal", letter.pk))
    assert undone["Location"] == address("task", letter.pk)
    assert standing(world.task(LETTER))[0] == "open"


def test_nobody_is_led_to_another_site(world, sign_in):
    client, letter = sign_in(world.who("principal")), world.task(LETTER)
    answer = client.post(address("completion", letter.pk), {"next": "https://evil.example/year/"})
    assert answer["Location"] == address("task", letter.pk)


def test_a_step_set_aside_shows_its_reason_and_comes_back(world, sign_in):
    client, letter = sign_in(world.who("principal")), world.task(LETTER)
    client.post(address("waiver", letter.pk), {"reason": "The letter came in person."})
    page = main(client.get(address("task", letter.pk)))
    assert "The letter came in person." in text(page.select_one(".prose .notice"))
    client.post(address("waiver-withdrawal", letter.pk))
    assert standing(world.task(LETTER))[0] == "open"


def test_an_empty_reason_stands_at_the_field_and_above(world, sign_in):
    client, letter = sign_in(world.who("principal")), world.task(LETTER)
    answer = client.post(address("waiver", letter.pk), {"reason": " "})
    assert answer.status_code == 422
    assert "Reason: This field is required." in words(answer)


def test_notes_say_who_wrote_them_and_who_reads_them(world, sign_in):
    client, letter = sign_in(world.who("principal")), world.task(LETTER)
    client.post(address("note", letter.pk), {"text": "Talked it over <b>today</b>"})
    page = main(client.get(address("task", letter.pk)))
    note = text(page.select_one("main .said").find_parent("li"))
    assert note.startswith("Talked it over <b>today</b>")
    assert "Principal, Lincoln School" in note
    assert "People with a role at Lincoln School" in text(page.select_one("main .hint"))


def test_a_file_is_kept_and_linked(world, sign_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client, letter = sign_in(world.who("principal")), world.task(LETTER)
    file = SimpleUploadedFile("minutes.txt", b"We met.")
    client.post(address("file", letter.pk), {"file": file})
    page = main(client.get(address("task", letter.pk)))
    assert texts(page, "main .lines a") == ["minutes.txt"]


def test_a_school_reads_a_step_of_its_state_but_not_the_notes_there(world, sign_in):
    task = world.task(PUBLISH, "state")
    add_note(task, by=world.who("agency"), text="Only for the agency")
    client = sign_in(world.who("principal"))
    answer = client.get(address("task", task.pk))
    assert heading(answer) == "Publish the summative designations"
    assert "Only for the agency" not in words(answer)
    assert client.post(address("note", task.pk), {"text": "Hello"}).status_code == 403


def test_one_holder_can_be_named_and_the_others_see_it(world, sign_in):
    film, second = world.task(TEAM_FILM), Person.objects.create_user("two@x.example", name="Two")
    world.who("team").appointments.model.objects.create(
        person=second, role="team", organization=world["lincoln"], starts=TODAY
    )
    client = sign_in(world.who("principal"))
    client.post(address("assignee", film.pk), {"person": second.pk})
    assert "Named for it Two" in text(main(client.get(address("task", film.pk))).select_one("dl"))
    stranger = client.post(address("assignee", film.pk), {"person": world.who("agency").pk})
    assert stranger.status_code == 422


def test_a_vacant_role_says_so(world, sign_in):
    world.who("principal").appointments.update(ends="2026-12-01")
    page = main(sign_in(world.who("district")).get(address("task", world.task(LETTER).pk)))
    assert "Vacant. Falls to: District staff" in text(page.select_one(".facts"))


def test_history_is_linked_for_those_who_may_read_it(world, sign_in):
    letter = world.task(LETTER)
    principal = main(sign_in(world.who("principal")).get(address("task", letter.pk)))
    assert principal.select_one(f"a[href='/history/task/{letter.pk}/']") is not None
    team = main(sign_in(world.who("team")).get(address("task", letter.pk)))
    assert team.select_one(f"a[href='/history/task/{letter.pk}/']") is None


@pytest.mark.parametrize(("name", "content"), [("a.exe", b"MZ\x90\0"), ("a.svg", b"<svg/>")])
def test_a_file_that_is_not_taken_says_so_at_its_field(world, sign_in, name, content):
    client, letter = sign_in(world.who("principal")), world.task(LETTER)
    answer = client.post(address("file", letter.pk), {"file": SimpleUploadedFile(name, content)})
    assert (answer.status_code, heading(answer)) == (422, "Read the designation letter")
    assert "not accepted" in text(read(answer).select_one(".field.wrong .error"))
