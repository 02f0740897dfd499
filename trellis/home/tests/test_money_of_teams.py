"""A team's steps about money are on the list of whoever leads, and never on its members'."""

from __future__ import annotations

import pytest

from tests.cast import TODAY, World
from trellis.home.queries.teams import asked_of
from trellis.kit.errors import NotAllowed, OutOfOrder
from trellis.organizations.rules import seats_of
from trellis.organizations.teams.rules import kept_away
from trellis.programs import queries as programs
from trellis.work import queries as work
from trellis.work.actions import complete_task, undo_completion
from trellis.work.models import State, Task

PRINCIPAL = "intensive-planning/nov-grant-start.principal-1"
TEAM = "intensive-planning/nov-grant-start.team-1"


def asked(world: World, role: str) -> set[str]:
    """The steps that are put before somebody."""
    person = world.who(role)
    seats = seats_of(person, on=TODAY)
    year, running = work.standing_of(seats)
    pairs = work.pairs_of(seats, world.year, running, on=TODAY)
    assert year is not None
    return {one.code for one in asked_of(work.my_tasks(person, pairs, year, on=TODAY))}


def test_each_is_one_deed_with_a_step_of_somebody_who_is_asked(world):
    away = {code for codes in kept_away(programs.current()).values() for code in codes}
    steps = Task.objects.filter(template_code__in=away, workplan__organization=world["lincoln"])
    teams = set(kept_away(programs.current()))
    assert steps
    for one in steps:
        same = Task.objects.filter(workplan=one.workplan_id, deed=one.deed).exclude(role__in=teams)
        assert (bool(one.deed), same.exists()) == (True, True), one.template_code


def test_it_stands_on_the_list_of_the_principal_alone(world):
    assert (PRINCIPAL in asked(world, "principal"), TEAM in asked(world, "team")) == (True, False)


def test_done_by_the_principal_it_is_done_for_the_team_and_undone_for_both(world):
    principal = world.who("principal")
    complete_task(world.task(PRINCIPAL), by=principal, on=TODAY)
    team = world.task(TEAM)
    assert (team.state, team.settled_by) == (State.DONE, principal)
    with pytest.raises(OutOfOrder):
        complete_task(world.task(TEAM), by=world.who("team"), on=TODAY)
    undo_completion(world.task(PRINCIPAL), by=principal)
    assert {world.task(one).state for one in (PRINCIPAL, TEAM)} == {State.OPEN}


@pytest.mark.parametrize("who", ["board", "advisor", "coach", "vendor"])
def test_a_stranger_does_neither(world, who):
    for code in (PRINCIPAL, TEAM):
        with pytest.raises(NotAllowed):
            complete_task(world.task(code), by=world.who(who), on=TODAY)
