"""Notes under their headings: shared or the agency's own, tagged, never lost to a second hand."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from tests.cast import TODAY, World
from tests.visits import sign_in_as
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.meetings.actions import (
    Overtaken,
    add_follow_up,
    cancel_meeting,
    hold_meeting,
    send_summary,
    write_note,
)
from trellis.meetings.models import Note, Party
from trellis.meetings.queries.lists import mine
from trellis.meetings.tests.planning import FIRST, leader, part, planned
from trellis.notices.models import Notice
from trellis.people.models import Person

SECRET = "The principal will leave in June"


def write(
    party: Party,
    world: World,
    text: str,
    *,
    version: int = 0,
    visibility: str = "shared",
    by: Person | None = None,
    groups: tuple[str, ...] = (),
) -> Note:
    return write_note(
        party, "data", text, version=version, visibility=visibility, groups=groups,
        by=by or leader(world),
    )  # fmt: skip


@pytest.fixture
def party(world) -> Party:
    return part(planned(world), world)


def page(world: World, role: str, route: str, *args) -> BeautifulSoup:
    answer = sign_in_as(Client(), world.who(role)).get(reverse(route, args=args))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_a_second_writer_changes_nothing_and_keeps_their_text(world, party):
    write(party, world, "First")
    with pytest.raises(Overtaken, match="Your text is kept"):
        write(party, world, "Second")
    note = write(party, world, "Both", version=1)
    assert (Note.objects.get().text, note.version) == ("Both", 2)


def test_the_page_shows_a_second_writer_both_texts(world, party):
    write(party, world, "First line\nTheirs")
    browser = sign_in_as(Client(), leader(world))
    there = reverse("meetings:note", args=[party.pk, "data", "shared"])
    answer = browser.post(there, {"text": "First line\nMine", "version": "0"})
    soup = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert soup.find("textarea").text.strip() == "First line\nMine"
    said = [one.get_text(" ", strip=True) for one in soup.select(".said")]
    assert said == ["Only there now: Theirs", "Only yours: Mine"]
    again = browser.post(there, {"text": "First line\nBoth", "version": "1"})
    assert (again.status_code, Note.objects.get().text) == (302, "First line\nBoth")


def test_what_is_for_the_agency_only_is_nowhere_for_the_school(world, party):
    write(party, world, SECRET, visibility="agency")
    for role in ("principal", "district", "team", "superintendent"):
        assert SECRET not in page(world, role, "meetings:meeting", party.pk).text
    for role in ("coordinator", "agency"):
        assert SECRET in page(world, role, "meetings:meeting", party.pk).text


def test_a_summary_mails_what_is_shared_and_nothing_else(world, party):
    write(party, world, "Shared word")
    write(party, world, SECRET, visibility="agency")
    hold_meeting(party.meeting, by=leader(world))
    add_follow_up(party, title="Bring the list", role="principal", by=leader(world), due=None)
    assert send_summary(party, by=leader(world)) == 3
    texts = list(Notice.objects.filter(kind="meeting-summary").values_list("text", flat=True))
    assert len(texts) == 3
    assert all("Shared word" in one and "Bring the list" in one for one in texts)
    assert not any(SECRET in one for one in Notice.objects.values_list("text", flat=True))


def test_a_summary_waits_for_the_meeting_and_for_something_to_tell(world, party):
    with pytest.raises(OutOfOrder, match="not been held yet"):
        send_summary(party, by=leader(world))
    hold_meeting(party.meeting, by=leader(world))
    with pytest.raises(NotReady, match="Write a shared note"):
        send_summary(party, by=leader(world))
    with pytest.raises(NotAllowed):
        send_summary(party, by=world.who("principal"))


def test_notes_are_tagged_by_student_group_and_counted_for_their_leader(world, party):
    write(party, world, "About them", groups=("english-learners", "low-income"))
    write(party, world, "Again", version=1, groups=("english-learners",))
    found = mine(leader(world), on=TODAY)
    assert found.tags == [("English learners", 1)]


def test_only_known_headings_groups_and_readers_are_written(world, party):
    with pytest.raises(NotReady, match="no such student group"):
        write(party, world, "Text", groups=("giants",))
    with pytest.raises(NotReady, match="Say who reads"):
        write(party, world, "Text", visibility="all")
    with pytest.raises(NotReady, match="no such heading"):
        write_note(party, "weather", "Sun", visibility="shared", version=0, by=leader(world))


def test_nothing_is_noted_at_a_cancelled_meeting(world, party):
    cancel_meeting(party.meeting, by=leader(world))
    with pytest.raises(OutOfOrder, match="cancelled"):
        write(party, world, "Too late")


@pytest.mark.parametrize("role", ["principal", "district", "team", "board", "superintendent"])
def test_who_does_not_lead_the_meeting_writes_no_note(world, party, role):
    with pytest.raises(NotAllowed):
        write(party, world, "Mine", by=world.who(role))


def test_each_organization_of_a_joint_meeting_sees_its_own_part_only(world):
    meeting = planned(world, "lincoln", "grant", by=world.who("agency"), at=FIRST)
    here, there = part(meeting, world), part(meeting, world, "grant")
    write(there, world, "Only Grant", by=world.who("agency"))
    answer = sign_in_as(Client(), world.who("principal")).get(
        reverse("meetings:meeting", args=[there.pk])
    )
    assert answer.status_code == 404
    shown = page(world, "principal", "meetings:meeting", here.pk).text
    assert "Grant" not in shown
    mails = Notice.objects.filter(recipient=world.who("principal"), kind="meeting-planned")
    assert "Grant" not in mails.get().text + mails.get().subject + mails.get().calendar
