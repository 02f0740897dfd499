"""Whatever happens to a meeting in whatever order: its steps agree with what was held and who came.

State machine: every event in every state, by its leader and by strangers; refused events leave no
trace.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

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
from tests.cast import TODAY
from trellis.history.models import Entry
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, Refused
from trellis.meetings import actions
from trellis.meetings.actions import Facts
from trellis.meetings.models import Meeting, Note, Party
from trellis.meetings.tests.planning import FIRST, SECOND, leader, part, planned, rows
from trellis.notices.models import Notice
from trellis.work.models import Task

WHICH = st.sampled_from([0, 1])
ROLES = st.sets(st.sampled_from(["coordinator", "principal", "district", "team"]))
STRANGERS = st.sampled_from(["principal", "district", "team", "board", "superintendent"])
PLANNED, HELD, CANCELLED = "planned", "held", "cancelled"
STEPS = {role: f"intensive-planning/nov-topics.{role}-1" for role in ("principal", "district")}


class Meetings(RuleBasedStateMachine):
    """The two November meetings of one school, lived through by its leader and by strangers."""

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
        self.by = leader(self.world)
        self.ids = [planned(self.world, at=at).pk for at in (FIRST, SECOND)]
        self.states = [PLANNED, PLANNED]
        self.came: list[set[str]] = [set(), set()]
        self.text, self.version = "", 0

    # ---- Events

    @rule(which=WHICH, roles=ROLES)
    def hold(self, which: int, roles: set[str]) -> None:
        meeting, party = self._of(which)
        came = rows(party, *roles)
        act = lambda: actions.hold_meeting(meeting, by=self.by, came=came)  # noqa: E731
        if self._try(act, self.states[which] != PLANNED):
            self.states[which], self.came[which] = HELD, roles

    @rule(which=WHICH)
    def reopen(self, which: int) -> None:
        meeting, _party = self._of(which)
        act = lambda: actions.reopen_meeting(meeting, by=self.by)  # noqa: E731
        if self._try(act, self.states[which] != HELD):
            self.states[which] = PLANNED

    @rule(which=WHICH, roles=ROLES)
    def note_who_came(self, which: int, roles: set[str]) -> None:
        _meeting, party = self._of(which)
        act = lambda: actions.note_attendance(party, rows(party, *roles), by=self.by)  # noqa: E731
        if self._try(act, self.states[which] == CANCELLED):
            self.came[which] = roles

    @rule(which=WHICH)
    def cancel(self, which: int) -> None:
        meeting, _party = self._of(which)
        before = Notice.objects.filter(kind="meeting-cancelled").count()
        act = lambda: actions.cancel_meeting(meeting, by=self.by)  # noqa: E731
        if self._try(act, self.states[which] != PLANNED):
            self.states[which] = CANCELLED
            assert Notice.objects.filter(kind="meeting-cancelled").count() == before + 3

    @rule(which=WHICH, late=st.booleans(), minutes=st.sampled_from([2, 30, 50]))
    def move(self, which: int, late: bool, minutes: int) -> None:
        meeting, _party = self._of(which)
        at = meeting.starts_at + timedelta(minutes=15)
        facts = Facts(starts_at=at, minutes=minutes, title=meeting.title, topic=meeting.topic)
        version = meeting.version - late
        act = lambda: actions.change_meeting(  # noqa: E731
            meeting, facts, version=version, by=self.by
        )
        self._try(act, self.states[which] != PLANNED or late or minutes == 2)

    @rule(which=WHICH, topic=st.sampled_from(["Trust", "Time"]))
    def say_the_topic(self, which: int, topic: str) -> None:
        meeting, _party = self._of(which)
        facts = replace(_facts(meeting), topic=topic)
        act = lambda: actions.change_meeting(  # noqa: E731
            meeting, facts, version=meeting.version, by=self.by
        )
        self._try(act, self.states[which] == CANCELLED)

    @rule(which=WHICH)
    def edit_the_agenda(self, which: int) -> None:
        meeting, party = self._of(which)
        act = lambda: actions.write_agenda(  # noqa: E731
            party, ["One"], version=meeting.version, by=self.by
        )
        self._try(act, self.states[which] != PLANNED)

    @rule(text=st.sampled_from(["A", "B"]), late=st.booleans())
    def write(self, text: str, late: bool) -> None:
        _meeting, party = self._of(0)
        version = self.version - late
        act = lambda: actions.write_note(  # noqa: E731
            party, "data", text, visibility="shared", version=version, by=self.by
        )
        if self._try(act, self.states[0] == CANCELLED or late):
            self.text, self.version = text, self.version + 1

    @rule(which=WHICH)
    def agree(self, which: int) -> None:
        _meeting, party = self._of(which)
        act = lambda: actions.add_follow_up(  # noqa: E731
            party, title="Bring it", role="principal", by=self.by
        )
        self._try(act, self.states[which] == CANCELLED)

    @rule(which=WHICH)
    def send(self, which: int) -> None:
        _meeting, party = self._of(which)
        nothing = not party.follow_ups.exists() and not party.notes.exclude(text="").exists()
        act = lambda: actions.send_summary(party, by=self.by)  # noqa: E731
        self._try(act, self.states[which] != HELD or nothing)

    @rule(which=WHICH, role=STRANGERS)
    def a_stranger_tries_everything(self, which: int, role: str) -> None:
        meeting, party = self._of(which)
        who = self.world.who(role)
        before = Entry.objects.count()
        for act in (
            lambda: actions.hold_meeting(meeting, by=who),
            lambda: actions.reopen_meeting(meeting, by=who),
            lambda: actions.cancel_meeting(meeting, by=who),
            lambda: actions.note_attendance(party, [], by=who),
            lambda: actions.change_meeting(
                meeting, _facts(meeting), version=meeting.version, by=who
            ),
            lambda: actions.write_agenda(party, [], version=meeting.version, by=who),
            lambda: actions.write_note(party, "data", "X", visibility="shared", version=0, by=who),
            lambda: actions.add_follow_up(party, title="X", role="team", by=who),
            lambda: actions.send_summary(party, by=who),
        ):
            with pytest.raises(NotAllowed), transaction.atomic():
                act()
        assert Entry.objects.count() == before

    # ---- What always holds

    @invariant()
    def the_records_stand_as_told(self) -> None:
        if not hasattr(self, "ids"):
            return
        found = [self._of(which) for which in (0, 1)]
        assert [meeting.state for meeting, _party in found] == self.states
        assert [party.state for _meeting, party in found] == self.states
        note = Note.objects.filter(party=found[0][1]).first()
        assert (note.text, note.version) == (self.text, self.version) if note else not self.version

    @invariant()
    def steps_are_done_by_those_who_came_once_both_were_held(self) -> None:
        if not hasattr(self, "ids"):
            return
        both = self.states == [HELD, HELD]
        for role, code in STEPS.items():
            came = role in self.came[0] | self.came[1]
            task = self.world.task(code)
            assert (task.state == "done") == (both and came), (role, self.states, self.came)
            live = task.completions.filter(withdrawn_at=None).count()
            assert live == (1 if both and came else 0)

    # ---- Helpers

    def _of(self, which: int) -> tuple[Meeting, Party]:
        meeting = Meeting.objects.get(pk=self.ids[which])
        return meeting, part(meeting, self.world)

    def _try(self, act: Any, refused: bool) -> bool:
        """Whether it happened; refused events leave no trace."""
        before = (Entry.objects.count(), Notice.objects.count(), Task.objects.count())
        if not refused:
            act()
            return True
        with pytest.raises(Refused), transaction.atomic():
            act()
        assert (Entry.objects.count(), Notice.objects.count(), Task.objects.count()) == before
        return False


def _facts(meeting: Meeting) -> Facts:
    return Facts(
        starts_at=meeting.starts_at, minutes=meeting.minutes, title=meeting.title,
        place=meeting.place, link=meeting.link, topic=meeting.topic,
        next_step=meeting.next_step, month=meeting.month,
    )  # fmt: skip


@pytest.mark.django_db
def test_every_event_in_every_state_of_a_meeting():
    with clock.standing_on(TODAY):
        Meetings.world = cast.build()
        run_state_machine_as_test(
            Meetings, settings=tries(max_examples=6, stateful_step_count=14, deadline=None)
        )
