"""What every holder does separately counts people and is done with the last."""

from __future__ import annotations

import pytest

from tests.cast import Relation
from trellis.kit.errors import NotAllowed, OutOfOrder
from trellis.people.models import Person
from trellis.work.actions import complete_task, undo_completion
from trellis.work.models import Completion, State, Task
from trellis.work.tests.steps import TEAM_FILM, TODAY, fresh, stand, standing


@pytest.fixture
def team(world) -> list[Person]:
    """Three members of Lincoln's team."""
    members = [world.who("team"), world.persons["stranger"], world.persons["ended"]]
    for person in members[1:]:
        person.appointments.create(role="team", organization=world["lincoln"], starts=TODAY)
    return members


def test_it_is_done_with_the_last_member(world, team):
    seen = []
    for person in team:
        complete_task(world.task(TEAM_FILM), by=person, on=TODAY)
        task = world.task(TEAM_FILM)
        seen.append((task.state, task.begun, Completion.objects.count()))
    assert seen == [("open", True, 1), ("open", True, 2), ("done", True, 3)]
    assert standing(world.task(TEAM_FILM)) == ("done", TODAY, team[2].name, "")


def test_the_same_member_counts_once(world, team):
    complete_task(world.task(TEAM_FILM), by=team[0], on=TODAY)
    with pytest.raises(OutOfOrder, match="You have marked this done already."):
        complete_task(world.task(TEAM_FILM), by=team[0], on=TODAY)
    assert Completion.objects.count() == 1


def test_one_member_undoes_only_the_own_part(world, team):
    for person in team:
        complete_task(world.task(TEAM_FILM), by=person, on=TODAY)
    undo_completion(world.task(TEAM_FILM), by=team[1])
    assert standing(world.task(TEAM_FILM)) == ("open", None, "", "")
    live = Completion.objects.filter(withdrawn_at=None).values_list("by", flat=True)
    assert sorted(live) == sorted([team[0].pk, team[2].pk])
    complete_task(world.task(TEAM_FILM), by=team[1], on=TODAY)
    assert standing(world.task(TEAM_FILM)) == ("done", TODAY, team[1].name, "")


def test_who_has_not_done_it_cannot_undo_it(world, team):
    complete_task(world.task(TEAM_FILM), by=team[0], on=TODAY)
    with pytest.raises(OutOfOrder, match="You have not marked this done."):
        undo_completion(world.task(TEAM_FILM), by=team[1])
    assert Completion.objects.filter(withdrawn_at=None).count() == 1


def test_a_late_comer_does_not_open_what_others_finished(world, team):
    for person in team:
        complete_task(world.task(TEAM_FILM), by=person, on=TODAY)
    late = world.who("team", Relation.OTHER_REGION)
    late.appointments.create(role="team", organization=world["lincoln"], starts=TODAY)
    with pytest.raises(OutOfOrder, match="You have not marked this done."):
        undo_completion(world.task(TEAM_FILM), by=late)
    assert standing(world.task(TEAM_FILM)) == ("done", TODAY, team[2].name, "")


def test_when_the_only_part_is_undone_it_is_not_begun_any_more(world, team):
    complete_task(world.task(TEAM_FILM), by=team[0], on=TODAY)
    undo_completion(world.task(TEAM_FILM), by=team[0])
    assert (fresh(world.task(TEAM_FILM)).begun, Completion.objects.count()) == (False, 1)


def test_who_left_is_not_waited_for(world, team):
    complete_task(world.task(TEAM_FILM), by=team[0], on=TODAY)
    team[1].appointments.filter(role="team").update(ends=TODAY.replace(day=2), starts="2026-10-01")
    complete_task(world.task(TEAM_FILM), by=team[2], on=TODAY)
    assert standing(world.task(TEAM_FILM)) == ("done", TODAY, team[2].name, "")


def test_a_disabled_account_is_not_waited_for(world, team):
    Person.objects.filter(pk=team[1].pk).update(is_active=False)
    complete_task(world.task(TEAM_FILM), by=team[0], on=TODAY)
    complete_task(world.task(TEAM_FILM), by=team[2], on=TODAY)
    assert standing(world.task(TEAM_FILM)) == ("done", TODAY, team[2].name, "")


def test_the_principal_does_not_count_for_the_team(world, team):
    with pytest.raises(NotAllowed):
        complete_task(world.task(TEAM_FILM), by=world.who("principal"), on=TODAY)


@pytest.mark.parametrize("state", [State.DONE, State.WAIVED])
def test_a_settled_one_takes_no_further_member(world, team, state):
    task = stand(world.task(TEAM_FILM), state, settled_by=team[0])
    with pytest.raises(OutOfOrder, match=f"^{team[0].name} marked this"):
        complete_task(task, by=team[1], on=TODAY)
    assert (Completion.objects.count(), standing(task)[0]) == (0, state)


def test_one_member_alone_finishes_it(world):
    alone = world.who("team")
    complete_task(world.task(TEAM_FILM), by=alone, on=TODAY)
    assert standing(world.task(TEAM_FILM)) == ("done", TODAY, alone.name, "")


def test_the_states_own_step_waits_for_every_coordinator(world):
    code = "intensive-planning/oct-new-webinar.coordinator-1"
    people = [world.who("coordinator", relation) for relation in Relation]
    states = []
    for person in people:
        complete_task(world.task(code), by=person, on=TODAY)
        states.append(Task.objects.get(pk=world.task(code).pk).state)
    assert states == ["open", "open", "open", "done"]
