"""One act that stands with several roles is done once, by any of them, for all."""

from __future__ import annotations

import pytest

from tests.cast import Relation
from trellis.kit.errors import NotAllowed, OutOfOrder
from trellis.work.actions import complete_task, undo_completion
from trellis.work.models import Completion, Task
from trellis.work.tests.steps import (
    BOARD_UPDATE,
    BOARD_UPDATE_TOO,
    NAME_TEAM,
    NAME_TEAM_TOO,
    PLAN,
    TODAY,
    history_of,
    standing,
)


@pytest.mark.parametrize(("code", "role"), [(NAME_TEAM, "district"), (NAME_TEAM_TOO, "principal")])
def test_either_role_does_the_deed_for_both(world, code, role):
    person = world.who(role)
    complete_task(world.task(code), by=person, on=TODAY)
    done = ("done", TODAY, person.name, "")
    assert standing(world.task(NAME_TEAM)) == standing(world.task(NAME_TEAM_TOO)) == done
    assert list(Completion.objects.values_list("task", "by")) == [(world.task(code).pk, person.pk)]


def test_the_other_role_learns_that_it_is_done(world):
    complete_task(world.task(NAME_TEAM), by=world.who("district"), on=TODAY)
    with pytest.raises(OutOfOrder, match=f"^{world.who('district').name} marked this done on "):
        complete_task(world.task(NAME_TEAM_TOO), by=world.who("principal"), on=TODAY)
    assert Completion.objects.count() == 1


def test_the_other_role_can_undo_it_for_both(world):
    complete_task(world.task(NAME_TEAM), by=world.who("district"), on=TODAY)
    undo_completion(world.task(NAME_TEAM_TOO), by=world.who("principal"))
    assert standing(world.task(NAME_TEAM)) == standing(world.task(NAME_TEAM_TOO))
    assert standing(world.task(NAME_TEAM)) == ("open", None, "", "")
    assert Completion.objects.filter(withdrawn_at=None).count() == 0


def test_the_deed_of_one_school_is_not_that_of_the_next(world):
    complete_task(world.task(NAME_TEAM), by=world.who("district"), on=TODAY)
    assert standing(world.task(NAME_TEAM, "grant")) == ("open", None, "", "")


def test_a_districts_deed_is_owed_once_for_all_its_schools(world):
    assert world.task(BOARD_UPDATE, "lincoln") == world.task(BOARD_UPDATE, "grant")
    deeds = Task.objects.filter(template_code=BOARD_UPDATE, workplan__year=world.year)
    assert {task.workplan.organization.name for task in deeds} == {
        "Birch district", "Cedar district", "Harbor district",
    }  # fmt: skip


@pytest.mark.parametrize("relation", [Relation.OWN, Relation.SAME_DISTRICT])
def test_any_principal_with_a_year_takes_part_in_the_districts_deed(world, relation):
    person = world.who("principal", relation)
    complete_task(world.task(BOARD_UPDATE_TOO), by=person, on=TODAY)
    assert standing(world.task(BOARD_UPDATE)) == ("done", TODAY, person.name, "")
    (entry,) = history_of(world.task(BOARD_UPDATE_TOO))
    assert entry[1] == person.name


def test_two_principals_do_it_once(world):
    first, second = world.who("principal"), world.who("principal", Relation.SAME_DISTRICT)
    complete_task(world.task(BOARD_UPDATE_TOO), by=first, on=TODAY)
    with pytest.raises(OutOfOrder, match=f"^{first.name} marked this done on Thu, Dec 3.$"):
        complete_task(world.task(BOARD_UPDATE_TOO), by=second, on=TODAY)
    assert list(Completion.objects.values_list("by", flat=True)) == [first.pk]


@pytest.mark.parametrize("place", ["oak", "mill"])
def test_a_principal_without_a_year_takes_no_part(world, place):
    person = world.persons["stranger"]
    person.appointments.create(role="principal", organization=world[place], starts=TODAY)
    task = world.task(BOARD_UPDATE_TOO, "oak" if place == "oak" else "adams")
    with pytest.raises(NotAllowed):
        complete_task(task, by=person, on=TODAY)
    assert standing(task) == ("open", None, "", "")


@pytest.mark.parametrize("relation", [Relation.OTHER_DISTRICT, Relation.OTHER_REGION])
def test_nobody_of_another_district_does_it(world, relation):
    for role, code in (("principal", BOARD_UPDATE_TOO), ("board", BOARD_UPDATE)):
        with pytest.raises(NotAllowed):
            complete_task(world.task(code), by=world.who(role, relation), on=TODAY)
    assert standing(world.task(BOARD_UPDATE)) == ("open", None, "", "")


def test_a_coordinator_takes_part_in_a_districts_step_and_in_the_states(world):
    coordinator = world.who("coordinator")
    for code in ("nov-grant-start.coordinator-1", "oct-new-webinar.coordinator-1"):
        complete_task(world.task(f"{PLAN}/{code}"), by=coordinator, on=TODAY)
        (entry,) = history_of(world.task(f"{PLAN}/{code}"))
        assert entry[:2] == ("completed", coordinator.name)
