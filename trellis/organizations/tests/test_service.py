"""Who serves which organization is said by those who may, and its history is kept."""

from datetime import date

import pytest

from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations.actions import (
    add_organization,
    appoint,
    assign_service,
    assign_services,
    end_service,
)
from trellis.organizations.models import Assignment
from trellis.organizations.tests.conftest import JULY

OCTOBER = date(2026, 10, 1)


@pytest.fixture
def leo(tree, person):
    one = person("Leo")
    appoint(one, "network-lead", tree["region-NF"], by=None, starts=JULY)
    return one


@pytest.fixture
def advisor(tree, person):
    one = person("Ada")
    appoint(one, "unit-advisor", tree["region-NF"], by=None, starts=date(2020, 1, 1))
    return one


def served():
    rows = Assignment.objects.order_by("organization__code", "starts")
    return list(rows.values_list("organization__code", "person__name", "starts", "ends"))


def test_an_advisor_assigns_several_schools_of_the_unit_at_once(tree, leo, advisor):
    schools = [tree["NF214S01"], tree["NF214S02"]]
    assert assign_services("network-lead", schools, person=leo, by=advisor, starts=JULY) == 2
    assert assign_services("network-lead", schools, person=leo, by=advisor, starts=OCTOBER) == 0
    assert served() == [("NF214S01", "Leo", JULY, None), ("NF214S02", "Leo", JULY, None)]


def test_all_or_none_are_assigned(tree, leo, advisor):
    schools = [tree["NF214S01"], tree["SF300S01"]]
    with pytest.raises(NotAllowed):
        assign_services("network-lead", schools, person=leo, by=advisor, starts=JULY)
    assert served() == []


def test_moving_a_school_to_somebody_else_keeps_the_days_before(tree, leo, advisor, person):
    mia = person("Mia")
    appoint(mia, "network-lead", tree["region-NF"], by=None, starts=JULY)
    assign_service("network-lead", tree["NF214S01"], person=leo, by=advisor, starts=JULY)
    assign_service("network-lead", tree["NF214S01"], person=mia, by=advisor, starts=OCTOBER)
    assert served() == [
        ("NF214S01", "Leo", JULY, date(2026, 9, 30)),
        ("NF214S01", "Mia", OCTOBER, None),
    ]


def test_the_same_person_is_not_assigned_twice(tree, leo, desk):
    assign_service("network-lead", tree["NF214S01"], person=leo, by=desk, starts=JULY)
    with pytest.raises(OutOfOrder, match="Leo serves here already"):
        assign_service("network-lead", tree["NF214S01"], person=leo, by=desk, starts=OCTOBER)


def test_only_holders_of_roles_that_serve_are_assigned(tree, leo, desk, person):
    school = tree["NF214S01"]
    with pytest.raises(NotReady, match="Eve does not hold the role Network lead"):
        assign_service("network-lead", school, person=person("Eve"), by=desk, starts=JULY)
    with pytest.raises(NotReady, match="Head of school is not a role that is assigned"):
        assign_service("head-of-school", school, person=leo, by=desk, starts=JULY)
    with pytest.raises(NotReady, match="Choose either a person or an organization"):
        assign_service("network-lead", school, by=desk, starts=JULY)
    shop = add_organization(
        "W-1", name="Shop", kind="workshop", parent=tree["PRAIRIE"], by=desk, on=JULY
    )
    with pytest.raises(NotReady, match="Shop is not where a Network lead is appointed"):
        assign_service("network-lead", school, provider=shop, by=desk, starts=JULY)
    with pytest.raises(NotReady, match="Choose a school, a district or an office"):
        assign_service("network-lead", tree["PRAIRIE"], person=leo, by=desk, starts=JULY)
    assert served() == []


def test_a_service_ends_once_and_not_by_a_stranger(tree, leo, desk, superintendent):
    one = assign_service("network-lead", tree["NF214S01"], person=leo, by=desk, starts=JULY)
    with pytest.raises(NotAllowed):
        end_service(one, by=superintendent, on=OCTOBER)
    with pytest.raises(NotReady, match="can’t be before the first"):
        end_service(one, by=desk, on=date(2020, 1, 1))
    end_service(one, by=desk, on=OCTOBER)
    with pytest.raises(OutOfOrder):
        end_service(one, by=desk, on=OCTOBER)
    assert served() == [("NF214S01", "Leo", JULY, OCTOBER)]
