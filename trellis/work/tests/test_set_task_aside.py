"""Marking a task as not applying, with a reason, and bringing it back."""

from __future__ import annotations

import pytest

from tests.cast import Relation
from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.work.actions import waive_task, withdraw_waiver
from trellis.work.models import State
from trellis.work.tests.steps import (
    LETTER,
    NAME_TEAM,
    NAME_TEAM_TOO,
    TEAM_FILM,
    TODAY,
    history_of,
    stand,
    standing,
)

WHY = "Our letter came by post."


@pytest.mark.parametrize("role", ["principal", "coordinator", "agency"])
def test_its_holder_and_those_who_steer_set_a_task_aside(world, role):
    task, person = world.task(LETTER), world.who(role)
    waive_task(task, by=person, on=TODAY, reason=f"  {WHY} ")
    assert standing(task) == ("waived", TODAY, person.name, WHY)
    assert [entry[:2] for entry in history_of(task)] == [("set aside", person.name)]


def test_the_reason_stands_in_the_history(world):
    task = world.task(LETTER)
    waive_task(task, by=world.who("principal"), on=TODAY, reason=WHY)
    entry = Entry.objects.get(subject=f"task:{task.pk}")
    assert entry.after == {"organization": world["lincoln"].pk, "reason": WHY}


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_without_a_reason_it_is_refused(world, reason):
    task = world.task(LETTER)
    with pytest.raises(NotReady, match="Say in a few words why this does not apply."):
        waive_task(task, by=world.who("principal"), on=TODAY, reason=reason)
    assert (standing(task), history_of(task)) == (("open", None, "", ""), [])


def test_a_long_reason_is_cut_where_the_record_ends(world):
    task = world.task(LETTER)
    waive_task(task, by=world.who("principal"), on=TODAY, reason="a" * 900)
    assert standing(task)[3] == "a" * 300


@pytest.mark.parametrize("state", [State.DONE, State.WAIVED])
def test_a_settled_task_cannot_be_set_aside(world, state):
    task = stand(world.task(LETTER), state, settled_by=world.who("team"), reason="Before.")
    before = standing(task)
    with pytest.raises(OutOfOrder, match=f"^{world.who('team').name} marked this"):
        waive_task(task, by=world.who("principal"), on=TODAY, reason=WHY)
    assert (standing(task), history_of(task)) == (before, [])


def test_a_deed_is_set_aside_and_brought_back_for_all_its_roles(world):
    one, two = world.task(NAME_TEAM), world.task(NAME_TEAM_TOO)
    waive_task(one, by=world.who("district"), on=TODAY, reason=WHY)
    assert standing(one) == standing(two) == ("waived", TODAY, world.who("district").name, WHY)
    withdraw_waiver(two, by=world.who("principal"))
    assert standing(one) == standing(two) == ("open", None, "", "")


def test_a_task_that_was_set_aside_comes_back(world):
    task, principal = world.task(LETTER), world.who("principal")
    waive_task(task, by=principal, on=TODAY, reason=WHY)
    withdraw_waiver(task, by=world.who("coordinator"))
    assert standing(task) == ("open", None, "", "")
    assert [verb for verb, *_ in history_of(task)] == ["set aside", "brought back"]


@pytest.mark.parametrize("state", [State.OPEN, State.DONE])
def test_what_applies_cannot_be_brought_back(world, state):
    task = stand(world.task(LETTER), state)
    before = standing(task)
    with pytest.raises(OutOfOrder, match="This step applies already."):
        withdraw_waiver(task, by=world.who("principal"))
    assert (standing(task), history_of(task)) == (before, [])


OTHERS = [
    ("principal", Relation.SAME_DISTRICT),
    ("principal", Relation.OTHER_REGION),
    ("coordinator", Relation.OTHER_DISTRICT),
    ("district", Relation.OWN),
    ("superintendent", Relation.OWN),
    ("board", Relation.OWN),
    ("vendor", Relation.OWN),
    ("regional-office", Relation.OWN),
]


@pytest.mark.parametrize(("role", "relation"), OTHERS)
def test_nobody_else_sets_it_aside_or_brings_it_back(world, role, relation):
    _refused(world, world.who(role, relation), LETTER)


@pytest.mark.parametrize("name", ["stranger", "ended"])
def test_without_a_seat_nobody_sets_it_aside_or_brings_it_back(world, name):
    _refused(world, world.persons[name], LETTER)


def test_a_holder_without_the_right_does_not_set_an_own_task_aside(world):
    _refused(world, world.who("team"), TEAM_FILM)


def _refused(world, person, code):
    task = world.task(code)
    with pytest.raises(NotAllowed, match="Only its holder or the coordinator"):
        waive_task(task, by=person, on=TODAY, reason=WHY)
    assert standing(task) == ("open", None, "", "")
    task = stand(task, State.WAIVED)
    with pytest.raises(NotAllowed, match="Only its holder or the coordinator"):
        withdraw_waiver(task, by=person)
    assert (standing(task)[0], history_of(task)) == ("waived", [])


def test_a_reason_turns_no_text_around_it(world):
    task = world.task(LETTER)
    waive_task(task, by=world.who("principal"), on=TODAY, reason="\u202eNot\x07 here")
    assert standing(task)[-1] == "Not here"
