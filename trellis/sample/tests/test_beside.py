"""Help, sessions of several schools and coaching of the sample follow the month."""

from __future__ import annotations

from typing import Any

import pytest

from trellis.kit import clock
from trellis.meetings.coaching.actions import end_coaching
from trellis.meetings.coaching.records import Coaching, Session
from trellis.meetings.helping.actions import Given, answer_request
from trellis.meetings.models import Help, HelpRequest, Meeting, Party, Series
from trellis.meetings.series.actions import end_series
from trellis.people.models import Person
from trellis.sample.actions.months import move_to_month
from trellis.sample.invention.cast import BY_KEY


def who(key: str) -> Person:
    return Person.objects.get(email=BY_KEY[key].email)


def standing() -> list[list[Any]]:
    """What stands beside steps, as values without numbers."""
    return [
        sorted(Help.objects.values_list("organization", "on", "kind", "text", "by")),
        sorted(HelpRequest.objects.values_list("organization", "asked_at", "state", "text")),
        sorted(Session.objects.values_list("coaching__person", "on", "minutes", "notes__text")),
        sorted(Coaching.objects.values_list("person", "state", "asked_at")),
        sorted(Meeting.objects.exclude(series=None).values_list("uid", "state", "starts_at")),
        sorted(Series.objects.values_list("led_by", "title", "members__organization")),
    ]


def test_on_the_usual_day_everybody_has_something_to_look_at(sample):
    home = HelpRequest.objects.filter(asked_by=who("principal"))
    assert sorted(home.values_list("state", flat=True)) == ["answered", "answered", "open"]
    assert Coaching.objects.get(coach=who("coach")).person == who("principal")
    assert Coaching.objects.filter(state="asked", coach=None).count() == 1
    assert Session.objects.count() == 2
    series = Series.objects.get(led_by=who("coordinator"))
    assert series.members.count() >= 3
    states = series.meetings.order_by("month").values_list("state", flat=True)
    assert list(states) == ["held", "held", "planned"]
    parties = Party.objects.filter(meeting__series=series, state="held")
    assert parties.filter(notes__isnull=True).count() == 0


def test_nothing_lies_after_the_day_and_nothing_is_asked_without_an_answer_for_long(sample):
    assert Help.objects.filter(on__gt=sample.day).count() == 0
    assert Session.objects.filter(on__gt=sample.day).count() == 0
    waiting = HelpRequest.objects.filter(state="open")
    assert {(sample.day - one.asked_at.date()).days < 10 for one in waiting} == {True}


@pytest.mark.parametrize("month", [10, 7])
def test_there_and_back_is_as_it_was(sample, month):
    before = standing()
    move_to_month(month)
    assert standing() != before
    move_to_month(12)
    assert standing() == before


def test_what_a_visitor_has_touched_stays(sample):
    coach, lead = who("coach"), who("coordinator")
    waits = HelpRequest.objects.select_related("organization", "year", "asked_by").get(
        asked_by=who("principal"), state="open"
    )
    with clock.standing_on(sample.day):
        end_coaching(Coaching.objects.get(coach=coach), by=coach)
        answer_request(waits, Given("grants", sample.day, 10, "Yes, do."), by=lead)
        end_series(Series.objects.get(led_by=lead), by=lead)
    move_to_month(7)
    move_to_month(12)
    assert Coaching.objects.get(coach=coach).state == "ended"
    assert HelpRequest.objects.get(pk=waits.pk).given.text == "Yes, do."
    assert Series.objects.get(led_by=lead).ended_at is not None
