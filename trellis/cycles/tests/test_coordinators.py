"""Who serves which opened school: whole districts to one person, most room first."""

from __future__ import annotations

from collections import Counter

import pytest

from tests import cast
from tests.cast import TODAY
from trellis.cycles.actions import publish_and_open
from trellis.cycles.coordination import Server, assigned_roles, distribute, servers
from trellis.designations.models import Release
from trellis.organizations.models import Appointment, Assignment, Organization
from trellis.people.models import Person

OPEN_YEAR = False


def school(pk: int, district: int | None) -> Organization:
    return Organization(pk=pk, district_id=district)


ANA, BEN = Server(1, "Ana", None), Server(2, "Ben", None)


@pytest.mark.pure
def test_districts_stay_together_and_the_load_is_even():
    places = [school(n, district) for n, district in enumerate([10, 10, 20, 20, 30, 30], start=1)]
    chosen = distribute(places, [ANA, BEN], [])
    assert chosen == {1: 1, 2: 1, 3: 2, 4: 2, 5: 1, 6: 1}


@pytest.mark.pure
def test_who_serves_a_district_already_gets_its_next_school():
    chosen = distribute([school(5, 10)], [ANA, BEN], [(2, 10, 4), (2, 20, 3)])
    assert chosen == {5: 2}


@pytest.mark.pure
def test_who_has_most_room_gets_a_new_district():
    few, many = Server(1, "Ana", 2), Server(2, "Ben", 9)
    assert distribute([school(5, 10)], [few, many], [(2, 20, n) for n in range(5)]) == {5: 2}


@pytest.mark.pure
def test_somebody_who_left_passes_the_district_on():
    assert distribute([school(5, 10)], [BEN], [(1, 10, 4)]) == {5: 2}


@pytest.mark.pure
def test_schools_without_a_district_are_no_district_together():
    chosen = distribute([school(1, None), school(2, None)], [ANA, BEN], [])
    assert Counter(chosen.values()) == {1: 1, 2: 1}


@pytest.mark.pure
def test_without_anybody_nobody_is_assigned():
    assert distribute([school(1, 10)], [], []) == {}


def opened(world) -> dict[str, int]:
    release = Release.objects.select_related("year").get(pk=world.release.pk)
    return publish_and_open(cast.checked(world, release), by=world.publisher)


def serving(world) -> dict[str, str]:
    """The name of who serves each school as coordinator."""
    rows = Assignment.objects.filter(role="coordinator", ends=None)
    return dict(rows.values_list("organization__name", "person__name"))


def test_the_opening_assigns_whoever_serves_nobody_yet(world):
    Assignment.objects.filter(role="coordinator").delete()
    Appointment.objects.filter(role="coordinator").exclude(
        person__in=[world.who("coordinator"), world.who("coordinator", cast.Relation.OTHER_REGION)]
    ).delete()
    assert opened(world)["assigned"] == 4
    found = serving(world)
    one, two = (
        world.who("coordinator", relation).name
        for relation in (cast.Relation.OWN, cast.Relation.OTHER_REGION)
    )
    assert found == {
        "Lincoln School": one, "Grant School": one, "Adams School": two, "Hyde School": two,
    }  # fmt: skip
    assert set(Assignment.objects.filter(role="coordinator").values_list("starts", flat=True)) == {
        TODAY
    }


def test_a_served_school_keeps_its_coordinator(world):
    before = serving(world)
    assert opened(world)["assigned"] == 0
    assert serving(world) == before


def test_an_ended_service_is_given_to_somebody(world):
    Assignment.objects.filter(role="coordinator", organization=world["hyde"]).update(
        ends=cast.ENDED
    )
    assert opened(world)["assigned"] == 1
    assert "Hyde School" in serving(world)


def test_a_disabled_account_is_given_nothing(world):
    person = world.who("coordinator")
    assert person.pk in {one.person_id for one in servers("coordinator", TODAY)}
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert person.pk not in {one.person_id for one in servers("coordinator", TODAY)}


def test_without_coordinators_the_year_opens_all_the_same(world):
    Assignment.objects.filter(role="coordinator").delete()
    Appointment.objects.filter(role="coordinator").delete()
    counts = opened(world)
    assert (counts["assigned"], counts["cycles"], serving(world)) == (0, 4, {})


def test_providers_are_chosen_by_people_not_by_the_opening(world):
    assert assigned_roles(world.program) == ["coordinator"]
