"""Planning, moving and calling off a meeting: who may, who is told, what stands on the agenda."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.cast import Relation, World
from trellis.designations.models import Designation
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.meetings.actions import Facts, Overtaken, cancel_meeting, change_meeting, plan_meeting
from trellis.meetings.models import Meeting
from trellis.meetings.tests.planning import AHEAD, FIRST, KIND, leader, part, planned
from trellis.notices.models import Notice

STRANGERS = ["principal", "district", "team", "board", "superintendent", "vendor"]


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def names(world: World, *roles: str) -> set[str]:
    return {world.who(role).name for role in roles}


def test_everybody_who_comes_is_asked_and_told_but_for_who_planned_it(world):
    meeting = planned(world)
    asked = part(meeting, world).attendance.values_list("person__name", "role")
    assert {role for _name, role in asked} == {"coordinator", "district", "principal", "team"}
    assert told("meeting-planned") == names(world, "district", "principal", "team")


def test_the_message_says_when_where_and_brings_the_entry_for_calendars(world):
    planned(world)
    one = Notice.objects.get(kind="meeting-planned", recipient=world.who("principal"))
    assert one.subject == (
        "Meeting Tue, Nov 10, 2026, 10:00 AM CST, for 45 minutes: Coordinator meeting,"
        " Lincoln School"
    )
    assert "BEGIN:VEVENT" in one.calendar


@pytest.mark.parametrize("role", STRANGERS)
def test_who_does_not_lead_these_meetings_cannot_plan_one(world, role):
    with pytest.raises(NotAllowed, match="Only those who lead these meetings here"):
        planned(world, by=world.who(role))
    assert Meeting.objects.count() == 0


def test_a_coordinator_of_other_schools_cannot_plan_one_here(world):
    with pytest.raises(NotAllowed):
        planned(world, by=world.who("coordinator", Relation.SAME_DISTRICT))


def test_a_meeting_needs_a_kind_an_organization_and_a_sensible_length(world):
    by, facts = leader(world), Facts(starts_at=FIRST, minutes=2)
    with pytest.raises(NotReady, match="between 5 minutes"):
        plan_meeting([world["lincoln"]], kind=KIND, year=world.year, facts=facts, by=by)
    with pytest.raises(NotReady, match="at least one organization"):
        plan_meeting([], kind=KIND, year=world.year, facts=facts, by=by)
    with pytest.raises(NotReady, match="no such kind"):
        plan_meeting([world["lincoln"]], kind="ball", year=world.year, facts=facts, by=by)


def test_the_agenda_begins_with_the_topics_then_figures_then_open_steps(world):
    party = part(planned(world), world)
    sources = [one.partition(":")[0] for one in party.agenda.values_list("source", flat=True)]
    assert sources == sorted(sources, key=["topic", "indicator", "task"].index)
    assert set(sources) == {"topic", "indicator", "task"}
    texts = list(party.agenda.values_list("text", flat=True))
    assert texts[0] == "Setting up the leadership team"
    assert "Meet with your School Improvement Coordinator" not in texts


def test_the_first_meeting_looks_at_the_figures_of_the_release(world):
    told = Designation.objects.filter(organization=world["lincoln"])
    told.update(indicators={"graduation": {"text": "62.5"}})
    party = part(planned(world), world)
    texts = list(party.agenda.filter(source__startswith="indicator:").values_list("text"))
    assert len(texts) == told.count()
    assert all("Graduation rate: 62.5" in text for (text,) in texts)


def test_only_the_first_meeting_looks_at_the_figures(world):
    planned(world)
    second = part(planned(world, at=AHEAD), world)
    assert not second.agenda.filter(source__startswith="indicator:").exists()


def test_a_moved_meeting_is_told_at_once_with_what_is_different(world):
    meeting = planned(world)
    facts = Facts(starts_at=AHEAD, minutes=45, title=meeting.title)
    kept = change_meeting(meeting, facts, version=1, by=leader(world))
    assert (kept.version, kept.sequence, kept.month) == (2, 1, date(2026, 12, 1))
    assert told("meeting-changed") == names(world, "district", "principal", "team")
    text = Notice.objects.filter(kind="meeting-changed")[0].text
    assert "Before: Tue, Nov 10, 2026, 10:00 AM CST" in text
    assert "Now: Thu, Dec 10, 2026, 10:00 AM CST" in text


def test_a_new_topic_alone_is_told_to_nobody(world):
    meeting = planned(world)
    facts = Facts(starts_at=FIRST, minutes=45, title=meeting.title, topic="Trust")
    kept = change_meeting(meeting, facts, version=1, by=leader(world))
    assert (kept.topic, kept.sequence, told("meeting-changed")) == ("Trust", 0, set())


def test_the_second_of_two_editors_changes_nothing_and_is_told(world):
    meeting = planned(world)
    facts = Facts(starts_at=FIRST, minutes=30, title="One")
    change_meeting(meeting, facts, version=1, by=leader(world))
    with pytest.raises(Overtaken):
        change_meeting(meeting, replace(facts, title="Two"), version=1, by=leader(world))
    assert Meeting.objects.get().title == "One"


def test_a_cancelled_meeting_is_told_and_never_changes_again(world):
    meeting = planned(world)
    cancel_meeting(meeting, by=leader(world), why="Snow")
    assert told("meeting-cancelled") == names(world, "district", "principal", "team")
    assert "Snow" in Notice.objects.filter(kind="meeting-cancelled")[0].text
    with pytest.raises(OutOfOrder, match="cancelled"):
        cancel_meeting(meeting, by=leader(world))
    with pytest.raises(OutOfOrder, match="cancelled"):
        change_meeting(meeting, Facts(starts_at=FIRST, minutes=30), version=2, by=leader(world))


def test_another_state_plans_its_own_kind_under_its_own_roles(prairie):
    lead = prairie.who("network-lead")
    meeting = planned(prairie, kind="campus-visit", by=lead)
    party = part(meeting, prairie)
    assert meeting.title == "Visit of the network lead"
    assert set(party.attendance.values_list("role", flat=True)) == {
        "network-lead", "head-of-school", "area-office",
    }  # fmt: skip
