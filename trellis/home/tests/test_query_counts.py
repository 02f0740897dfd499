"""Pages ask as often for one school as for three, and at most eight times."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import World
from trellis.home.tests.pages import address
from trellis.organizations.models import Assignment, Organization
from trellis.work.models import Task

SIGNED_IN = 4
"""Session, person, installation, seats."""


def pages(world: World) -> dict[str, str]:
    """The pages of this room at Lincoln and above it."""
    school, district, office = (world[one].code for one in ("lincoln", "birch", "north"))
    tabs = {tab: address(tab, school) for tab in ("year", "everyone", "whole", "print")}
    letter = Task.objects.filter(role="principal", workplan__organization=world["lincoln"]).first()
    return {
        "my-work": reverse("home:my-work"),
        **tabs,
        "school": address("school", school),
        "district": address("district", district),
        "office": address("office", office),
        "schools": address("schools"),
        "task": address("task", letter.pk),
        "history": address("history", "task", letter.pk),
    }


BEYOND = {
    "my-work": 4,
    "year": 3,
    "everyone": 3,
    "whole": 3,
    "print": 3,
    "school": 4,
    "district": 3,
    "office": 3,
    "schools": 3,
    "task": 3,
    "history": 2,
}
PUBLIC = {"school": 4, "district": 4, "office": 4, "schools": 4}


def fewer_schools(world: World) -> None:
    """Leave the district one school with a year, and the directory with fewer rows."""
    Task.objects.filter(workplan__organization=world["grant"]).delete()
    Organization.objects.filter(pk__in=[world["oak"].pk, world["grant"].pk]).update(
        closed_on="2026-11-01"
    )


@pytest.mark.parametrize("name", BEYOND)
@pytest.mark.parametrize("few", [False, True])
def test_a_principals_pages_ask_a_fixed_number_of_times(
    world, sign_in, django_assert_num_queries, name, few
):
    client, where = sign_in(world.who("principal")), pages(world)[name]
    client.get(where)
    if few:
        fewer_schools(world)
    with django_assert_num_queries(SIGNED_IN + BEYOND[name]):
        client.get(where)


@pytest.mark.parametrize("name", ["my-work", "year", "everyone", "whole", "task", "district"])
@pytest.mark.parametrize("who", ["superintendent", "coordinator", "agency", "team", "vendor"])
def test_no_page_asks_more_than_eight_times(
    world, sign_in, django_assert_max_num_queries, who, name
):
    client, where = sign_in(world.who(who)), pages(world)[name]
    client.get(where)
    with django_assert_max_num_queries(8):
        client.get(where)


@pytest.mark.parametrize("served", [1, 3])
def test_a_coordinator_of_three_schools_asks_as_often_as_one_of_one(
    world, sign_in, django_assert_num_queries, served
):
    coordinator = world.who("coordinator")
    Assignment.objects.filter(role="coordinator").exclude(person=coordinator).delete()
    for place in ("grant", "adams")[: served - 1]:
        Assignment.objects.create(
            role="coordinator", organization=world[place], person=coordinator, starts="2026-07-01"
        )
    client = sign_in(coordinator)
    client.get(reverse("home:my-work"))
    with django_assert_num_queries(SIGNED_IN + 3):
        client.get(reverse("home:my-work"))


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize("few", [False, True])
def test_the_publics_pages_ask_a_fixed_number_of_times(
    client, world, django_assert_num_queries, name, few
):
    where = pages(world)[name]
    if few:
        fewer_schools(world)
    client.get(where)
    with django_assert_num_queries(PUBLIC[name]):
        client.get(where)
