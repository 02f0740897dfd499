"""In whatever order people set up, confirm and take away a sign-in for all: two stand behind it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from trellis.history.models import Entry
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations.actions import (
    appoint,
    confirm_identity_provider,
    delegate,
    end_appointment,
    keep_identity_provider,
    remove_identity_provider,
)
from trellis.organizations.identity.queries import provider_for
from trellis.organizations.models import Appointment, IdentityProvider, Organization
from trellis.organizations.tests.conftest import JULY
from trellis.people.models import Person

SETTINGS: list[dict[str, Any]] = [
    {"issuer": "https://id.example", "client_id": "x"},
    {"issuer": "https://id.example", "client_id": "y"},
    {"issuer": "https://other.example", "client_id": "x"},
    {"issuer": "https://id.example", "client_id": "x", "vouched": True},
]
DESK, STRANGERS = ("ana", "ben", "cleo"), ("lena", "eve")
"""Ana, Ben and Cleo may hold a role of their own; Lena stands in for Ana; Eve holds nothing.
Zoe appoints, and keeps away from sign-ins."""
who = st.sampled_from((*DESK, *STRANGERS))
REFUSED = (NotAllowed, NotReady, OutOfOrder)


class Setup(RuleBasedStateMachine):
    """The model: whose settings stand, which they are, and who else said yes to just these."""

    top: ClassVar[Organization]
    people: ClassVar[dict[str, Person]]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        for name in ("ana", "ben", "zoe"):
            appoint(self.people[name], "program-desk", self.top, by=None, starts=JULY)
        own = Appointment.objects.get(person=self.people["ana"])
        delegate(own, self.people["lena"], by=self.people["ana"], starts=clock.today(),
                 ends=date(2030, 1, 1))  # fmt: skip
        self.entitled = {"ana", "ben"}
        self.settings: int | None = None
        self.setter = self.second = ""
        self.is_on = False
        self.seen = ["", "1-1"]

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    @rule(by=who, chosen=st.sampled_from(range(len(SETTINGS))), is_on=st.booleans())
    def keep(self, by: str, chosen: int, is_on: bool) -> None:
        before = Entry.objects.count()
        try:
            keep_identity_provider(
                self.top, **SETTINGS[chosen], domains=["state.example"], is_on=is_on,
                by=self.people[by],
            )  # fmt: skip
        except REFUSED:
            assert by not in self.entitled
            assert Entry.objects.count() == before
            return
        assert by in self.entitled
        if chosen != self.settings:
            self.settings, self.setter, self.second = chosen, by, ""
        self.is_on = is_on
        self.seen.append(IdentityProvider.objects.get().mark)

    @rule(by=who, which=st.integers(0, 9))
    def confirm(self, by: str, which: int) -> None:
        """By the mark of the present settings most of the time, else by one seen before."""
        found, before = IdentityProvider.objects.first(), Entry.objects.count()
        mark = self.seen[which % len(self.seen)] if which < 3 or found is None else found.mark
        right = found is not None and mark == found.mark and not self.second
        try:
            confirm_identity_provider(self.top, mark=mark, by=self.people[by])
        except REFUSED:
            assert not (right and by in self.entitled and by != self.setter)
            assert Entry.objects.count() == before
            return
        assert right
        assert by in self.entitled
        assert by != self.setter
        self.second = by

    @rule(by=who)
    def remove(self, by: str) -> None:
        try:
            remove_identity_provider(self.top, by=self.people[by])
        except REFUSED:
            assert by not in self.entitled or self.settings is None
            return
        assert by in self.entitled
        self.settings, self.setter, self.second, self.is_on = None, "", "", False

    @rule(name=st.sampled_from(DESK))
    def give_or_take_the_role(self, name: str) -> None:
        """Whoever said yes while entitled has said it; a lender's stand-in loses with them."""
        if name in self.entitled:
            held = Appointment.objects.get(person=self.people[name], delegated_by=None, ends=None)
            end_appointment(held, by=self.people["zoe"], on=held.starts)
            self.entitled.remove(name)
        else:
            own = Appointment.objects.filter(person=self.people[name], delegated_by=None)
            last = own.order_by("starts").last()
            first = last.starts + timedelta(days=1) if last else JULY
            appoint(self.people[name], "program-desk", self.top, by=None, starts=first)
            self.entitled.add(name)

    @invariant()
    def it_works_only_as_two_persons_settled_it(self) -> None:
        works = provider_for("ana@state.example") is not None
        assert works == (self.is_on and bool(self.second))
        kept = IdentityProvider.objects.first()
        assert (kept is None) == (self.settings is None)
        if kept is not None:
            assert {name: getattr(kept, name) for name in SETTINGS[self.settings or 0]} == (
                SETTINGS[self.settings or 0]
            )
            assert kept.changed_by == self.people[self.setter]
            assert kept.confirmed_by == self.people.get(self.second)
            assert kept.confirmed_by_id != kept.changed_by_id


@pytest.mark.django_db
def test_two_persons_stand_behind_a_sign_in_for_all_in_whatever_order(tree, person):
    Setup.top = tree["PRAIRIE"]
    names = ("Ana", "Ben", "Cleo", "Lena", "Eve", "Zoe")
    Setup.people = {name.lower(): person(name) for name in names}
    quick = settings(
        max_examples=settings.default.max_examples // 10,
        stateful_step_count=14,
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    run_state_machine_as_test(Setup, settings=quick)
