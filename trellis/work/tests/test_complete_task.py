"""Completing a task: who may, from which state, and what stays on record."""

from __future__ import annotations

import pytest

from tests.cast import Relation
from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, OutOfOrder
from trellis.work.actions import complete_task
from trellis.work.models import Completion, State
from trellis.work.tests.steps import LETTER, PUBLISH, TODAY, history_of, stand, standing


def test_the_holder_completes_a_task_and_it_says_who_and_when(world):
    task, principal = world.task(LETTER), world.who("principal")
    complete_task(task, by=principal, on=TODAY)
    assert standing(task) == ("done", TODAY, principal.name, "")
    done = list(Completion.objects.values_list("task", "by", "acting_as", "on", "withdrawn_at"))
    assert done == [(task.pk, principal.pk, "Principal, Lincoln School", TODAY, None)]
    assert history_of(task) == [("completed", principal.name, "Principal, Lincoln School")]


def test_the_entry_names_the_school_and_the_day(world):
    task = world.task(LETTER)
    complete_task(task, by=world.who("principal"), on=TODAY)
    entry = Entry.objects.get(subject=f"task:{task.pk}")
    assert entry.subject_name == f"Lincoln School: {LETTER}"
    school = world["lincoln"].pk
    assert entry.after == {"organization": school, "on": "2026-12-03", "why": "own"}


def test_the_second_click_changes_nothing_and_says_so(world):
    task, principal = world.task(LETTER), world.who("principal")
    complete_task(task, by=principal, on=TODAY)
    with pytest.raises(OutOfOrder, match="You have marked this done already."):
        complete_task(task, by=principal, on=TODAY)
    assert Completion.objects.count() == 1
    assert len(history_of(task)) == 1


def test_the_second_person_learns_who_was_first(world):
    task = world.task(PUBLISH)
    first, second = world.who("agency"), _colleague(world)
    complete_task(task, by=first, on=TODAY)
    with pytest.raises(OutOfOrder, match=f"^{first.name} marked this done on Thu, Dec 3.$"):
        complete_task(task, by=second, on=TODAY)
    assert list(Completion.objects.values_list("by", flat=True)) == [first.pk]
    assert [entry[1] for entry in history_of(task)] == [first.name]


def _colleague(world):
    """A second person in the agency."""
    person = world.persons["stranger"]
    person.appointments.create(role="agency", organization=world["state"], starts=TODAY)
    return person


@pytest.mark.parametrize("state", [State.DONE, State.WAIVED])
def test_a_settled_task_cannot_be_completed(world, state):
    principal = world.who("principal")
    task = stand(world.task(LETTER), state, settled_by=world.who("district"))
    before = standing(task)
    with pytest.raises(OutOfOrder, match=f"^{world.who('district').name} marked this "):
        complete_task(task, by=principal, on=TODAY)
    assert standing(task) == before
    assert (Completion.objects.count(), history_of(task)) == (0, [])


STRANGERS = [
    ("principal", Relation.SAME_DISTRICT),
    ("principal", Relation.OTHER_DISTRICT),
    ("principal", Relation.OTHER_REGION),
    ("team", Relation.OWN),
    ("district", Relation.OWN),
    ("superintendent", Relation.OWN),
    ("coordinator", Relation.OWN),
    ("vendor", Relation.OWN),
    ("agency", Relation.OWN),
    ("board", Relation.OWN),
    ("board-secretary", Relation.OWN),
    ("regional-office", Relation.OWN),
]


@pytest.mark.parametrize(("role", "relation"), STRANGERS)
def test_nobody_else_completes_a_principals_task(world, role, relation):
    _refused(world, world.who(role, relation))


@pytest.mark.parametrize("name", ["stranger", "ended", "two seats"])
def test_without_the_seat_nobody_completes_it(world, name):
    _refused(world, world.persons[name])


def _refused(world, person):
    task = world.task(LETTER)
    with pytest.raises(NotAllowed, match="This step belongs to somebody else."):
        complete_task(task, by=person, on=TODAY)
    assert standing(task) == ("open", None, "", "")
    assert (Completion.objects.count(), history_of(task)) == (0, [])


def test_a_disabled_account_completes_nothing(world):
    principal = world.who("principal")
    principal.is_active = False
    try:
        _refused(world, principal)
    finally:
        principal.is_active = True


def test_who_does_the_tasks_of_another_role_completes_them(world):
    task = world.task("intensive-planning/oct-designations.district-1")
    superintendent = world.who("superintendent")
    complete_task(task, by=superintendent, on=TODAY)
    assert history_of(task) == [
        ("completed", superintendent.name, "Superintendent, Birch district")
    ]


def test_with_two_fitting_seats_the_chosen_one_is_recorded(world):
    person = world.who("district")
    person.appointments.create(role="superintendent", organization=world["birch"], starts=TODAY)
    chosen = person.appointments.get(role="superintendent")
    task = world.task("intensive-planning/oct-designations.district-1")
    complete_task(task, by=person, on=TODAY, acting=f"{chosen.pk}-{world['birch'].pk}")
    assert history_of(task) == [("completed", person.name, "Superintendent, Birch district")]


def test_a_seat_that_does_not_fit_is_not_used_although_it_was_chosen(world):
    person = world.who("principal")
    elsewhere = person.appointments.create(role="team", organization=world["grant"], starts=TODAY)
    task = world.task(LETTER)
    complete_task(task, by=person, on=TODAY, acting=f"{elsewhere.pk}-{world['grant'].pk}")
    assert history_of(task) == [("completed", person.name, "Principal, Lincoln School")]
