"""A school's meetings by month, a district's, a leader's own: what was held, what is missing."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from tests.cast import TODAY, Relation, World
from tests.visits import sign_in_as
from trellis.meetings.actions import Facts, change_meeting, hold_meeting
from trellis.meetings.models import Cadence
from trellis.meetings.queries.lists import mine
from trellis.meetings.schema import Meetings
from trellis.meetings.tests.planning import AHEAD, FIRST, leader, planned
from trellis.programs.texts import say


def text(world: World, role: str, route: str, *args, query: str = "") -> str:
    there = reverse(route, args=args) + query
    answer = sign_in_as(Client(), world.who(role)).get(there)
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def test_each_month_says_how_many_of_its_meetings_were_held_and_what_is_missing(world):
    hold_meeting(planned(world), by=leader(world))
    planned(world, at=AHEAD)
    found = text(world, "principal", "meetings:place", world["lincoln"].code)
    assert "1 of 2 November meetings · one was not held" in found
    assert "0 of 2 December meetings · one not planned yet" in found


def test_topic_and_next_step_stand_as_a_thread_over_the_months(world):
    meeting = hold_meeting(planned(world), by=leader(world))
    facts = Facts(
        starts_at=FIRST, minutes=45, title=meeting.title, topic=meeting.topic,
        next_step="Name a second chair",
    )  # fmt: skip
    change_meeting(meeting, facts, version=meeting.version, by=leader(world))
    planned(world, at=AHEAD)
    found = text(world, "district", "meetings:place", world["lincoln"].code)
    thread = ["Setting up the leadership team", "Next step: Name a second chair"]
    assert [found.index(one) for one in thread] == sorted(found.index(one) for one in thread)
    assert "Guidance for the leadership team" in found


def test_a_district_sees_the_month_of_each_of_its_schools(world):
    hold_meeting(planned(world), by=leader(world))
    code, query = world["birch"].code, "?month=2026-11"
    found = text(world, "district", "meetings:place", code, query=query)
    assert "Lincoln School 1 of 2 November meetings" in found
    assert "Grant School 0 of 2 November meetings" in found
    assert "Adams" not in found


@pytest.mark.parametrize(
    ("role", "relation"),
    [("principal", Relation.SAME_DISTRICT), ("district", Relation.OTHER_DISTRICT),
     ("board", Relation.OWN), ("vendor", Relation.OWN)],
)  # fmt: skip
def test_others_find_no_meetings_of_a_school(world, role, relation):
    browser = sign_in_as(Client(), world.who(role, relation))
    there = reverse("meetings:place", args=[world["lincoln"].code])
    assert browser.get(there).status_code == 404


def test_a_leader_has_what_waits_to_be_noted_first_and_then_what_comes(world):
    begun, ahead = planned(world), planned(world, at=AHEAD)
    found = mine(leader(world), on=TODAY)
    assert [one.meeting for one in found.to_note] == [begun]
    assert [one.meeting for one in found.coming] == [ahead]
    hold_meeting(begun, by=leader(world))
    found = mine(leader(world), on=TODAY)
    assert ([one.meeting for one in found.before], found.to_note) == ([begun], [])


def test_a_leader_plans_for_a_school_from_the_page(world):
    browser, lincoln = sign_in_as(Client(), leader(world)), world["lincoln"].code
    told = {
        "kind": "coordinator", "organizations": [lincoln], "roles": ["principal"],
        "day": "2026-12-15", "time": "13:30", "minutes": "60",
    }  # fmt: skip
    answer = browser.post(reverse("meetings:plan") + f"?at={lincoln}", told)
    assert answer.status_code == 302
    found = mine(world.who("principal"), on=TODAY).coming[0].meeting
    assert found.starts_at.isoformat() == "2026-12-15T19:30:00+00:00"
    assert mine(world.who("district"), on=TODAY).coming == []


def test_notes_of_a_coordinator_stand_under_the_three_printed_areas(world):
    kind = world.program.section("meetings", Meetings).kind("coordinator")
    assert [say(one.label) for one in kind.headings] == ["Data", "Program rules", "Planning"]


def test_another_state_expects_its_own_number_in_its_own_months(prairie):
    found = Cadence.objects.filter(organization=prairie["lincoln"])
    assert list(found.values_list("kind", "per_month", "first_month", "last_month")) == [
        ("campus-visit", 1, date(2026, 9, 1), date(2027, 4, 1))
    ]
    assert not Cadence.objects.filter(organization=prairie["cedar"]).exists()
