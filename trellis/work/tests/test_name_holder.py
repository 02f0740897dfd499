"""Naming which of several holders does a task."""

from __future__ import annotations

import pytest

from tests.cast import Relation
from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.work.actions import assign_task
from trellis.work.models import State
from trellis.work.tests.steps import LETTER, PLAN, TODAY, fresh, history_of, stand

STEP = f"{PLAN}/nov-grant-start.team-1"


@pytest.mark.parametrize("role", ["principal", "district", "superintendent", "agency"])
def test_those_who_lead_name_a_holder(world, role):
    task, member = world.task(STEP), world.who("team")
    assign_task(task, member, by=world.who(role))
    assert fresh(task).assignee == member
    entry = Entry.objects.get(subject=f"task:{task.pk}")
    assert (entry.verb, entry.actor_name) == ("named a holder", world.who(role).name)
    assert entry.after == {
        "organization": world["lincoln"].pk, "assignee": member.pk, "name": member.name,
    }  # fmt: skip


def test_nobody_named_leaves_it_to_all(world):
    task, principal = world.task(STEP), world.who("principal")
    assign_task(task, world.who("team"), by=principal)
    assign_task(task, None, by=principal)
    assert fresh(task).assignee is None
    assert [verb for verb, *_ in history_of(task)] == ["named a holder", "named a holder"]


@pytest.mark.parametrize(
    ("role", "relation"),
    [("team", Relation.SAME_DISTRICT), ("principal", Relation.OWN), ("vendor", Relation.OWN)],
)
def test_only_a_holder_of_the_role_can_be_named(world, role, relation):
    task, person = world.task(STEP), world.who(role, relation)
    with pytest.raises(NotReady, match=f"^{person.name} does not hold this role here.$"):
        assign_task(task, person, by=world.who("principal"))
    assert (fresh(task).assignee, history_of(task)) == (None, [])


def test_somebody_whose_time_has_ended_cannot_be_named(world):
    world.who("team").appointments.update(ends=TODAY.replace(day=1))
    with pytest.raises(NotReady):
        assign_task(world.task(STEP), world.who("team"), by=world.who("principal"))


@pytest.mark.parametrize("state", [State.DONE, State.WAIVED])
def test_a_settled_task_needs_nobody(world, state):
    task = stand(world.task(STEP), state, settled_by=world.who("team"))
    with pytest.raises(OutOfOrder, match=f"^{world.who('team').name} marked this"):
        assign_task(task, world.who("team"), by=world.who("principal"))
    assert (fresh(task).assignee, history_of(task)) == (None, [])


OTHERS = [
    ("team", Relation.OWN),
    ("coordinator", Relation.OWN),
    ("vendor", Relation.OWN),
    ("board", Relation.OWN),
    ("regional-office", Relation.OWN),
    ("principal", Relation.SAME_DISTRICT),
    ("district", Relation.OTHER_DISTRICT),
]


@pytest.mark.parametrize(("role", "relation"), OTHERS)
def test_nobody_else_names_a_holder(world, role, relation):
    _refused(world, world.who(role, relation))


@pytest.mark.parametrize("name", ["stranger", "ended"])
def test_without_a_seat_nobody_names_a_holder(world, name):
    _refused(world, world.persons[name])


def _refused(world, person):
    task = world.task(STEP)
    with pytest.raises(NotAllowed, match="Only those who lead here can name who does a step."):
        assign_task(task, world.who("team"), by=person)
    assert (fresh(task).assignee, history_of(task)) == (None, [])


def test_a_principal_names_nobody_for_the_districts_own_deeds(world):
    task = world.task(f"{PLAN}/oct-designations.district-1")
    with pytest.raises(NotAllowed):
        assign_task(task, world.who("district"), by=world.who("principal"))
    assert task.template_code != LETTER
