"""Attending does the month's steps: of each role that came, once all meetings were held."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests.cast import World
from tests.visits import read
from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.meetings.actions import hold_meeting, note_attendance, reopen_meeting
from trellis.meetings.models import Credit, Meeting
from trellis.meetings.tests.planning import AHEAD, FIRST, SECOND, leader, part, planned, rows
from trellis.work.actions import complete_task, undo_completion
from trellis.work.models import State

PLAN = "intensive-planning"
PRINCIPAL, DISTRICT = f"{PLAN}/nov-topics.principal-1", f"{PLAN}/nov-topics.district-1"


def held(world: World, at, *roles: str) -> Meeting:
    meeting = planned(world, at=at)
    return hold_meeting(meeting, by=leader(world), came=rows(part(meeting, world), *roles))


def test_the_step_waits_until_all_expected_meetings_were_held(world):
    held(world, FIRST, "coordinator", "principal", "district")
    assert world.task(PRINCIPAL).state == State.OPEN
    held(world, SECOND, "coordinator", "principal")
    task = world.task(PRINCIPAL)
    assert (task.state, task.settled_on, task.settled_by) == (
        State.DONE, SECOND.date(), world.who("principal"),
    )  # fmt: skip
    assert world.task(DISTRICT).state == State.DONE


def test_it_stays_open_for_a_role_that_attended_none(world):
    held(world, FIRST, "coordinator", "principal")
    held(world, SECOND, "coordinator", "principal")
    assert world.task(PRINCIPAL).state == State.DONE
    assert world.task(DISTRICT).state == State.OPEN


def test_who_came_and_who_noted_it_stand_in_the_completion_and_the_history(world):
    held(world, FIRST, "principal")
    held(world, SECOND, "principal")
    task = world.task(PRINCIPAL)
    done = task.completions.get()
    assert (done.by, done.acting_as) == (
        world.who("principal"), "Principal, by attending on Tue, Nov 24",
    )  # fmt: skip
    entry = Entry.objects.get(subject=f"task:{task.pk}", verb="completed")
    assert (entry.actor_name, entry.after["attended"]) == (leader(world).name, done.by.name)


def test_undoing_a_held_meeting_takes_it_back(world):
    held(world, FIRST, "principal")
    second = held(world, SECOND, "principal")
    reopen_meeting(second, by=leader(world))
    task = world.task(PRINCIPAL)
    assert (task.state, task.begun, Credit.objects.count()) == (State.OPEN, False, 0)
    assert task.completions.get().withdrawn_by == leader(world)
    hold_meeting(second, by=leader(world), came=rows(part(second, world), "principal"))
    assert world.task(PRINCIPAL).state == State.DONE


def test_attendance_that_is_mended_later_brings_the_steps_in_step(world):
    held(world, FIRST, "principal")
    second = held(world, SECOND, "principal")
    for meeting in Meeting.objects.all():
        party = part(meeting, world)
        note_attendance(party, rows(party, "district"), by=leader(world))
    assert (world.task(PRINCIPAL).state, world.task(DISTRICT).state) == (State.OPEN, State.DONE)
    party = part(second, world)
    note_attendance(party, rows(party, "district", "principal"), by=leader(world))
    assert world.task(PRINCIPAL).state == State.DONE


def test_what_somebody_marked_by_hand_stays_theirs(world):
    complete_task(world.task(PRINCIPAL), by=world.who("principal"), on=FIRST.date())
    held(world, FIRST, "principal")
    second = held(world, SECOND, "principal")
    assert Credit.objects.filter(completion__task=world.task(PRINCIPAL)).count() == 0
    reopen_meeting(second, by=leader(world))
    assert world.task(PRINCIPAL).state == State.DONE


def test_what_somebody_undid_by_hand_is_not_done_again(world):
    held(world, FIRST, "principal")
    second = held(world, SECOND, "principal")
    undo_completion(world.task(PRINCIPAL), by=world.who("principal"))
    party = part(second, world)
    note_attendance(party, rows(party, "principal"), by=leader(world))
    assert world.task(PRINCIPAL).state == State.OPEN


def test_a_month_without_an_expectation_asks_for_one_meeting(world):
    october = FIRST.replace(month=10, day=27)
    held(world, october, "principal")
    assert world.task(f"{PLAN}/oct-intro-meeting.principal-1").state == State.DONE


def test_a_meeting_is_noted_on_its_day_or_later(world):
    meeting = planned(world, at=AHEAD)
    with pytest.raises(NotReady, match="has not begun yet"):
        hold_meeting(meeting, by=leader(world))
    with pytest.raises(NotReady, match="has not begun yet"):
        note_attendance(part(meeting, world), [], by=leader(world))


def test_a_second_click_holds_nothing_twice(world):
    meeting = held(world, FIRST, "principal")
    with pytest.raises(OutOfOrder, match="held already"):
        hold_meeting(meeting, by=leader(world))


def test_the_page_asks_who_comes_until_it_was_held_and_then_tells_who_came(world, sign_in):
    meeting = planned(world)
    url = reverse("meetings:meeting", args=[part(meeting, world).pk])
    client = sign_in(leader(world))
    assert headings(client.get(url))[-1] == "Who comes"
    hold_meeting(meeting, by=leader(world))
    assert headings(client.get(url))[-1] == "Who came"


def headings(answer: HttpResponse) -> list[str]:
    """The headings of the parts of a page."""
    return [one.get_text() for one in read(answer).select("main h2")]


@pytest.mark.parametrize("role", ["principal", "district", "team", "board"])
def test_who_does_not_lead_it_cannot_note_it(world, role):
    meeting = planned(world)
    for act in (hold_meeting, reopen_meeting):
        with pytest.raises(NotAllowed):
            act(meeting, by=world.who(role))
    with pytest.raises(NotAllowed):
        note_attendance(part(meeting, world), [], by=world.who(role))


def test_another_state_does_its_own_steps_by_attending(prairie):
    lead = prairie.who("network-lead")
    meeting = planned(prairie, kind="campus-visit", at=FIRST.replace(month=9), by=lead)
    party = part(meeting, prairie)
    hold_meeting(meeting, by=lead, came=rows(party, "network-lead", "head-of-school"))
    states = {
        role: prairie.task(f"focus-year/sep-visit.{code}").state
        for role, code in (("head", "head-1"), ("lead", "lead-1"), ("area", "area-1"))
    }
    assert states == {"head": State.DONE, "lead": State.DONE, "area": State.OPEN}
