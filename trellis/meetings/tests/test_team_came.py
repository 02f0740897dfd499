"""Attendance is kept per person and shown per team: by month, by meeting, with its counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from tests.cast import TODAY, World
from tests.objects_teams import leadership
from tests.visits import read, words
from trellis.meetings.actions import hold_meeting, note_attendance, reopen_meeting
from trellis.meetings.models import Meeting
from trellis.meetings.queries.came import in_month, teams_at
from trellis.meetings.tests.planning import FIRST, SECOND, leader, part, planned, rows
from trellis.organizations.actions.teams import add_members, begin_team, form_team
from trellis.organizations.models import TeamMember
from trellis.organizations.rules import seats_of

DECEMBER = datetime(2026, 12, 1, 16, tzinfo=UTC)


@pytest.fixture
def team(world: World):
    """Lincoln's leadership team, whose members sit on it since October."""
    found = leadership(world)
    TeamMember.objects.filter(team=found).update(starts=TODAY - timedelta(days=60))
    return found


def held(world: World, at: datetime, *roles: str) -> Meeting:
    meeting = planned(world, at=at)
    return hold_meeting(meeting, by=leader(world), came=rows(part(meeting, world), *roles))


def seen(world: World, reader: str):
    person = world.who(reader)
    return teams_at(world["lincoln"], world.year, person, seats_of(person))


def counts(world: World, reader: str = "principal") -> dict[str, dict[int, tuple[int, int]]]:
    (found,) = seen(world, reader)
    return {
        one.name: {month.month: (count.came, count.of) for month, count in one.months.items()}
        for one in found.members
    }


def test_each_member_has_counts_by_month_and_each_meeting_says_who_came(world, team):
    held(world, FIRST, "team", "district", "principal")
    held(world, SECOND, "team")
    held(world, DECEMBER, "principal")
    teacher, office = world.who("team").name, world.who("district").name
    assert counts(world) == {
        teacher: {11: (2, 2), 12: (0, 1)}, office: {11: (1, 2), 12: (0, 1)},
    }  # fmt: skip
    (found,) = seen(world, "principal")
    assert [(sorted(one.came), one.of) for one in found.meetings] == [
        (sorted([teacher, office]), 2), ([teacher], 2), ([], 2),
    ]  # fmt: skip
    whole = {one.name: (one.whole.came, one.whole.of) for one in found.members}
    assert whole == {teacher: (2, 3), office: (1, 3)}


def test_planned_reopened_and_corrected_meetings_count_as_they_stand(world, team):
    planned(world, at=FIRST)
    assert counts(world) == {world.who("team").name: {}, world.who("district").name: {}}
    meeting = held(world, SECOND, "team")
    note_attendance(part(meeting, world), rows(part(meeting, world), "district"), by=leader(world))
    assert counts(world) == {
        world.who("team").name: {11: (0, 1)}, world.who("district").name: {11: (1, 1)},
    }  # fmt: skip
    reopen_meeting(meeting, by=leader(world))
    assert set(map(len, counts(world).values())) == {0}


def test_a_meeting_counts_only_while_somebody_sits_on_the_team(world, team):
    TeamMember.objects.filter(team=team, brings="teacher").update(starts=TODAY)
    held(world, FIRST, "team", "district")
    assert counts(world)[world.who("team").name] == {}


def test_a_reader_who_reads_of_no_meeting_there_learns_nothing(world, team, sign_in):
    held(world, FIRST, "team", "district")
    route = reverse("meetings:came", args=[world["lincoln"].code])
    for who in ("board", "advisor", "coach", "vendor"):
        assert sign_in(world.who(who)).get(route).status_code == 404, who
    assert in_month(world["lincoln"].pk, FIRST.date().replace(day=1), []) == []


def test_who_does_not_work_with_teams_sees_no_meeting_of_theirs(world, team):
    principal = world.who("principal")
    own = planned(world, at=DECEMBER, kind="team-meeting", by=principal)
    hold_meeting(own, by=principal, came=rows(part(own, world), "team"))
    assert [one.called for one in seen(world, "principal")[0].meetings] == [
        "Leadership team meeting"
    ]
    assert seen(world, "agency")[0].meetings == []


def test_the_page_stands_beside_the_teams_and_the_months_brief_names_them(world, team, sign_in):
    held(world, DECEMBER, "team")
    teacher = world.who("team").name
    client = sign_in(world.who("principal"))
    route = reverse("meetings:came", args=[world["lincoln"].code])
    assert route in {a["href"] for a in read(client.get(
        reverse("organizations:team", args=[team.pk])
    )).select("a")}  # fmt: skip
    cells = [one.get_text() for one in read(client.get(route)).select("table tbody td")]
    assert cells == ["0 of 1", "0 of 1", "1 of 1", "1 of 1"] or cells == [
        "1 of 1", "1 of 1", "0 of 1", "0 of 1",
    ]  # fmt: skip
    brief = reverse("monitoring:brief", args=[world["lincoln"].code])
    said = f"Coordinator meeting: 1 of 2 ({teacher})"
    assert said in words(client.get(brief))
    assert said not in words(sign_in(world.who("board")).get(brief))


def test_another_states_circle_is_counted_too(prairie):
    lead, head = prairie.who("network-lead"), prairie.who("head-of-school")
    circle = begin_team(prairie["lincoln"], "circle", by=head)
    seats = {
        prairie.who(role).appointments.get(delegated_by=None).pk: brings
        for role, brings in (
            ("head-of-school", "care"), ("improvement-circle", "teaching"), ("area-office", "area"),
        )
    }  # fmt: skip
    add_members(circle, seats, by=head, on=TODAY)
    form_team(circle, by=head, on=TODAY)
    TeamMember.objects.update(starts=TODAY - timedelta(days=90))
    visit = planned(prairie, kind="campus-visit", at=FIRST, by=lead)
    hold_meeting(visit, by=lead, came=rows(part(visit, prairie), "head-of-school"))
    (found,) = teams_at(prairie["lincoln"], prairie.year, head, seats_of(head))
    assert (found.name, [(one.came, one.of) for one in found.meetings]) == (
        "Improvement circle", [([head.name], 2)],
    )  # fmt: skip
