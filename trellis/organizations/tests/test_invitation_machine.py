"""Whatever happens to an invitation in whatever order: accepted once, by a link that lives."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import settings as tries
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from trellis.kit import clock
from trellis.kit.errors import NotAllowed, OutOfOrder, Refused
from trellis.organizations import actions
from trellis.organizations.invitations.addresses import Pasted
from trellis.organizations.invitations.tokens import invitation_of
from trellis.organizations.models import Appointment, Invitation, Organization
from trellis.organizations.tests.letters_read import token_for
from trellis.people.models import Person
from trellis.programs.actions import install

ROLE = "head-of-school"
ADDRESS = "ana@x.org"


class Fate(RuleBasedStateMachine):
    """One invitation, every event in every state; refused events leave no trace."""

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        install(settings.PACK_FOLDER / "prairie")
        top = _place("PRAIRIE", "state", None)
        area = _place("AREA", "district", top)
        self.place = _place("CAMPUS", "school", area)
        self.inviter, self.desk, self.stranger = map(_person, ("sam", "dora", "eve"))
        day = date(2020, 1, 1)
        self.seat = actions.appoint(self.inviter, "area-superintendent", area, by=None, starts=day)
        actions.appoint(self.desk, "program-desk", top, by=None, starts=day)
        to = [Pasted(1, ADDRESS)]
        self.one = actions.invite(to, ROLE, self.place, by=self.inviter, starts=clock.today()).sent[
            0
        ]
        self.vouches, self.state, self.expired = self.inviter, "sent", False
        self.tokens, self.accepted = [token_for(ADDRESS)], 0

    @property
    def living(self) -> bool:
        stands = self.vouches == self.desk or self.seat.ends is None
        return self.state == "sent" and not self.expired and stands

    def _refused(self, kind: type[Refused], act: object, *args: object, **named: object) -> None:
        before = self._all()
        with pytest.raises(kind), transaction.atomic():
            act(*args, **named)
        assert self._all() == before

    def _all(self) -> list[object]:
        return [*Invitation.objects.values(), *Appointment.objects.values(), Person.objects.count()]

    @rule()
    def accept(self) -> None:
        one = Invitation.objects.get(pk=self.one.pk)
        if not self.living:
            kind = Refused if self.accepted else actions.NoLongerGood
            self._refused(kind, actions.accept_as_newcomer, one, "Ana", on=clock.today())
            return
        actions.accept_as_newcomer(one, "Ana", on=clock.today())
        self.state, self.accepted = "accepted", 1

    @rule()
    def accept_as_another(self) -> None:
        one = Invitation.objects.get(pk=self.one.pk)
        if not self.living:
            self._refused(actions.NoLongerGood, actions.accept, one, by=self.stranger,
                          on=clock.today())  # fmt: skip
            return
        actions.accept(one, by=self.stranger, on=clock.today())
        self.state, self.accepted = "accepted", 1

    @rule()
    def resend(self) -> None:
        one = Invitation.objects.get(pk=self.one.pk)
        if self.state != "sent":
            self._refused(OutOfOrder, actions.resend, one, by=self.desk)
            return
        actions.resend(one, by=self.desk)
        self.vouches, self.expired = self.desk, False
        self.tokens.append(token_for(ADDRESS))

    @rule()
    def revoke(self) -> None:
        one = Invitation.objects.get(pk=self.one.pk)
        if self.state != "sent":
            self._refused(OutOfOrder, actions.revoke, one, by=self.desk)
            return
        actions.revoke(one, by=self.desk)
        self.state = "revoked"

    @rule()
    def a_stranger_tries(self) -> None:
        one = Invitation.objects.get(pk=self.one.pk)
        for act in (actions.resend, actions.revoke):
            self._refused(NotAllowed, act, one, by=self.stranger)

    @rule()
    def time_passes(self) -> None:
        past = clock.now() - timedelta(minutes=1)
        Invitation.objects.filter(pk=self.one.pk).update(expires_at=past)
        self.expired = True

    @rule()
    def the_inviter_leaves(self) -> None:
        if self.seat.ends is None:
            yesterday = clock.today() - timedelta(days=1)
            actions.end_appointment(self.seat, by=self.desk, on=yesterday)

    @invariant()
    def only_the_newest_link_leads_here(self) -> None:
        if hasattr(self, "tokens"):
            found = [invitation_of(token) for token in self.tokens]
            assert found[:-1] == [None] * (len(found) - 1)
            assert found[-1] == self.one

    @invariant()
    def the_seat_is_given_as_often_as_it_was_accepted(self) -> None:
        if hasattr(self, "accepted"):
            given = Appointment.objects.filter(role=ROLE, organization=self.place)
            assert given.count() == self.accepted
            assert Invitation.objects.get(pk=self.one.pk).state == self.state


def _place(code: str, level: str, parent: Organization | None) -> Organization:
    kind = {"state": "department", "district": "area", "school": "campus"}[level]
    above: dict[str, Organization] = {}
    if parent is not None:
        above = {"state": parent.state or parent, "parent": parent}
        if level == "school":
            above["district"] = parent
    return Organization.objects.create(
        code=code, kind=kind, level=level, name=code.title(), sort_name=code.lower(), **above
    )


def _person(name: str) -> Person:
    return Person.objects.create_user(f"{name}@example.org", name=name.title())


@pytest.mark.django_db
def test_no_order_of_events_accepts_a_dead_invitation_or_one_twice():
    quick = tries(max_examples=25, stateful_step_count=12, deadline=None)
    run_state_machine_as_test(Fate, settings=quick)
