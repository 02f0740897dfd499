"""The agency plans events, publishes them and calls them off."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from trellis.history.actions import Facts, record
from trellis.kit import clock
from trellis.kit.errors import NotReady, OutOfOrder
from trellis.learning.events import mails
from trellis.learning.events.places import held, move_up
from trellis.learning.models import Event, Registration
from trellis.learning.rules import managing_seat
from trellis.learning.told import library_of
from trellis.people.models import Person
from trellis.programs import queries as programs

State = Event.State


@dataclass(frozen=True)
class Terms:
    """All that the agency says of an event."""

    kind: str
    title: str
    starts_at: datetime
    minutes: int
    about: str = ""
    place: str = ""
    link: str = ""
    public: bool = False
    audience: tuple[str, ...] = ()
    opens_on: date | None = None
    closes_on: date | None = None
    capacity: int | None = None
    waits: bool = True

    def columns(self) -> dict[str, object]:
        """The same as the columns of a record."""
        return asdict(self) | {"audience": list(self.audience)}


@transaction.atomic
def add_event(terms: Terms, *, by: Person, acting: str = "") -> Event:
    """Plan an event as a draft. NotAllowed; NotReady with what is wrong."""
    acting_as = managing_seat(by, acting).called(programs.current())
    _whole(terms)
    event = Event.objects.create(**terms.columns(), changed_at=clock.now())
    _keep(event, "added", by=by, acting_as=acting_as, after=_facts(event))
    return event


def _whole(terms: Terms) -> None:
    if not terms.title:
        raise NotReady(_("Give it a title."))
    if terms.kind not in {one.code for one in library_of(programs.current()).events}:
        raise NotReady(_("Choose what kind of event it is."))
    if terms.starts_at <= clock.now():
        raise NotReady(_("Choose a day and an hour to come."))
    if terms.opens_on and terms.closes_on and terms.closes_on < terms.opens_on:
        raise NotReady(_("Registration closes no earlier than it opens."))
    if terms.public and terms.audience:
        raise NotReady(_("What guests may come to is for everybody: mark no roles."))


@transaction.atomic
def change_event(
    event: Event, terms: Terms, *, by: Person, acting: str = "", seen: str = ""
) -> bool:
    """Say something else of an event; False where nothing changes.

    More places are given to those who wait; whoever has a place is told of another time or place.
    NotAllowed; NotReady; OutOfOrder where it was changed since `seen`, or is cancelled.
    """
    acting_as = managing_seat(by, acting).called(programs.current())
    now = held(event)
    if now.state == State.CANCELLED:
        raise OutOfOrder(_("This event is cancelled."))
    if seen and seen != now.changed_at.isoformat():
        raise OutOfOrder(_("Somebody changed this meanwhile. Load the page to see it as it is."))
    _whole(terms)
    if terms.capacity is not None and terms.capacity < now.taken:
        text = _("%(taken)s places are taken already; there can’t be fewer.")
        raise NotReady(text % {"taken": now.taken})
    before, when = _facts(now), (now.starts_at, now.minutes, now.place, now.link)
    for name, value in terms.columns().items():
        setattr(now, name, value)
    if _facts(now) == before:
        return False
    now.sequence, now.changed_at = now.sequence + 1, clock.now()
    now.save()
    _keep(now, "changed", by=by, acting_as=acting_as, before=before, after=_facts(now))
    if now.state == State.PUBLISHED:
        move_up(now)
        if when != (now.starts_at, now.minutes, now.place, now.link):
            mails.tell(_placed(now), f"changed {now.sequence}")
    return True


def _placed(event: Event) -> list[Registration]:
    rows = Registration.objects.filter(event=event, state=Registration.State.PLACED)
    return list(rows.select_related("event", "person").order_by("number"))


@transaction.atomic
def publish_event(event: Event, *, by: Person, acting: str = "") -> None:
    """Let people see it and register. NotAllowed; NotReady; OutOfOrder."""
    acting_as = managing_seat(by, acting).called(programs.current())
    now = held(event)
    if not (now.place or now.link):
        raise NotReady(_("Say where it is: a place, or a link to join."))
    if now.starts_at <= clock.now():
        raise NotReady(_("Choose a day and an hour to come."))
    if not Event.objects.filter(pk=now.pk, state=State.DRAFT).update(state=State.PUBLISHED):
        raise OutOfOrder(_("This is no draft any more."))
    _keep(now, "published", by=by, acting_as=acting_as)


@transaction.atomic
def cancel_event(event: Event, *, by: Person, acting: str = "") -> int:
    """Call it off; whoever has a place or waits is told; how many. NotAllowed; OutOfOrder."""
    acting_as = managing_seat(by, acting).called(programs.current())
    now = held(event)
    moved = Event.objects.filter(pk=now.pk).exclude(state=State.CANCELLED)
    if now.starts_at <= clock.now():
        raise OutOfOrder(_("This event has begun."))
    if not moved.update(state=State.CANCELLED, sequence=F("sequence") + 1, changed_at=clock.now()):
        raise OutOfOrder(_("This event is cancelled already."))
    _keep(now, "cancelled", by=by, acting_as=acting_as)
    near = Registration.objects.filter(event=now).select_related("event", "person")
    rows = near.filter(state__in=(Registration.State.PLACED, Registration.State.WAITING))
    return mails.tell(rows, "cancelled")


def _facts(event: Event) -> Facts:
    names = Terms.__dataclass_fields__
    return {name: _plain(getattr(event, name)) for name in names}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _keep(
    event: Event, verb: str, *, by: Person, acting_as: str, before: Facts | None = None,
    after: Facts | None = None,
) -> None:  # fmt: skip
    record(
        f"event:{event.pk}", event.title, verb, by=by, acting_as=acting_as, before=before,
        after=after,
    )  # fmt: skip
