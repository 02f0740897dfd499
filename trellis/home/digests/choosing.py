"""What a person's mail is now, and doing without one from a link in it."""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction

from trellis.notices import kinds
from trellis.notices.actions import choose_messages
from trellis.notices.models import Preference
from trellis.organizations.rules import seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.work.reminders.rules import DAILY, NONE, OVERVIEW, WEEKLY, Pace, Usual, pace_of, usual


class Choice(NamedTuple):
    """What somebody chose, what their roles give, and what follows."""

    rhythm: str
    off: frozenset[str]
    usual: Usual | None
    pace: Pace | None

    @property
    def may_stop(self) -> bool:
        """Whether the person may do without the overview."""
        return self.usual is None or self.usual.may_stop


def choice_of(person: Person, roles: frozenset[str]) -> Choice:
    """What a person with these roles gets; one query."""
    found = Preference.objects.filter(person=person).first()
    rhythm, off = (found.rhythm, frozenset(found.off)) if found else ("", frozenset())
    program = programs.current()
    pace = pace_of(program, roles, rhythm, off)
    return Choice(rhythm, off, usual(program, roles), pace)


class Stop(NamedTuple):
    """What the link in a mail would do: the rhythm and the kinds to be without."""

    choice: Choice
    rhythm: str
    off: frozenset[str]

    @property
    def does(self) -> str:
        """In a word: `none`, `weekly` or `off`; empty where nothing is left to do."""
        if (self.rhythm, self.off) == (self.choice.rhythm, self.choice.off):
            return ""
        return "off" if self.off != self.choice.off else self.rhythm


def stop_of(person: Person, kind: str) -> Stop:
    """What doing without a kind means for a person: less often, where their role needs it."""
    roles = frozenset(seat.role for seat in seats_of(person))
    choice = choice_of(person, roles)
    if kind != OVERVIEW:
        return Stop(choice, choice.rhythm, choice.off | {kind} & kinds.optional())
    if choice.may_stop:
        return Stop(choice, NONE, choice.off)
    daily = choice.pace is not None and choice.pace.rhythm == DAILY
    return Stop(choice, WEEKLY if daily else choice.rhythm, choice.off)


@transaction.atomic
def stop_messages(person: Person, kind: str) -> None:
    """Do what the link of a mail says; a second time changes nothing."""
    stop = stop_of(person, kind)
    choose_messages(
        person, rhythm=stop.rhythm, off=stop.off, may_stop=stop.choice.may_stop, by=None
    )
