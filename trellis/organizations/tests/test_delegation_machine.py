"""In whatever order people lend, end and close: a loan is never more than its lender holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations.actions import appoint, delegate, end_appointment
from trellis.organizations.models import Appointment, Organization, in_force
from trellis.organizations.rules import grants, seats_of
from trellis.organizations.tests.conftest import JULY
from trellis.people.actions import deactivate_person, reactivate_person
from trellis.people.models import Person
from trellis.programs.schema.roles import NEVER_LENT, Capability

DAYS = [JULY + timedelta(days=n) for n in (0, 10, 20, 30)]
day = st.sampled_from(DAYS)
who = st.sampled_from(["ana", "ben", "eve", "dora"])
rights = st.sets(st.sampled_from(list(Capability)), max_size=4)
REFUSED = (NotAllowed, NotReady, OutOfOrder)


class Delegation(RuleBasedStateMachine):
    """Ana heads a school, Dora sits at the department; Ben and Eve hold nothing of their own."""

    tree: dict[str, Organization]
    people: dict[str, Person]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        at = self.tree
        appoint(self.people["ana"], "head-of-school", at["NF214S01"], by=None, starts=JULY)
        appoint(self.people["dora"], "program-desk", at["PRAIRIE"], by=None, starts=JULY)

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)
        for one in self.people.values():
            one.refresh_from_db()

    def pick(self, n: int) -> Appointment:
        """One of the appointments there are."""
        found = list(Appointment.objects.order_by("pk"))
        return found[n % len(found)]

    @rule(n=st.integers(0, 9), to=who, by=who, starts=day, ends=day, rights=st.none() | rights)
    def lend(
        self, n: int, to: str, by: str, starts: date, ends: date, rights: set[str] | None
    ) -> None:
        one, count = self.pick(n), Appointment.objects.count()
        allowed = by in {one.person.email.partition("@")[0], "dora"}
        try:
            made = delegate(
                one, self.people[to], by=self.people[by], starts=starts, ends=ends, rights=rights
            )
        except REFUSED:
            assert Appointment.objects.count() == count
        else:
            assert allowed
            assert one.delegated_by_id is None
            assert made.person_id != one.person_id

    @rule(n=st.integers(0, 9), by=who, on=day)
    def end(self, n: int, by: str, on: date) -> None:
        one = self.pick(n)
        before = one.ends
        try:
            end_appointment(one, by=self.people[by], on=on)
        except REFUSED:
            assert Appointment.objects.get(pk=one.pk).ends == before
        else:
            assert Appointment.objects.get(pk=one.pk).ends == on

    @rule(who=who)
    def close(self, who: str) -> None:
        if who != "dora" and self.people[who].is_active:
            deactivate_person(self.people[who], by=self.people["dora"])

    @rule(who=who)
    def open(self, who: str) -> None:
        if not self.people[who].is_active:
            reactivate_person(self.people[who], by=self.people["dora"])

    @invariant()
    def a_loan_is_part_of_what_its_lender_holds(self) -> None:
        for one in self.people.values():
            for on in DAYS:
                for seat in seats_of(one, on=on):
                    if seat.delegated:
                        self.check(one, seat, on)

    def check(self, borrower: Person, seat, on: date) -> None:
        """A lent seat gives less or the same as the lender's own, on the same day."""
        lender = Appointment.objects.select_related("person").get(pk=seat.delegated_by)
        assert lender.delegated_by_id is None
        assert lender.person_id != borrower.pk
        own = [s for s in seats_of(lender.person, on=on) if not s.delegated]
        for place in (self.tree["PRAIRIE"], self.tree["NF214S01"], self.tree["SF300D00"]):
            given = {one for one in Capability if grants(seat, one, at=place)}
            assert given & NEVER_LENT == set()
            assert given <= {one for one in Capability for s in own if grants(s, one, at=place)}

    @invariant()
    def the_filter_says_the_same_as_the_seats(self) -> None:
        for on in DAYS:
            told = set(Appointment.objects.filter(in_force(on)).values_list("pk", flat=True))
            read = {s.appointment_id for one in self.people.values() for s in seats_of(one, on=on)}
            assert told == read


@pytest.mark.django_db
def test_a_loan_is_never_more_than_the_role_of_its_lender(tree, person, load):
    Delegation.tree = tree
    Delegation.people = {name.lower(): person(name) for name in ("Ana", "Ben", "Eve", "Dora")}
    quick = settings(
        max_examples=settings.default.max_examples // 10,
        stateful_step_count=12,
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    run_state_machine_as_test(Delegation, settings=quick)
