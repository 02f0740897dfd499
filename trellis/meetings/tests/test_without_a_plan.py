"""Schools that are met each month without a year plan of their own."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tests.visits import words
from trellis.meetings.models import Cadence, Meeting
from trellis.meetings.offers.queries import offerable
from trellis.meetings.queries.choices import plannable, year_for
from trellis.meetings.tests.planning import KIND, leader
from trellis.organizations.models import Assignment
from trellis.organizations.rules import seats_of
from trellis.work.models import Workplan


@pytest.fixture
def oak(world):
    """A school without a plan, met once a month by Lincoln's coordinator."""
    school = world["oak"]
    assert not Workplan.objects.filter(organization=school).exists()
    Assignment.objects.filter(organization=school).delete()
    Assignment.objects.create(
        role="coordinator", organization=school, person=leader(world), starts=date(2026, 9, 1)
    )
    Cadence.objects.update_or_create(
        organization=school, year=world.year, kind=KIND,
        defaults={
            "per_month": 1, "first_month": date(2026, 11, 1), "last_month": date(2027, 7, 1)
        },
    )  # fmt: skip
    return school


def test_it_stands_among_those_to_plan_with_and_to_offer_times(world, oak):
    seats = seats_of(leader(world))
    assert "Oak School" in [one.name for one in plannable(seats)]
    assert "Oak School" in [one.name for one in offerable(seats, KIND)]
    assert year_for([oak]) == world.year


def test_a_meeting_is_planned_with_it_from_the_page(world, oak, sign_in):
    client = sign_in(leader(world))
    answer = client.post(
        reverse("meetings:plan"),
        {
            "kind": KIND, "organizations": [oak.code], "roles": ["principal", "district"],
            "day": "2026-12-10", "time": "10:00", "minutes": "45",
        },
    )  # fmt: skip
    assert answer.status_code == 302, words(answer)
    meeting = Meeting.objects.get(parties__organization=oak)
    assert (meeting.year, meeting.month) == (world.year, date(2026, 12, 1))


def test_where_nobody_is_met_and_no_year_runs_there_is_no_year(world, oak):
    Cadence.objects.filter(organization=oak).delete()
    assert year_for([oak]) is None
