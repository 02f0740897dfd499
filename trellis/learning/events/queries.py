"""What the pages of events show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trellis.kit import clock
from trellis.learning.events import rules
from trellis.learning.models import Event, Registration
from trellis.learning.told import library_of
from trellis.organizations.rules import Seat
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.texts import say

State = Registration.State
PAST = 20
"""How many events that are over a list shows."""


def kind_label(code: str) -> str:
    """What people read for a kind of event."""
    found = next((one for one in library_of(programs.current()).events if one.code == code), None)
    return say(found.label) if found else code


@dataclass(frozen=True)
class Listed:
    """An event as a list shows it."""

    event: Event
    kind: str
    places: str
    mine: str
    """How the reader stands: `placed`, `waiting`, or nothing."""


@dataclass(frozen=True)
class Events:
    """What comes, and what was."""

    coming: list[Listed]
    past: list[Listed]


def events(person: Person | None, *, drafts: bool) -> Events:
    """Events that come, the next first, and some that are over; two queries at most."""
    found = Event.objects.order_by("starts_at", "pk")
    if not drafts:
        found = found.exclude(state=Event.State.DRAFT)
    now = clock.now()
    ahead = list(found.filter(starts_at__gt=now))
    over = list(found.filter(starts_at__lte=now).reverse()[:PAST])
    mine: dict[int, str] = {}
    if person is not None:
        rows = Registration.objects.filter(person=person, event__in=[*ahead, *over])
        mine = dict(rows.values_list("event", "state"))
    shown = [Listed(one, kind_label(one.kind), "", mine.get(one.pk, "")) for one in [*ahead, *over]]
    return Events(shown[: len(ahead)], shown[len(ahead) :])


@dataclass(frozen=True)
class EventPage:
    """One event for a reader."""

    event: Event
    kind: str
    closed: str
    """Why nobody can register, or nothing."""
    full: bool
    free: int | None
    meant: bool
    audience: list[str]
    mine: Registration | None
    ahead: int
    """How many wait before the reader."""


def event_page(event: Event, person: Person | None, seats: Sequence[Seat]) -> EventPage:
    """The page of an event; two queries at most."""
    program = programs.current()
    mine, ahead = None, 0
    if person is not None:
        mine = Registration.objects.filter(event=event, address=person.email).first()
        if mine is not None and mine.person_id != person.pk:
            mine = None
        if mine is not None and mine.state == State.WAITING:
            ahead = waiting_before(mine)
    return EventPage(
        event=event,
        kind=kind_label(event.kind),
        closed=rules.closed_because(event),
        full=rules.is_full(event),
        free=None if event.capacity is None else max(event.capacity - event.taken, 0),
        meant=rules.is_meant_for(event, seats),
        audience=[
            say(program.roles[code].plural) for code in event.audience if code in program.roles
        ],
        mine=mine,
        ahead=ahead,
    )


def waiting_before(one: Registration) -> int:
    """How many wait whose turn comes earlier."""
    waiting = Registration.objects.filter(event=one.event_id, state=State.WAITING)
    return waiting.filter(number__lt=one.number).count()


def registrations(event: Event, *, after: int, most: int) -> list[Registration]:
    """Who has registered, in the order of their numbers, from a number on."""
    rows = Registration.objects.filter(event=event, number__gt=after)
    return list(rows.order_by("number")[: most + 1])
