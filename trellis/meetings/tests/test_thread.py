"""The thread of a year: each month's topic, and what the meetings agreed on next."""

from dataclasses import replace
from datetime import date

from django.urls import reverse

from tests.visits import words
from trellis.meetings.actions import change_meeting, hold_meeting
from trellis.meetings.actions.planning import Facts
from trellis.meetings.queries.thread import thread_of, tracks
from trellis.meetings.rules import told
from trellis.meetings.tests.planning import AHEAD, FIRST, leader, planned
from trellis.organizations.rules import seats_of
from trellis.programs.texts import say

STEP = "Ask two families to join"


def test_each_month_has_its_topic_and_the_next_steps_of_its_meetings(world):
    meeting = planned(world)
    hold_meeting(meeting, by=leader(world))
    meeting.refresh_from_db()
    facts = Facts(FIRST, meeting.minutes, title=meeting.title, topic=meeting.topic)
    change_meeting(
        meeting, replace(facts, next_step=STEP), version=meeting.version, by=leader(world)
    )
    planned(world, at=AHEAD)
    found = thread_of(world["lincoln"], world.year, seats_of(world.who("principal")))
    months = {one.month.month: one for one in found}
    assert {
        (track.code, month): strand.topic
        for month, one in months.items()
        for track, strand in zip(tracks(), one.strands, strict=True)
        if strand.topic
    } == {(one.track, one.month): say(one.topic) for one in told().capacity}
    assert [one.meeting.next_step for one in months[11].parties] == [STEP]
    assert [one.meeting.next_step for one in months[12].parties] == [""]


def test_months_stand_in_the_order_of_the_plan_though_it_ends_in_the_next_school_year(world):
    (plan,) = world.program.plans.values()
    months = [date(world.year.start + one.year, one.month, 1) for one in plan.months]
    found = thread_of(world["lincoln"], world.year, seats_of(world.who("principal")))
    assert [one.month for one in found] == [one for one in months if told().topics(one.month)]
    assert months[0] < found[-1].month == months[-1]


def test_the_page_is_read_by_who_reads_of_meetings_there(world, sign_in):
    planned(world)
    url = reverse("meetings:thread", args=[world["lincoln"].code])
    topic = say(told().topics(11)["leadership-team"])
    assert topic in words(sign_in(world.who("principal")).get(url))
    for role in ("board", "advisor", "coach"):
        assert sign_in(world.who(role)).get(url).status_code == 404, role
