"""What nobody holds falls to whom the pack names, until somebody holds it."""

from __future__ import annotations

import pytest

from tests.cast import Relation
from trellis.kit.errors import NotAllowed
from trellis.organizations.models import Appointment, Assignment
from trellis.organizations.rules import seats_of
from trellis.people.models import Person
from trellis.work import queries, rules
from trellis.work.actions import complete_task
from trellis.work.tests.steps import LETTER, PLAN, TODAY, standing


def leave(role, place):
    """Everybody who holds a role there has left."""
    Appointment.objects.filter(role=role, organization=place).update(ends=TODAY.replace(day=2))


def stop_serving(role, place):
    """Nobody serves the organization in a role any more."""
    Assignment.objects.filter(role=role, organization=place).update(ends=TODAY.replace(day=2))


CASES = [
    ("principal", "lincoln", LETTER, ["district", "superintendent"]),
    ("team", "lincoln", f"{PLAN}/nov-topics.team-1", ["principal"]),
    ("district", "birch", f"{PLAN}/oct-designations.district-1", ["superintendent"]),
    ("board", "birch", f"{PLAN}/nov-needs-contract.board-1", ["board-secretary"]),
]


@pytest.mark.parametrize(("role", "place", "code", "heirs"), CASES)
@pytest.mark.parametrize("which", [0, -1])
def test_a_vacancy_falls_to_whom_the_pack_names(world, role, place, code, heirs, which):
    heir = world.who(heirs[which])
    leave(role, world[place])
    complete_task(world.task(code), by=heir, on=TODAY)
    assert standing(world.task(code)) == ("done", TODAY, heir.name, "")


@pytest.mark.parametrize(("role", "place", "code", "heirs"), CASES[:2])
def test_while_somebody_holds_the_role_it_falls_to_nobody(world, role, place, code, heirs):
    with pytest.raises(NotAllowed):
        complete_task(world.task(code), by=world.who(heirs[0]), on=TODAY)
    assert standing(world.task(code))[0] == "open"


def test_without_a_coordinator_the_agency_stands_in(world):
    code = f"{PLAN}/oct-intro-meeting.coordinator-1"
    agency = world.who("agency")
    with pytest.raises(NotAllowed):
        complete_task(world.task(code), by=agency, on=TODAY)
    stop_serving("coordinator", world["lincoln"])
    complete_task(world.task(code), by=agency, on=TODAY)
    assert standing(world.task(code)) == ("done", TODAY, agency.name, "")


@pytest.mark.parametrize("relation", [Relation.OTHER_DISTRICT, Relation.OTHER_REGION])
def test_a_vacancy_does_not_fall_to_the_next_district(world, relation):
    leave("principal", world["lincoln"])
    with pytest.raises(NotAllowed):
        complete_task(world.task(LETTER), by=world.who("district", relation), on=TODAY)


def test_a_disabled_account_leaves_its_role_vacant(world):
    Person.objects.filter(pk=world.who("principal").pk).update(is_active=False)
    assert rules.is_vacant(world.program, "principal", world["lincoln"], on=TODAY)
    complete_task(world.task(LETTER), by=world.who("district"), on=TODAY)
    assert standing(world.task(LETTER))[0] == "done"


def vacant_pairs(world, person):
    """The roles and places that stand on somebody's list because nobody holds them."""
    names = {one.pk: short for short, one in world.organizations.items()}
    seats = seats_of(person, on=TODAY)
    found = queries.pairs_of(seats, world.year, queries.standing_of(seats)[1], on=TODAY)
    return sorted((one.role, names[one.held_at]) for one in found if one.why == "vacant")


def test_a_vacancy_stands_on_the_list_of_whom_it_falls_to(world):
    district = world.who("district")
    assert vacant_pairs(world, district) == []
    leave("principal", world["lincoln"])
    assert vacant_pairs(world, district) == [("principal", "lincoln")]
    assert vacant_pairs(world, world.who("superintendent")) == [("principal", "lincoln")]
    assert vacant_pairs(world, world.who("district", Relation.OTHER_DISTRICT)) == []


def test_the_role_of_a_disabled_account_stands_there_too(world):
    Person.objects.filter(pk=world.who("principal").pk).update(is_active=False)
    assert vacant_pairs(world, world.who("district")) == [("principal", "lincoln")]


def test_a_school_without_a_coordinator_stands_on_the_agencys_list(world):
    stop_serving("coordinator", world["hyde"])
    assert vacant_pairs(world, world.who("agency")) == [
        ("coordinator", "harbor"), ("coordinator", "hyde"),
    ]  # fmt: skip


def test_a_school_without_a_year_has_no_vacancy(world):
    assert not Appointment.objects.filter(organization=world["oak"], role="principal").exists()
    assert vacant_pairs(world, world.who("district")) == []
