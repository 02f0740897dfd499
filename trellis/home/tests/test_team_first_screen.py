"""A member of a team first reads the question of the week, then their own step; never of money."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.cast import TODAY, World
from tests.objects_teams import advisory, leadership
from trellis.home.tests.pages import main, texts
from trellis.organizations.actions.teams import agree, end_team, form_team
from trellis.organizations.models import Team
from trellis.organizations.teams.rules import kept_away
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.work.actions import complete_task
from trellis.work.models import Task

MINE = reverse("home:my-work")
QUESTION = "Which part of our practice are we surest of, and what shows it?"
PLAN = "intensive-planning"
JUNE = datetime(2027, 6, 10, 18, 0, tzinfo=UTC)


def formed(world: World) -> Team:
    """Lincoln's advisory group, agreed to and formed."""
    group = advisory(world)
    for who in ("principal", "district", "team"):
        agree(group, by=world.who(who), on=TODAY)
    form_team(group, by=world.who("principal"), on=TODAY)
    return group


def test_a_member_reads_the_question_of_the_week_first_and_then_their_own_step(world, sign_in):
    leadership(world)
    page = main(sign_in(world.who("team")).get(MINE))
    cards = texts(page, "main .card")
    assert cards[0] == (
        f"The question of the week · 15 minutes {QUESTION} School leadership team, Lincoln School"
    )
    assert cards[1].startswith("Next ·")
    there = reverse("organizations:teams", args=[world["lincoln"].pk])
    assert len(page.select(f'.question a[href="{there}"]')) == 1


def test_a_member_of_the_advisory_group_reads_its_question_and_is_asked_for_nothing(world, sign_in):
    formed(world)
    page = main(sign_in(world.who("advisor")).get(MINE))
    assert texts(page, "main .card h2") == ["What makes you proud of this school?"]
    assert texts(page, "main form button") == []
    assert "Nothing else is open for you now." in texts(page, "main p.meta")


def test_there_is_no_question_before_the_team_exists_or_after_it_ended(world, sign_in):
    client = sign_in(world.who("team"))
    assert texts(main(client.get(MINE)), ".question") == []
    team = leadership(world)
    assert len(texts(main(client.get(MINE)), ".question")) == 1
    end_team(team, by=world.who("principal"), on=TODAY)
    Team.objects.update(ended_on=TODAY - timedelta(days=1), formed_on=TODAY - timedelta(days=2))
    assert texts(main(client.get(MINE)), ".question") == []


@pytest.mark.parametrize("who", ["principal", "district", "board", "coordinator"])
def test_nobody_else_is_asked_the_question_of_a_team(world, sign_in, who):
    leadership(world)
    assert texts(main(sign_in(world.who(who)).get(MINE)), ".question") == []


def test_the_question_moves_with_the_week(world, sign_in):
    leadership(world)
    seen = []
    for days in range(0, 28, 7):
        with time_machine.travel(datetime(2027, 2, 1 + days, 18, tzinfo=UTC)):
            page = main(sign_in(world.who("team")).get(MINE))
            seen += texts(page, ".question h2")
    assert seen == [
        "What is this team for, in one sentence?",
        "Who does what on this team, and is it fair?",
        "Where do two teams of the school do the same work?",
        "What did we stop doing, and was it right?",
    ]


def pages_of(person: Person, sign_in, *, months: range) -> str:
    """All that stands on somebody's first screen in some months."""
    told = ""
    for month in months:
        with time_machine.travel(datetime(2027, month, 12, 18, tzinfo=UTC)):
            told += sign_in(person).get(MINE).content.decode()
    return told


def test_grants_and_contracts_never_stand_on_the_first_screen_of_a_member(world, sign_in):
    leadership(world)
    formed(world)
    money = kept_away(programs.current())["team"]
    assert sorted(money) == [
        f"{PLAN}/jun-grant-discussion.team-1", f"{PLAN}/nov-grant-start.team-1",
    ]  # fmt: skip
    words = [programs.current().tasks[code].text for code in money]
    words += [one.title for one in programs.current().plans[PLAN].activities if one.kind in (
        "grant", "contract", "report", "resource-review"
    )]  # fmt: skip
    complete_task(world.task(f"{PLAN}/nov-grant-start.team-1"), by=world.who("team"), on=TODAY)
    for who in ("team", "advisor"):
        told = pages_of(world.who(who), sign_in, months=range(1, 8))
        told += sign_in(world.who(who)).get(MINE).content.decode()
        assert [one for one in words if one in told] == []


def test_the_principal_reads_the_grant_step_that_the_team_does_with_them(world, sign_in):
    world.who("team").appointments.update(ends="2026-12-01")
    with time_machine.travel(JUNE):
        told = sign_in(world.who("principal")).get(MINE).content.decode()
    assert "Finish the grant application with the leadership team" in told


# ---- Steps that wait for the team


def test_steps_of_a_team_are_not_late_before_it_exists_and_have_a_day_from_then_on(world):
    codes = [f"{PLAN}/oct-series-1.team-1", f"{PLAN}/nov-topics.team-1"]
    rows = Task.objects.filter(template_code__in=codes, workplan__organization=world["lincoln"])
    assert set(rows.values_list("late_after", flat=True)) == {None}
    leadership(world)
    assert set(rows.values_list("late_after", flat=True)) == {TODAY + timedelta(days=30)}
    beside = Task.objects.filter(template_code__in=codes, workplan__organization=world["grant"])
    assert set(beside.values_list("late_after", flat=True)) == {None}


def test_what_waits_for_the_team_stands_last_and_is_not_the_next_step(world, sign_in):
    world.who("team").appointments.update(starts="2026-11-20")
    page = main(sign_in(world.who("team")).get(MINE))
    heads = texts(page, "main section > h2")
    assert "Once the team exists" in heads
    assert heads.index("Once the team exists") > heads.index("This month")
    assert page.select_one(".loud .late-words") is None
    leadership(world)
    assert "Once the team exists" not in texts(
        main(sign_in(world.who("team")).get(MINE)), "main section > h2"
    )
