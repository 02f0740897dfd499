"""The matrix's targets for events: one to come, a draft, one to call off, a guest's place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from tests.cast import World
from tests.relations import visitors_of
from tests.target import Target
from trellis.kit import clock
from trellis.learning.events.rules import token_of
from trellis.learning.models import Event, Registration
from trellis.learning.told import library_of


def planned(world: World, title: str = "Open evening", **more: object) -> Event:
    """An event in a week that guests may come to."""
    told = {
        "kind": library_of(world.program).events[0].code, "minutes": 90, "place": "The hall",
        "starts_at": clock.now() + timedelta(days=7), "public": True, "capacity": 500,
        "state": Event.State.PUBLISHED, "changed_at": clock.now(),
    }  # fmt: skip
    event, _new = Event.objects.get_or_create(title=title, defaults=told | more)
    return event


def guest_of(event: Event, name: str = "Guest", **more: object) -> Registration:
    """A guest who has asked for a place, or has one."""
    told = {"name": name, "state": Registration.State.ASKED, "asked_at": clock.now()}
    address = f"{name.lower()}@guests.example"
    one, _new = Registration.objects.get_or_create(
        event=event, address=address, defaults=told | more
    )
    return one


def events(world: World) -> Iterator[Target]:
    """What comes, one's own place at it, and a guest's behind the mailed link."""
    event, draft = planned(world, taken=1), planned(world, "Draft", state="draft")
    busy = planned(world, "Everybody comes", counter=900, taken=400)
    people = {one.person.pk: one.person for one in visitors_of(world) if one.person}.values()
    Registration.objects.bulk_create(
        [
            Registration(event=busy, person=one, address=one.email, name=one.name, number=number,
                         state="placed", asked_at=clock.now())
            for number, one in enumerate(people, start=1)
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    asked = token_of(guest_of(event))
    placed = token_of(guest_of(event, "Placed", state="placed", number=700))
    terms = {
        "title": "Changed", "kind": event.kind, "day": "2027-05-04", "time": "17:00",
        "minutes": "60", "place": "The hall",
    }  # fmt: skip
    own, one = (event.pk,), (draft.pk,)
    yield Target("learning:events")
    yield Target("learning:event", own)
    yield Target("learning:event-calendar", own)
    yield Target("learning:registration", own, moves_on=True)
    yield Target("learning:registration-withdrawal", (busy.pk,))
    guest = {"name": "Ana", "email": "ana@guests.example"}
    yield Target("learning:guest", own, guest, moves_on=True)
    yield Target("learning:asked", own)
    yield Target("learning:place", (asked,))
    yield Target("learning:place-confirmation", (asked,), moves_on=True)
    yield Target("learning:place-withdrawal", (placed,), moves_on=True)
    yield Target("learning:event-addition", data=terms, moves_on=True)
    yield Target("learning:event-terms", one, terms, moves_on=True)
    yield Target("learning:event-publication", one, moves_on=True)
    yield Target("learning:event-cancellation", (busy.pk,), moves_on=True)
    yield Target("learning:registrations", own)
