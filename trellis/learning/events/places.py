"""Taking a place and giving it up: exactly as many as there are, in the order of commits.

Whoever takes, gives up or changes places holds the event until the end of the transaction, so that
numbers stand in the order in which they are committed.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.kit.names import visible
from trellis.learning.events import mails, rules
from trellis.learning.models import Event, Registration
from trellis.notices.models import Notice
from trellis.organizations.rules import seats_of
from trellis.people.models import Person

State = Registration.State
MOST_ASKS = 3
"""Mails that ask one address to confirm, within a day, whatever the events."""
FORGOTTEN = timedelta(days=2)
"""After so long a guest who never confirmed is forgotten."""


def held(event: Event) -> Event:
    """The event as it is now; nobody else moves its places until the transaction ends."""
    return Event.objects.select_for_update().get(pk=event.pk)


@transaction.atomic
def register(event: Event, *, by: Person) -> Registration:
    """Take a place, or stand on the waiting list. NotAllowed; OutOfOrder where that can't be."""
    if not rules.is_meant_for(event, seats_of(by)):
        raise NotAllowed(_("This event is for others."))
    now = held(event)
    one = Registration.objects.filter(event=now, address=by.email).first()
    if one is None:
        one = Registration(event=now, address=by.email, asked_at=clock.now())
    one.person, one.name = by, by.name
    return _settle(now, one, by=by)


@transaction.atomic
def ask_as_guest(event: Event, name: str, address: str) -> None:
    """Send a guest the link behind which they confirm; answers the same whatever is known.

    NotReady without a name; OutOfOrder where nobody can register.
    """
    name, address = visible(" ".join(name.split()))[:150], address.strip().lower()
    if not name:
        raise NotReady(_("Say your name."))
    if not event.public or rules.closed_because(event):
        raise OutOfOrder(rules.closed_because(event) or _("This event is not for guests."))
    now = clock.now()
    held(event)
    old = Registration.objects.filter(event=event, state=State.ASKED)
    old.filter(asked_at__lt=now - FORGOTTEN).delete()
    one, _new = Registration.objects.get_or_create(
        event=event, address=address,
        defaults={
            "name": name, "language": (get_language() or "")[:10], "state": State.ASKED,
            "asked_at": now,
        },
    )  # fmt: skip
    lately = Notice.objects.filter(
        address=address, kind=mails.ASKED, created_at__gt=now - timedelta(days=1)
    )
    if one.person_id is None and lately.count() < MOST_ASKS:
        mails.ask_to_confirm(one, again=now.strftime("%Y%m%d%H"))


@transaction.atomic
def confirm(registration: Registration) -> Registration:
    """A guest pressed the button behind the mailed link: now they take a place. OutOfOrder."""
    now = held(registration.event)
    one = Registration.objects.get(pk=registration.pk)
    return _settle(now, one, by=None)


def _settle(event: Event, one: Registration, *, by: Person | None) -> Registration:
    if one.pk is not None and one.state in (State.PLACED, State.WAITING):
        raise OutOfOrder(_("You are registered already."))
    if closed := rules.closed_because(event):
        raise OutOfOrder(closed)
    full = rules.is_full(event)
    event.counter += 1
    event.taken += not full
    Event.objects.filter(pk=event.pk).update(counter=event.counter, taken=event.taken)
    one.event, one.number = event, event.counter
    one.state, one.settled_at = (State.WAITING if full else State.PLACED), clock.now()
    one.save()
    _keep(one, one.state.value, by=by)
    mails.tell([one], "settled")
    return one


@transaction.atomic
def give_up(registration: Registration, *, by: Person | None = None) -> None:
    """Give a place or a turn up; the first who waits has the place. NotAllowed; OutOfOrder.

    `by` None is whoever holds a guest's link.
    """
    if registration.person_id != (by.pk if by else None):
        raise NotAllowed(_("This is somebody else’s place."))
    event = held(registration.event)
    mine = Registration.objects.filter(pk=registration.pk)
    if event.state != Event.State.PUBLISHED or event.starts_at <= clock.now():
        raise OutOfOrder(_("This event is over, or does not take place."))
    placed = bool(mine.filter(state=State.PLACED).update(state=State.GIVEN_UP))
    if not placed and not mine.filter(state=State.WAITING).update(state=State.GIVEN_UP):
        raise OutOfOrder(_("You have no place to give up."))
    _keep(mine.get(), "gave up", by=by)
    if placed:
        event.taken -= 1
        Event.objects.filter(pk=event.pk).update(taken=event.taken)
        move_up(event)


def move_up(event: Event) -> int:
    """Give free places to those who wait, in their order; how many. The caller holds the event."""
    waiting = Registration.objects.filter(event=event, state=State.WAITING).order_by("number")
    free = None if event.capacity is None else max(event.capacity - event.taken, 0)
    first = list(waiting.select_related("event", "person")[:free])
    for one in first:
        one.state = State.PLACED
    Registration.objects.filter(pk__in=[one.pk for one in first]).update(state=State.PLACED)
    event.taken += len(first)
    Event.objects.filter(pk=event.pk).update(taken=event.taken)
    for one in first:
        _keep(one, "moved up", by=None)
    mails.tell(first, "moved up")
    return len(first)


def _keep(one: Registration, verb: str, *, by: Person | None) -> None:
    """A guest is told apart by number: history is for good, a guest's name is not."""
    told = {"registration": one.pk, "number": one.number}
    record(f"event:{one.event_id}", one.event.title, verb, by=by, after=told)
