"""Each right of each role at each place of the cast, against the pack's own words."""

from __future__ import annotations

import pytest

from tests.relations import ABOVE, visitors_of
from tests.standins import stand_ins
from trellis.organizations.models import Organization
from trellis.organizations.rules import grants, may, needs_second_factor, seats_of, within_reach
from trellis.programs.schema.roles import Capability

PLACES = ("state", *ABOVE)


@pytest.mark.parametrize("capability", list(Capability))
def test_a_right_reaches_where_the_pack_says(world, capability):
    wrong = []
    for visitor in [*visitors_of(world), *stand_ins(world)]:
        seats = seats_of(visitor.person) if visitor.person else []
        for place in PLACES:
            told = may(visitor.person, capability, at=world[place], seats=seats)
            if told != visitor.may(capability, place):
                wrong.append((visitor.name, place, told))
        if may(visitor.person, capability, seats=seats) != visitor.has(capability):
            wrong.append((visitor.name, "anywhere", visitor.has(capability)))
    assert wrong == []


@pytest.mark.parametrize("capability", list(Capability))
def test_the_filter_over_many_says_the_same_as_the_question_about_one(world, capability):
    wrong = []
    for visitor in [*visitors_of(world), *stand_ins(world)]:
        seats = seats_of(visitor.person) if visitor.person else []
        reach = Organization.objects.filter(within_reach(seats, capability))
        inside = set(reach.values_list("pk", flat=True))
        for place, organization in world.organizations.items():
            one = any(grants(seat, capability, at=organization) for seat in seats)
            if one != (organization.pk in inside):
                wrong.append((visitor.name, place, one))
    assert wrong == []


def test_a_second_factor_is_asked_of_the_roles_that_the_pack_marks(world):
    for visitor in [*visitors_of(world), *stand_ins(world)]:
        if visitor.person:
            marked = any(one.role.second_factor for one in visitor.places)
            assert needs_second_factor(visitor.person) == marked, visitor.name
