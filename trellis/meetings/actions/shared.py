"""What every deed about a meeting needs: its lock, who may, its entry in the history."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit.dates import first_of_month
from trellis.kit.errors import NotAllowed, OutOfOrder
from trellis.meetings import rules
from trellis.meetings.models import Meeting, Party
from trellis.organizations.rules import Seat, seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs

PLANNED, HELD = Meeting.State.PLANNED, Meeting.State.HELD
CANCELLED = Meeting.State.CANCELLED


def month_of(at: datetime) -> date:
    """The month that a meeting counts for unless somebody says otherwise."""
    return first_of_month(rules.local_day(at))


def parties_of(meeting: Meeting) -> list[Party]:
    """The meeting's parties with their organizations, in one order."""
    found = meeting.parties.select_related("organization").order_by("pk")
    return list(found)


def steering(meeting: Meeting, by: Person, acting: str, parties: list[Party] | None = None) -> Seat:
    """The seat from which a whole meeting is changed. NotAllowed."""
    those = parties_of(meeting) if parties is None else parties
    seat = rules.leader_seat(seats_of(by), by, meeting, those, acting)
    if seat is None:
        raise NotAllowed(_("Only those who lead a meeting can change it. You can read it here."))
    return seat


def noting(party: Party, by: Person, acting: str) -> Seat:
    """The seat from which one party's part is noted. NotAllowed."""
    others = [one for one in parties_of(party.meeting) if one.pk != party.pk]
    seat = rules.party_seat(seats_of(by), by, party.meeting, party, others, acting)
    if seat is None:
        raise NotAllowed(_("Only those who lead a meeting note it. You can read it here."))
    return seat


class Overtaken(OutOfOrder):
    """Somebody else changed the record that a person read; their text is kept by who shows it."""


def hold(meeting: Meeting) -> Meeting:
    """The meeting as it stands, with nobody else changing it meanwhile."""
    return Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)


def must_be(meeting: Meeting, *states: str) -> None:
    """OutOfOrder, saying how the meeting stands, unless it stands in one of these states."""
    if meeting.state in states:
        return
    said = {
        PLANNED.value: _("This meeting has not been held yet."),
        HELD.value: _("This meeting was held already."),
        CANCELLED.value: _("This meeting was cancelled."),
    }
    raise OutOfOrder(said[meeting.state])


def keep(
    meeting: Meeting, verb: str, *, by: Person, seat: Seat,
    before: dict[str, Any] | None = None, after: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Record what happened to a meeting; never what was written at it."""
    record(
        f"meeting:{meeting.pk}", meeting.title, verb, by=by,
        acting_as=seat.called(programs.current()), before=before, after=after,
    )  # fmt: skip
