"""A team meets with those who are on it, under its own headings, and out of others’ sight."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from tests.cast import TODAY, Relation, World
from tests.objects_teams import advisory, leadership
from tests.visits import read
from trellis.kit.errors import NotAllowed, NotReady
from trellis.meetings.actions import write_note
from trellis.meetings.models import Meeting
from trellis.meetings.queries.page import readable_party
from trellis.meetings.rules import kind_of
from trellis.meetings.tests.planning import AHEAD, part, planned
from trellis.organizations.actions.teams import agree, form_team
from trellis.organizations.models import Appointment
from trellis.organizations.rules import seats_of
from trellis.organizations.teams.rules import kept_away
from trellis.programs import queries as programs

KIND = "team-meeting"


def met(world: World, at: datetime = AHEAD) -> Meeting:
    """A meeting of Lincoln's leadership team in December."""
    leadership(world)
    return planned(world, at=at, kind=KIND, by=world.who("principal"))


def test_who_is_on_the_team_is_asked_and_nobody_else(world):
    party = part(met(world), world)
    asked = {(one.person.name, one.role) for one in party.attendance.select_related("person")}
    assert asked == {
        (world.who("principal").name, "principal"),
        (world.who("team").name, "team"),
        (world.who("district").name, "district"),
    }


def test_in_the_evening_the_question_is_still_that_of_the_day(world):
    evening = datetime(2026, 12, 8, 1, tzinfo=UTC)
    party = part(met(world, evening), world)
    assert party.agenda.filter(source__startswith="question").get().source == "question:2026-12-07"


def test_who_left_the_team_reads_of_its_meetings_no_more(world):
    party, member = part(met(world), world), world.who("team")
    assert readable_party(party.pk, member, seats_of(member)) == party
    member.appointments.filter(role="team").update(ends=TODAY - timedelta(days=1))
    Appointment.objects.create(
        person=member, role="board", organization=world["birch"], starts=TODAY
    )
    assert readable_party(party.pk, member, seats_of(member)) is None


def test_who_leads_without_being_of_the_agency_writes_no_note_for_the_agency(world):
    party = part(met(world), world)
    kind = kind_of(KIND)
    with pytest.raises(NotAllowed):
        write_note(
            party, kind.headings[0].code, "Ours", visibility="agency", version=0,
            by=world.who("principal"),
        )  # fmt: skip
    assert not party.notes.exists()


def test_a_team_that_does_not_exist_cannot_meet(world):
    with pytest.raises(NotReady, match="no such team yet"):
        planned(world, at=AHEAD, kind=KIND, by=world.who("principal"))
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("who", ["team", "district", "coordinator", "board", "agency"])
def test_only_the_principal_plans_a_meeting_of_the_team(world, who):
    leadership(world)
    with pytest.raises(NotAllowed):
        planned(world, at=AHEAD, kind=KIND, by=world.who(who))
    with pytest.raises(NotAllowed):
        planned(world, at=AHEAD, kind=KIND, by=world.who("principal", Relation.SAME_DISTRICT))


def test_the_agenda_keeps_to_improvement_sustainability_adjustments_and_data(world):
    party = part(met(world), world)
    told = [(one.text, one.source.partition(":")[0]) for one in party.agenda.all()]
    assert [text for text, source in told if source == "heading"] == [
        "Improvement: What are we getting better at, and for whom?",
        "Sustainability: What would last if one of us left?",
        "Adjustments: What do the data tell us to change?",
        "Data we looked at: Which figures we bring, with their source and date.",
    ]
    assert told[0] == ("The question of the week: Where do we see things differently from each"
                       " other?", "question")  # fmt: skip
    assert {source for _text, source in told} == {"question", "heading", "task"}


def test_no_agenda_of_a_team_speaks_of_money(world):
    leadership(world)
    program = programs.current()
    away = [program.tasks[code].text for code in kept_away(program)["team"]]
    months = (AHEAD.replace(month=month, year=2027) for month in (3, 5, 6))
    for at in (AHEAD.replace(month=11), *months):
        meeting = planned(world, at=at, kind=KIND, by=world.who("principal"))
        texts = list(part(meeting, world).agenda.values_list("text", flat=True))
        assert [one for one in texts if one in away or "grant" in one.lower()] == []


def test_junes_agenda_asks_how_staff_hear(world):
    leadership(world)
    june = planned(
        world, at=AHEAD.replace(month=6, year=2027), kind=KIND, by=world.who("principal")
    )
    points = part(june, world).agenda.filter(source="review:communication")
    assert [one.text for one in points] == ["Look back: How staff hear and are heard"]


def test_what_a_team_says_is_read_by_those_who_work_with_it(world, sign_in):
    party = part(met(world), world)
    page = reverse("meetings:meeting", args=[party.pk])
    reading = {
        who: sign_in(world.who(who)).get(page).status_code
        for who in ("principal", "team", "district", "superintendent", "coordinator", "agency",
                    "board", "regional-office", "vendor", "advisor")
    }  # fmt: skip
    yes = ("principal", "team", "district", "superintendent", "coordinator")
    assert {who for who, status in reading.items() if status == 200} == set(yes)
    assert {status for who, status in reading.items() if who not in yes} == {404}


def test_an_advisory_group_meets_with_its_members_who_read_their_own_meeting(world, sign_in):
    group, principal = advisory(world), world.who("principal")
    for who in ("principal", "district", "team"):
        agree(group, by=world.who(who), on=TODAY)
    form_team(group, by=principal, on=TODAY)
    party = part(planned(world, at=AHEAD, kind="advisory-meeting", by=principal), world)
    page = reverse("meetings:meeting", args=[party.pk])
    client = sign_in(world.who("advisor"))
    assert client.get(page).status_code == 200
    assert page in {one["href"] for one in read(client.get(reverse("meetings:mine"))).select("a")}
    assert sign_in(world.who("team")).get(page).status_code == 404
