"""An offer in every order of events: what is not allowed is refused and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.cast import Relation, World
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder, Refused
from trellis.meetings.models import Meeting, Offer, Pick
from trellis.meetings.offers.actions import pick_times, refuse_times, set_time, withdraw_offer
from trellis.meetings.offers.tests.casting import FIRST, offered
from trellis.people.models import Person

PEOPLE = ("principal", "district", "coordinator", "agency", "team", "stranger", "neighbor")
PICKS = {"principal", "district"}
LEADS = {"coordinator", "agency"}

somebody = st.sampled_from(PEOPLE)
times = st.sets(st.integers(0, 2))


class Offers(RuleBasedStateMachine):
    """Two offers with the same times, of one leader, against a few words of what must be true."""

    world: ClassVar[World]
    who: ClassVar[dict[str, Person]]

    def __init__(self) -> None:
        super().__init__()
        self.together = transaction.atomic()
        self.together.__enter__()
        starts = tuple(FIRST + timedelta(days=n) for n in range(3))
        self.offers = [*offered(self.world, starts=starts), *offered(self.world, starts=starts)]
        self.slots = [list(one.slots.order_by("starts_at")) for one in self.offers]
        self.state = ["open", "open"]
        self.picks: list[dict[str, set[int]]] = [{}, {}]
        self.taken: set[int] = set()

    def teardown(self) -> None:
        """Leave nothing to the next run."""
        transaction.set_rollback(True)
        self.together.__exit__(None, None, None)

    # ---- Events ----

    @rule(which=st.integers(0, 1), by=somebody, chosen=times)
    def pick(self, which: int, by: str, chosen: set[int]) -> None:
        numbers = {self.slots[which][n].pk for n in chosen}
        free = chosen - self.taken
        refusal = self.refusal(which, by, PICKS) or (None if free else NotReady)
        self.expect(lambda: pick_times(self.offers[which], numbers, by=self.who[by]), refusal)
        if refusal is None:
            self.picks[which][by] = free
            both = [self.picks[which].get(one, set()) for one in sorted(PICKS)]
            common = set.intersection(*both) - self.taken
            if common:
                self.settle(which, min(common))

    @rule(which=st.integers(0, 1), by=somebody)
    def refuse(self, which: int, by: str) -> None:
        refusal = self.refusal(which, by, PICKS)
        self.expect(lambda: refuse_times(self.offers[which], "", by=self.who[by]), refusal)
        if refusal is None:
            self.picks[which].pop(by, None)

    @rule(which=st.integers(0, 1), by=somebody, number=st.integers(0, 2))
    def set_time(self, which: int, by: str, number: int) -> None:
        slot = self.slots[which][number].pk
        refusal = self.refusal(which, by, LEADS) or (NotReady if number in self.taken else None)
        self.expect(lambda: set_time(self.offers[which], slot, by=self.who[by]), refusal)
        if refusal is None:
            self.settle(which, number)

    @rule(which=st.integers(0, 1), by=somebody)
    def set_a_time_of_the_other_offer(self, which: int, by: str) -> None:
        slot = self.slots[1 - which][0].pk
        refusal = self.refusal(which, by, LEADS) or NotReady
        self.expect(lambda: set_time(self.offers[which], slot, by=self.who[by]), refusal)

    @rule(which=st.integers(0, 1), by=somebody)
    def withdraw(self, which: int, by: str) -> None:
        refusal = self.refusal(which, by, LEADS)
        self.expect(lambda: withdraw_offer(self.offers[which], by=self.who[by]), refusal)
        if refusal is None:
            self.state[which] = "withdrawn"

    # ---- What must be true ----

    def refusal(self, which: int, by: str, allowed: set[str]) -> type[Refused] | None:
        """Order is asked first: a closed offer says how it stands to whoever comes."""
        if self.state[which] != "open":
            return OutOfOrder
        return None if by in allowed else NotAllowed

    def settle(self, which: int, number: int) -> None:
        self.state[which] = "settled"
        self.taken.add(number)

    def expect(self, act: Callable[[], Any], refusal: type[Refused] | None) -> None:
        """It happens, or is refused in this way."""
        if refusal is None:
            with transaction.atomic():
                act()
            return
        with pytest.raises(refusal), transaction.atomic():
            act()

    @invariant()
    def the_records_are_as_told(self) -> None:
        """States, picks, and one meeting for each settled offer, no two at one time."""
        kept = [Offer.objects.get(pk=one.pk).state for one in self.offers]
        assert kept == self.state
        meetings = Meeting.objects.filter(slot__offer__in=self.offers)
        starts = sorted(meetings.values_list("starts_at", flat=True))
        assert starts == [FIRST + timedelta(days=n) for n in sorted(self.taken)]
        assert len(starts) == self.state.count("settled")
        for which, offer in enumerate(self.offers):
            rows = Pick.objects.filter(slot__offer=offer).values_list("person", "slot")
            assert set(rows) == {
                (self.who[name].pk, self.slots[which][n].pk)
                for name, chosen in self.picks[which].items()
                for n in chosen
            }


def test_every_order_of_events_leaves_an_offer_in_order(world):
    Offers.world = world
    Offers.who = {name: world.who(name) for name in PEOPLE[:5]}
    Offers.who |= {
        "stranger": world.persons["stranger"],
        "neighbor": world.who("principal", Relation.SAME_DISTRICT),
    }
    run_state_machine_as_test(
        Offers,
        settings=settings(
            max_examples=25, stateful_step_count=15, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
