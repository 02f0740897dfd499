"""Whatever happens to proposals in whatever order: what is settled holds, what is not goes nowhere.

State machine: every event in every state; refused events leave no trace.
"""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import settings as tries
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests import cast
from trellis.cycles.actions import propose, publish_and_open, settle, unsettle
from trellis.cycles.lacking import ON_PURPOSE
from trellis.cycles.models import ImprovementCycle, Proposal
from trellis.cycles.tests.years import draft_of, statuses
from trellis.designations.actions import check, withdraw_check
from trellis.designations.models import Release
from trellis.kit.errors import NotAllowed, Refused

PLACES = {"lincoln": "intensive", "grant": "commendable", "adams": "comprehensive"}
NAMES = st.sampled_from(["Lincoln School", "Grant School", "Adams School", "Hyde School"])
KINDS = st.sampled_from(["", *Proposal.Kind.values])


class Proposals(RuleBasedStateMachine):
    """One release of a second October: lived through by two of the agency and a stranger."""

    world: cast.World

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.release = draft_of(self.world, PLACES)
        self.settled: dict[str, str] = {}
        self.before = self._cycles()
        self.is_public = False

    @rule()
    def make(self) -> None:
        self._try(lambda: propose(self.release, by=self.world.publisher), self.is_public)

    @rule(name=NAMES, kind=KINDS)
    def decide(self, name: str, kind: str) -> None:
        rows = self._rows(name)
        proposed = {one.kind for one in rows}
        if self._try(
            lambda: settle(rows, kind, by=self.world.publisher), self.is_public or not rows
        ):
            self.settled[name] = kind or proposed.pop()

    @rule(name=NAMES)
    def take_back(self, name: str) -> None:
        rows = self._rows(name)
        refused = self.is_public or name not in self.settled
        if self._try(lambda: unsettle(rows, by=self.world.publisher), refused):
            del self.settled[name]

    @rule(name=NAMES, kind=KINDS)
    def a_stranger_decides(self, name: str, kind: str) -> None:
        with pytest.raises(NotAllowed):
            settle(self._rows(name), kind, by=self.world.persons["stranger"])

    @rule()
    def confirm(self) -> None:
        self._try(lambda: check(self._now(), by=self.world.checker), self.is_public)

    @rule()
    def withdraw(self) -> None:
        self._try(lambda: withdraw_check(self._now(), by=self.world.checker), self.is_public)

    @rule()
    def publish(self) -> None:
        state, waits = str(self._now().state), self._waits()
        refused = state != "checked" or bool(waits)
        if self._try(lambda: publish_and_open(self._now(), by=self.world.publisher), refused):
            self.is_public = True

    @invariant()
    def what_was_settled_holds(self) -> None:
        if not hasattr(self, "release"):
            return
        rows = Proposal.objects.filter(release=self.release).exclude(settled_at=None)
        assert dict(rows.values_list("organization__name", "outcome")) == self.settled

    @invariant()
    def only_a_publication_opens_and_only_what_is_settled_so(self) -> None:
        if not hasattr(self, "release"):
            return
        if not self.is_public:
            assert (self._cycles(), statuses(2027)) == (self.before, {})
            return
        assert self._waits() == []
        opened = Proposal.objects.filter(release=self.release, outcome__in=["open", "escalate"])
        wanted = set(opened.exclude(plan="").values_list("organization__name", flat=True))
        new = ImprovementCycle.objects.filter(release=self.release)
        assert set(new.values_list("organization__name", flat=True)) == wanted

    def _try(self, act, refused: bool) -> bool:
        """Do it; a refusal must be one that is due or leave everything as it was."""
        seen = self._everything()
        try:
            with transaction.atomic():
                act()
        except Refused:
            assert self._everything() == seen
            return False
        assert not refused
        return True

    def _rows(self, name: str) -> list[Proposal]:
        return list(Proposal.objects.filter(release=self.release, organization__name=name))

    def _waits(self) -> list[str]:
        rows = Proposal.objects.filter(release=self.release, kind__in=ON_PURPOSE, settled_at=None)
        return list(rows.values_list("organization__name", flat=True))

    def _now(self) -> Release:
        return Release.objects.select_related("year").get(pk=self.release.pk)

    def _cycles(self) -> int:
        return ImprovementCycle.objects.count()

    def _everything(self) -> tuple[object, ...]:
        rows = Proposal.objects.order_by("pk").values_list("pk", "outcome", "settled_at")
        return str(self._now().state), list(rows), self._cycles(), statuses(2027)


def test_proposals_hold_in_every_order(world):
    machine = type("ProposalsOfTheCast", (Proposals,), {"world": world})
    run_state_machine_as_test(machine, settings=tries(max_examples=8, stateful_step_count=10))
