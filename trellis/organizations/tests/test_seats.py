"""Roles are given, ended and lent by those who may, once, and never outside their days."""

from datetime import date

import pytest

from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations.actions import (
    appoint,
    assign_service,
    close_organization,
    delegate,
    end_appointment,
)
from trellis.organizations.models import Appointment, Organization
from trellis.organizations.queries import appointments_of
from trellis.organizations.rules import appointable, seats_of
from trellis.organizations.tests.conftest import JULY

DECEMBER = date(2026, 12, 1)
JUNE = date(2027, 6, 30)
LAST = date(2026, 11, 30)


@pytest.fixture
def ana(person):
    return person("Ana")


@pytest.fixture
def head(tree, ana):
    return appoint(ana, "head-of-school", tree["NF214S01"], by=None, starts=JULY)


def test_a_superintendent_appoints_in_the_own_area(tree, superintendent, ana):
    made = appoint(
        ana, "head-of-school", tree["NF214S01"], by=superintendent, starts=JULY, acting_as="S"
    )
    assert appointments_of(ana, on=DECEMBER) == [made]
    entry = Entry.objects.get(verb="appointed", actor=f"person:{superintendent.pk}")
    assert (entry.subject, entry.acting_as, entry.after) == (
        f"organization:{tree['NF214S01'].pk}",
        "S",
        {"person": "Ana", "role": "head-of-school", "starts": "2026-07-01", "ends": None},
    )


@pytest.mark.parametrize(
    ("role", "at"), [("head-of-school", "SF300S01"), ("program-desk", "PRAIRIE")]
)
def test_nobody_appoints_elsewhere_or_higher(tree, superintendent, ana, role, at):
    with pytest.raises(NotAllowed):
        appoint(ana, role, tree[at], by=superintendent, starts=JULY)
    assert not Appointment.objects.filter(person=ana).exists()


def test_a_head_appoints_at_the_own_campus_only_and_the_department_everybody(tree, head, desk):
    assert appointable(head.person, tree["NF214S01"]) == ["improvement-circle", "neighbor"]
    assert appointable(head.person, tree["NF214S02"]) == []
    assert appointable(desk, tree["NF214D00"]) == [
        "area-office",
        "local-council",
        "area-superintendent",
    ]


def test_an_appointment_that_ended_gives_no_right(tree, superintendent, ana, desk):
    seat = Appointment.objects.get(person=superintendent)
    end_appointment(seat, by=desk, on=date(2020, 6, 30))
    with pytest.raises(NotAllowed):
        appoint(ana, "head-of-school", tree["NF214S01"], by=superintendent, starts=JULY)


@pytest.mark.parametrize(
    ("starts", "ends"), [(JULY, None), (DECEMBER, JUNE), (date(2020, 1, 1), JULY)]
)
def test_the_same_role_is_not_held_twice_at_once(tree, head, ana, starts, ends):
    with pytest.raises(OutOfOrder, match="Ana already holds this role here since Wed, Jul 1"):
        appoint(ana, "head-of-school", tree["NF214S01"], by=None, starts=starts, ends=ends)
    assert Appointment.objects.filter(person=ana).count() == 1


def test_a_role_is_held_only_where_it_belongs(tree, ana):
    with pytest.raises(NotReady, match="Head of school is a role at this level: School"):
        appoint(ana, "head-of-school", tree["NF214D00"], by=None, starts=JULY)
    with pytest.raises(NotReady, match="There is no role “king”"):
        appoint(ana, "king", tree["NF214D00"], by=None, starts=JULY)
    with pytest.raises(NotReady, match="The last day is before the first"):
        appoint(ana, "head-of-school", tree["NF214S01"], by=None, starts=JUNE, ends=JULY)


def test_nobody_is_appointed_at_a_closed_school(tree, desk, ana):
    close_organization(tree["NF214S01"], by=desk, on=JULY)
    with pytest.raises(NotReady, match="Alder Campus closed on Wed, Jul 1, 2026"):
        appoint(ana, "head-of-school", tree["NF214S01"], by=desk, starts=JULY)


def test_an_ended_appointment_is_not_ended_again(head, superintendent):
    end_appointment(head, by=superintendent, on=LAST)
    with pytest.raises(OutOfOrder, match="ended before that day"):
        end_appointment(head, by=superintendent, on=LAST)
    with pytest.raises(NotReady, match="can’t be before the first"):
        end_appointment(head, by=superintendent, on=date(2020, 1, 1))
    assert Appointment.objects.get(pk=head.pk).ends == LAST


def test_a_stranger_ends_nothing(head, person):
    with pytest.raises(NotAllowed):
        end_appointment(head, by=person("Eve"), on=LAST)
    assert Appointment.objects.get(pk=head.pk).ends is None


def test_a_lent_role_gives_its_rights_for_its_days_and_ends_with_it(head, ana, person, desk):
    ben = person("Ben")
    lent = delegate(head, ben, by=ana, starts=JULY, ends=JUNE)
    assert [seat.role for seat in seats_of(ben, on=DECEMBER)] == ["head-of-school"]
    assert seats_of(ben, on=date(2027, 7, 1)) == []
    end_appointment(head, by=desk, on=LAST)
    assert Appointment.objects.get(pk=lent.pk).ends == LAST


def test_a_role_is_lent_by_its_holder_within_its_days_and_not_on(head, ana, person):
    ben, eve = person("Ben"), person("Eve")
    with pytest.raises(NotAllowed):
        delegate(head, ben, by=eve, starts=JULY, ends=JUNE)
    with pytest.raises(NotReady, match="only be lent for days on which it is held"):
        delegate(head, ben, by=ana, starts=date(2020, 1, 1), ends=JUNE)
    with pytest.raises(NotReady, match="Choose somebody else"):
        delegate(head, ana, by=ana, starts=JULY, ends=JUNE)
    lent = delegate(head, ben, by=ana, starts=JULY, ends=JUNE)
    with pytest.raises(NotReady, match="can’t be lent on"):
        delegate(lent, eve, by=ben, starts=JULY, ends=JUNE)


def test_who_borrows_a_serving_role_sees_what_is_served(tree, person):
    leo, mia = person("Leo"), person("Mia")
    seat = appoint(leo, "network-lead", tree["region-NF"], by=None, starts=JULY)
    assign_service("network-lead", tree["NF214S01"], person=leo, by=None, starts=JULY)
    delegate(seat, mia, by=leo, starts=JULY, ends=JUNE)
    assert [(s.organization_code, s.assigned) for s in seats_of(mia, on=DECEMBER)] == [
        ("region-NF", False),
        ("NF214S01", True),
    ]


def test_the_holder_takes_back_what_was_lent_and_nobody_else_does(head, ana, person):
    ben, eve = person("Ben"), person("Eve")
    lent = delegate(head, ben, by=ana, starts=JULY, ends=JUNE)
    for stranger in (ben, eve):
        with pytest.raises(NotAllowed):
            end_appointment(lent, by=stranger, on=LAST)
    end_appointment(lent, by=ana, on=LAST)
    assert seats_of(ben, on=DECEMBER) == []
    with pytest.raises(NotAllowed):
        end_appointment(head, by=ana, on=LAST)


def test_nothing_is_lent_from_a_role_that_ended_meanwhile(head, ana, person, desk):
    stale = Appointment.objects.get(pk=head.pk)
    end_appointment(head, by=desk, on=LAST)
    with pytest.raises(NotReady, match="only be lent for days on which it is held"):
        delegate(stale, person("Ben"), by=ana, starts=JULY, ends=JUNE)


def test_a_role_that_a_kind_claims_is_held_at_that_kind_alone(tree, desk, ana, person):
    guild, workshop = (
        Organization.objects.create(
            code=kind, kind=kind, level="other", name=kind.title(), parent=tree["PRAIRIE"],
            state=tree["PRAIRIE"],
        )
        for kind in ("guild", "workshop")
    )  # fmt: skip
    assert appointable(desk, guild) == ["companion", "guild-desk"]
    assert appointable(desk, workshop) == []
    with pytest.raises(NotReady, match="is a role at this level: Guild of the state"):
        appoint(ana, "companion", workshop, by=None, starts=JULY)
    appoint(ana, "guild-desk", guild, by=desk, starts=JULY)
    appoint(person("Bo"), "companion", guild, by=ana, starts=JULY)
    assert appointable(ana, guild) == ["companion", "guild-desk"]
    assert appointable(ana, tree["NF214S01"]) == []
