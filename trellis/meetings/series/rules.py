"""Who leads a series, and who takes part on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from trellis.meetings import rules
from trellis.meetings.models import Membership, Series
from trellis.meetings.schema import Form, KindOfMeeting
from trellis.organizations.rules import Seat
from trellis.people.models import Person
from trellis.programs import queries as programs


def kinds() -> list[KindOfMeeting]:
    """Kinds of meetings that hold several organizations."""
    return [one for one in rules.told().kinds if one.form == Form.MANY]


def led_kinds(seats: Sequence[Seat]) -> list[KindOfMeeting]:
    """Those that somebody's seats lead."""
    return rules.led(seats, kinds())


def leading_seat(seats: Sequence[Seat], person: Person, series: Series) -> Seat | None:
    """The seat from which somebody leads a series: its leader, or who may lead at all members."""
    found = [
        rules.lead_seat(seats, series.kind, at=one.organization)
        for one in series.members.select_related("organization").filter(ends=None)
    ]
    there = [seat for seat in found if seat is not None]
    if not found and series.led_by_id == person.pk:
        fitting = [seat for seat in seats if seat.gives(rules.LEAD, programs.current())]
        return fitting[0] if fitting else None
    if not there or (len(there) < len(found) and series.led_by_id != person.pk):
        return None
    return there[0]


def members_on(series: Series, day: date) -> list[Membership]:
    """Who takes part on a day, by name; one query."""
    rows = series.members.select_related("organization").filter(starts__lte=day)
    rows = rows.filter(Q(ends=None) | Q(ends__gte=day))
    return list(rows.order_by("organization__sort_name", "pk"))
