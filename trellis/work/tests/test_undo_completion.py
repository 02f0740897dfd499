"""Undoing a completion: it opens the task again and stays on record as withdrawn."""

from __future__ import annotations

import pytest

from trellis.kit.errors import NotAllowed, OutOfOrder
from trellis.work.actions import complete_task, undo_completion
from trellis.work.models import Completion, State
from trellis.work.tests.steps import LETTER, TODAY, history_of, stand, standing


def test_an_undone_task_is_open_and_its_completion_is_kept_as_withdrawn(world):
    task, principal = world.task(LETTER), world.who("principal")
    complete_task(task, by=principal, on=TODAY)
    undo_completion(task, by=principal)
    assert standing(task) == ("open", None, "", "")
    (kept,) = Completion.objects.all()
    assert (kept.by, kept.withdrawn_by, kept.withdrawn_at is None) == (principal, principal, False)
    assert [verb for verb, *_ in history_of(task)] == ["completed", "reopened"]


def test_it_can_be_done_again_after_undoing(world):
    task, principal = world.task(LETTER), world.who("principal")
    complete_task(task, by=principal, on=TODAY)
    undo_completion(task, by=principal)
    complete_task(task, by=principal, on=TODAY)
    assert standing(task) == ("done", TODAY, principal.name, "")
    assert Completion.objects.filter(withdrawn_at=None).count() == 1
    assert Completion.objects.count() == 2


def test_the_second_undo_changes_nothing(world):
    task, principal = world.task(LETTER), world.who("principal")
    complete_task(task, by=principal, on=TODAY)
    undo_completion(task, by=principal)
    with pytest.raises(OutOfOrder, match="This step is not marked done."):
        undo_completion(task, by=principal)
    assert [verb for verb, *_ in history_of(task)] == ["completed", "reopened"]


@pytest.mark.parametrize("state", [State.OPEN, State.WAIVED])
def test_what_is_not_done_cannot_be_undone(world, state):
    task = stand(world.task(LETTER), state)
    before = standing(task)
    with pytest.raises(OutOfOrder, match="This step is not marked done."):
        undo_completion(task, by=world.who("principal"))
    assert (standing(task), history_of(task)) == (before, [])


@pytest.mark.parametrize("role", ["team", "district", "coordinator", "agency", "regional-office"])
def test_nobody_else_undoes_it(world, role):
    _refused(world, world.who(role))


@pytest.mark.parametrize("name", ["stranger", "ended"])
def test_without_the_seat_nobody_undoes_it(world, name):
    _refused(world, world.persons[name])


def _refused(world, person):
    task, principal = world.task(LETTER), world.who("principal")
    complete_task(task, by=principal, on=TODAY)
    with pytest.raises(NotAllowed, match="This step belongs to somebody else."):
        undo_completion(task, by=person)
    assert standing(task) == ("done", TODAY, principal.name, "")
    assert len(history_of(task)) == 1
