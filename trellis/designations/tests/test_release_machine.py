"""A release in every order of events: what is not allowed is refused and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from trellis.designations import actions
from trellis.designations.models import AdvanceNotice, Release
from trellis.designations.tests.conftest import HEADER, appoint
from trellis.history.models import Entry
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder, Refused
from trellis.notices.models import Notice
from trellis.organizations.models import Organization
from trellis.people.models import Person

PEOPLE = ("ana", "ben", "cy", "head", "terminal")
"""Three of the desk, one who heads a campus, and the command line, which is nobody."""

somebody = st.sampled_from(PEOPLE[:-1])
AHEAD = timedelta(days=3)
HEAD = "head-of-school"


class Releases(RuleBasedStateMachine):
    """One release against a few words of what must be true; each run is rolled back."""

    who: ClassVar[dict[str, Person | None]]

    def __init__(self) -> None:
        super().__init__()
        self.together = transaction.atomic()
        self.together.__enter__()
        self.state = "none"
        self.importer = self.changer = self.checker = ""
        self.timed = self.told = False
        self.files = 0

    def teardown(self) -> None:
        """Leave nothing to the next run."""
        transaction.set_rollback(True)
        self.together.__exit__(None, None, None)

    # ---- Events ----

    @rule(by=st.sampled_from(PEOPLE), same=st.booleans())
    def import_file(self, by: str, same: bool) -> None:
        again = same and self.files > 0
        number = self.files if again else self.files + 1
        kind = ("Steady", "Renewing", "Leading")[number % 3]
        rows = f"{HEADER}\nNF214S01,,{kind},,,,{number},\n"
        with TemporaryDirectory() as folder:
            path = Path(folder) / "a.csv"
            path.write_text(rows, encoding="utf-8")
            act = lambda: actions.import_release(  # noqa: E731
                path, year=2026, title="One", name="a.csv", by=self.who[by]
            )
            refusal: type[Refused] | None = None
            if by == "head":
                refusal = NotAllowed
            elif self.state == "published" and not again:
                refusal = OutOfOrder
            self.expect(act, refusal)
        if refusal is None and not again:
            self.files, self.state = number, "draft"
            self.importer, self.changer, self.checker = by, "", ""
            self.timed = self.told = False

    @rule(by=somebody)
    def change(self, by: str) -> None:
        refusal = OutOfOrder if self.state in ("none", "published") else None
        self.expect(
            lambda: actions.reopen_draft(self.release, by=self.who[by], why="A letter."), refusal
        )
        if refusal is None:
            self.state, self.changer, self.checker = "draft", by, ""
            self.timed = self.told = False

    @rule(by=somebody)
    def check(self, by: str) -> None:
        refusal: type[Refused] | None = None
        if by == "head":
            refusal = NotAllowed
        elif self.state != "draft":
            refusal = OutOfOrder
        elif by in (self.importer, self.changer):
            refusal = NotAllowed
        self.expect(lambda: actions.check(self.release, by=self.person(by)), refusal)
        if refusal is None:
            self.state, self.checker = "checked", by

    @rule(by=somebody)
    def withdraw(self, by: str) -> None:
        refusal = self.refusal(by)
        self.expect(lambda: actions.withdraw_check(self.release, by=self.person(by)), refusal)
        if refusal is None:
            self.state, self.checker = "draft", ""
            self.timed = self.told = False

    @rule(by=somebody)
    def tell_ahead(self, by: str) -> None:
        refusal = self.refusal(by) or (NotReady if self.told else None)
        self.expect(lambda: actions.send_advance_notice(self.release, by=self.person(by)), refusal)
        self.told = self.told or refusal is None

    @rule(by=somebody, late=st.booleans())
    def schedule(self, by: str, late: bool) -> None:
        at = clock.now() + (-AHEAD if late else AHEAD)
        refusal = self.refusal(by, publishing=True) or (NotReady if late else None)
        self.expect(lambda: actions.schedule(self.release, at=at, by=self.person(by)), refusal)
        self.timed = self.timed or refusal is None

    @rule(by=somebody)
    def unschedule(self, by: str) -> None:
        refusal: type[Refused] | None = None if self.timed else OutOfOrder
        refusal = NotAllowed if by == "head" else refusal
        self.expect(lambda: actions.unschedule(self.release, by=self.person(by)), refusal)
        self.timed = self.timed and refusal is not None

    @rule(by=somebody)
    def publish(self, by: str) -> None:
        refusal = self.refusal(by, publishing=True)
        at = clock.now()
        self.expect(lambda: actions.publish(self.release, by=self.person(by), at=at), refusal)
        if refusal is None:
            self.state, self.timed = "published", False

    @rule(by=somebody)
    def discard(self, by: str) -> None:
        refusal = NotAllowed if by == "head" else (None if self.state == "draft" else OutOfOrder)
        self.expect(lambda: actions.discard(self.release, by=self.person(by)), refusal)
        if refusal is None:
            self.state, self.files = "none", 0
            self.importer = self.changer = self.checker = ""

    # ---- What must be true ----

    @invariant()
    def stands_as_told(self) -> None:
        kept = Release.objects.filter(title="One").first()
        if kept is None:
            assert self.state == "none"
            return
        names = {pk: name for name, one in self.who.items() if one and (pk := one.pk)}
        told = AdvanceNotice.objects.in_force().filter(release=kept).exists()
        assert (str(kept.state), names.get(kept.checked_by_id or 0, "")) == (
            self.state,
            self.checker,
        )
        assert (kept.publish_at is not None, kept.scheduled_by is not None) == (self.timed,) * 2
        assert told == self.told

    @invariant()
    def two_people_stand_behind_whatever_goes_on(self) -> None:
        for kept in Release.objects.exclude(state=Release.State.DRAFT):
            assert kept.checked_by_id is not None
            assert kept.checked_by_id not in (kept.imported_by_id, kept.changed_by_id)
            hands = {kept.imported_by_id or kept.published_by_id, kept.checked_by_id}
            assert len(hands) == 2 or kept.state == Release.State.CHECKED

    # ---- Trying ----

    @property
    def release(self) -> Release:
        return Release.objects.filter(title="One").first() or Release(pk=999_999, title="One")

    def person(self, name: str) -> Person:
        found = self.who[name]
        assert found is not None
        return found

    def refusal(self, by: str, *, publishing: bool = False) -> type[Refused] | None:
        """What an event that needs a checked release answers."""
        if by == "head":
            return NotAllowed
        if self.state != "checked":
            return OutOfOrder
        alone = publishing and self.importer == "terminal" and by == self.checker
        return NotAllowed if alone else None

    def expect(self, act: Callable[[], Any], refusal: type[Refused] | None) -> None:
        """Do it; where it must be refused, nothing may have changed."""
        if refusal is None:
            act()
            return
        before = everything()
        with pytest.raises(refusal):
            act()
        assert everything() == before


def everything() -> list[Any]:
    """All rows that these events may write."""
    return [
        list(Release.objects.order_by("pk").values()),
        list(AdvanceNotice.objects.order_by("pk").values()),
        (Notice.objects.count(), Entry.objects.count()),
    ]


@pytest.mark.django_db
def test_a_release_moves_only_as_two_people_let_it(prairie):
    area = prairie["NF214D00"]
    Organization.objects.filter(level="school").update(district=area)
    Releases.who = {"terminal": None, "head": appoint("h@x.example", HEAD, prairie["NF214S01"])}
    for name in PEOPLE[:3]:
        Releases.who[name] = appoint(f"{name}@x.example", "program-desk", prairie["PRAIRIE"])
    appoint("lead@x.example", "area-superintendent", area)
    quick = settings(
        max_examples=max(10, settings.default.max_examples // 5),
        stateful_step_count=20,
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    run_state_machine_as_test(Releases, settings=quick)
