"""In whatever order people act on a team: it never exists without its sides or against a rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.cast import TODAY, Relation, World
from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.organizations.actions.team_papers import keep_review, write_charter
from trellis.organizations.actions.teams import (
    add_members,
    agree,
    begin_team,
    end_membership,
    end_team,
    form_team,
)
from trellis.organizations.models import Team, TeamMember, TeamPaper
from trellis.people.models import Person

LEADS = {"principal", "superintendent"}
WRITES = {*LEADS, "district", "coordinator"}
AGREES = {"principal", "superintendent", "district", "team"}
KINDS = {"leadership": "team", "advisory": "advisor"}
REFUSED = (NotAllowed, NotReady, OutOfOrder)

who = st.sampled_from(
    ["principal", "superintendent", "district", "team", "advisor", "coordinator", "board",
     "stranger", "next door"]
)  # fmt: skip
kind = st.sampled_from(sorted(KINDS))
seat = st.sampled_from(["team", "district", "principal", "advisor", "next door", "board"])
brings = st.sampled_from(["teacher", "district-staff", "family", "board"])
day = st.sampled_from([TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)])


class Teams(RuleBasedStateMachine):
    """Lincoln's two teams, and everybody who might touch them."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        for code in KINDS:
            begin_team(self.world["lincoln"], code, by=self.world.who("principal"))
        self.entries = self._noted()
        self.done = 0
        self.formed: set[int] = set()

    @staticmethod
    def _noted() -> int:
        """Entries about the teams themselves; steps of the year that follow have their own."""
        return Entry.objects.exclude(subject__startswith="task:").count()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    def person(self, name: str) -> Person:
        if name == "stranger":
            return self.world.persons["stranger"]
        if name == "next door":
            return self.world.who("principal", Relation.SAME_DISTRICT)
        return self.world.who(name)

    def team(self, kind: str) -> Team | None:
        place = self.world["lincoln"]
        rows = Team.objects.select_related("organization").filter(organization=place, kind=kind)
        return rows.order_by("-pk").first()

    def tried(self, allowed: bool, act: Callable[[], object]) -> bool:
        """Whether an act was taken; a refused one wrote nothing, a taken one was allowed."""
        before = self.all_rows()
        try:
            with transaction.atomic():
                act()
        except REFUSED as refused:
            assert self.all_rows() == before
            assert allowed or isinstance(refused, NotAllowed)
            return False
        assert allowed
        self.done += 1
        return True

    def all_rows(self) -> list[object]:
        return [list(one.objects.order_by("pk").values()) for one in (Team, TeamMember, TeamPaper)]

    @rule(kind=kind, by=who)
    def begin(self, kind: str, by: str) -> None:
        lincoln = self.world["lincoln"]
        self.tried(by in LEADS, lambda: begin_team(lincoln, kind, by=self.person(by)))

    @rule(kind=kind, by=who, seat=seat, brings=brings, on=day)
    def add(self, kind: str, by: str, seat: str, brings: str, on) -> None:
        team = self.team(kind)
        if team is not None:
            pk = self.person(seat).appointments.get().pk
            self.tried(
                by in LEADS, lambda: add_members(team, {pk: brings}, by=self.person(by), on=on)
            )

    @rule(kind=kind, by=who, on=day)
    def leave(self, kind: str, by: str, on) -> None:
        team = self.team(kind)
        member = team.members.order_by("-pk").first() if team else None
        if member is not None:
            self.tried(by in LEADS, lambda: end_membership(member, by=self.person(by), on=on))

    @rule(kind=kind, by=who, on=day)
    def form(self, kind: str, by: str, on) -> None:
        team = self.team(kind)
        if team is None:
            return
        if self.tried(by in LEADS, lambda: form_team(team, by=self.person(by), on=on)):
            brought = {one.brings for one in TeamMember.objects.filter(team=team, starts__lte=on)}
            needed = {"teacher", "district-staff"} if kind == "leadership" else {"family"}
            assert needed & brought
            if kind == "advisory":
                said = team.papers.filter(what="agreement", number=team.list_number)
                assert set(said.values_list("code", flat=True)) == {"district", "principal", "team"}
            self.formed.add(team.pk)

    @rule(by=who)
    def say_yes(self, by: str) -> None:
        team = self.team("advisory")
        if team is not None:
            self.tried(by in AGREES, lambda: agree(team, by=self.person(by), on=TODAY))

    @rule(kind=kind, by=who, seen=st.integers(0, 2))
    def write(self, kind: str, by: str, seen: int) -> None:
        team, writes = self.team(kind), WRITES | {KINDS[kind]}
        if team is not None:
            self.tried(by in writes, lambda: write_charter(
                team, {"purpose": f"Version {seen + 1}."}, seen=seen, by=self.person(by), on=TODAY
            ))  # fmt: skip

    @rule(kind=kind, by=who, on=day)
    def review(self, kind: str, by: str, on) -> None:
        team, writes = self.team(kind), WRITES | {KINDS[kind]}
        if team is not None:
            self.tried(by in writes, lambda: keep_review(
                team, "composition", {"missing": "A voice."}, by=self.person(by), on=on
            ))  # fmt: skip

    @rule(kind=kind, by=who, on=day)
    def end(self, kind: str, by: str, on) -> None:
        team = self.team(kind)
        if team is not None:
            self.tried(by in LEADS, lambda: end_team(team, by=self.person(by), on=on))

    @invariant()
    def one_team_of_a_kind_is_open(self) -> None:
        for code in KINDS:
            open_ = Team.objects.filter(organization=self.world["lincoln"], kind=code)
            assert open_.filter(ended_on=None).count() <= 1

    @invariant()
    def an_ended_team_has_no_open_place(self) -> None:
        assert not TeamMember.objects.filter(team__ended_on__isnull=False, ends=None).exists()

    @invariant()
    def versions_of_a_charter_count_without_a_gap(self) -> None:
        for code in KINDS:
            team = self.team(code)
            if team is not None:
                papers = team.papers.filter(what="charter").order_by("number")
                numbers = list(papers.values_list("number", flat=True))
                assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def each_deed_is_in_the_history_once(self) -> None:
        assert self._noted() - self.entries == self.done


@pytest.mark.django_db
def test_a_team_never_exists_against_its_rules(world):
    Teams.world = world
    quick = settings(
        max_examples=max(settings.default.max_examples // 10, 5),
        stateful_step_count=20,
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    run_state_machine_as_test(Teams, settings=quick)
