"""Exactly as many places as there are, in the order of asking; who waits moves up."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.objects_events import guest_of, planned
from trellis.history.models import Entry
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.learning.events import keeping, places
from trellis.learning.models import Event, Registration
from trellis.notices.models import Notice


def guests(event, *names):
    """Guests who confirm one after another."""
    return [places.confirm(guest_of(event, name)) for name in names]


def stand(event):
    """How the registrations of an event stand, by number; and how many places are taken."""
    rows = Registration.objects.filter(event=event, number__isnull=False).order_by("number")
    taken = Event.objects.get(pk=event.pk).taken
    return [(one.number, one.state) for one in rows], taken


def test_who_comes_later_waits_and_moves_up_in_order(world):
    event = planned(world, capacity=2)
    first, *_others = guests(event, "A", "B", "C", "D")
    assert stand(event) == ([(1, "placed"), (2, "placed"), (3, "waiting"), (4, "waiting")], 2)
    places.give_up(first)
    assert stand(event) == ([(1, "given-up"), (2, "placed"), (3, "placed"), (4, "waiting")], 2)
    told = Notice.objects.filter(kind="event-place", address="c@guests.example").order_by("pk")
    assert [one.subject.partition(":")[0] for one in told] == [
        "You are on the waiting list", "You have a place",
    ]  # fmt: skip
    assert [bool(one.calendar) for one in told] == [False, True]


def test_more_places_are_given_to_those_who_wait(world):
    event = planned(world, capacity=1)
    guests(event, "A", "B", "C")
    terms = keeping.Terms(
        kind=event.kind, title=event.title, starts_at=event.starts_at, minutes=90,
        place="The hall", public=True, capacity=2,
    )  # fmt: skip
    keeping.change_event(event, terms, by=world.publisher)
    assert stand(event) == ([(1, "placed"), (2, "placed"), (3, "waiting")], 2)
    with pytest.raises(NotReady, match="2 places are taken already"):
        keeping.change_event(event, replace(terms, capacity=1), by=world.publisher)


def test_without_a_waiting_list_a_full_event_is_closed(world):
    event = planned(world, capacity=1, waits=False)
    guests(event, "A")
    with pytest.raises(OutOfOrder, match="Every place is taken"):
        guests(event, "B")
    assert stand(event) == ([(1, "placed")], 1)


def test_a_person_registers_once_and_comes_back_to_the_end(world):
    event, principal = planned(world, capacity=1), world.who("principal")
    mine = places.register(event, by=principal)
    with pytest.raises(OutOfOrder, match="registered already"):
        places.register(event, by=principal)
    guests(event, "A")
    places.give_up(mine, by=principal)
    assert places.register(event, by=principal).number == 3
    assert stand(event) == ([(2, "placed"), (3, "waiting")], 1)
    verbs = Entry.objects.filter(subject=f"event:{event.pk}").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "placed", "waiting", "gave up", "moved up", "waiting",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"state": "draft"}, "Registration is not open"),
        ({"state": "cancelled"}, "is cancelled"),
        ({"starts_at": "begun"}, "has begun"),
        ({"opens_on": 1}, "not open yet"),
        ({"closes_on": -1}, "is closed"),
    ],
)
def test_nobody_registers_where_it_is_not_open(world, more, why):
    told = dict(more)
    if "starts_at" in told:
        told["starts_at"] = clock.now()
    for name in ("opens_on", "closes_on"):
        if name in told:
            told[name] = clock.today() + timedelta(days=told[name])
    event = planned(world, **told)
    for deed in (
        lambda: places.register(event, by=world.who("principal")),
        lambda: guests(event, "A"),
        lambda: places.ask_as_guest(event, "B", "b@guests.example"),
    ):
        with pytest.raises(OutOfOrder, match=why):
            deed()
    assert not Notice.objects.filter(kind__startswith="event-").exists()


def test_an_event_for_some_roles_takes_nobody_else(world):
    event = planned(world, public=False, audience=["principal"])
    assert places.register(event, by=world.who("principal")).state == "placed"
    for person in (world.who("team"), world.persons["stranger"]):
        with pytest.raises(NotAllowed):
            places.register(event, by=person)


def test_nobody_gives_up_the_place_of_another(world):
    event = planned(world)
    mine = places.register(event, by=world.who("principal"))
    (guest,) = guests(event, "A")
    for deed in (
        lambda: places.give_up(mine, by=world.who("team")),
        lambda: places.give_up(mine),
        lambda: places.give_up(guest, by=world.who("team")),
    ):
        with pytest.raises(NotAllowed):
            deed()
    places.give_up(guest)
    with pytest.raises(OutOfOrder):
        places.give_up(guest)


def test_calling_off_tells_everybody_who_comes_or_waits(world):
    event = planned(world, capacity=1)
    guests(event, "A", "B")
    assert keeping.cancel_event(event, by=world.publisher) == 2
    told = Notice.objects.filter(subject__startswith="Cancelled").order_by("address")
    assert [one.address for one in told] == ["a@guests.example", "b@guests.example"]
    with pytest.raises(OutOfOrder):
        keeping.cancel_event(event, by=world.publisher)
    with pytest.raises(OutOfOrder):
        keeping.publish_event(event, by=world.publisher)


def test_only_the_agency_plans(world):
    event = planned(world, state="draft")
    terms = keeping.Terms(
        kind=event.kind, title="Mine", starts_at=event.starts_at, minutes=60, place="Here"
    )
    for person in (world.persons["stranger"], world.who("principal")):
        for deed in (
            lambda p: keeping.add_event(terms, by=p),
            lambda p: keeping.change_event(event, terms, by=p),
            lambda p: keeping.publish_event(event, by=p),
            lambda p: keeping.cancel_event(event, by=p),
        ):
            with pytest.raises(NotAllowed):
                deed(person)
    keeping.publish_event(event, by=world.publisher)
    with pytest.raises(OutOfOrder):
        keeping.publish_event(event, by=world.publisher)
