"""Who may come to an event, and when."""

from __future__ import annotations

from collections.abc import Iterable

from django.core import signing
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.learning.models import Event, Registration
from trellis.organizations.rules import Seat

SALT = "trellis.learning.place"
LONGEST = 100


def is_meant_for(event: Event, seats: Iterable[Seat]) -> bool:
    """Whether somebody with these seats may come."""
    return not event.audience or any(seat.role in event.audience for seat in seats)


def closed_because(event: Event) -> str:
    """Why nobody can register at present, in a sentence; empty while one can."""
    today = clock.today()
    if event.state == Event.State.CANCELLED:
        return _("This event is cancelled.")
    if event.state != Event.State.PUBLISHED:
        return _("Registration is not open.")
    if event.starts_at <= clock.now():
        return _("This event has begun.")
    if event.opens_on and today < event.opens_on:
        return _("Registration is not open yet.")
    if event.closes_on and today > event.closes_on:
        return _("Registration is closed.")
    if is_full(event) and not event.waits:
        return _("Every place is taken.")
    return ""


def is_full(event: Event) -> bool:
    """Whether whoever comes now has no place."""
    return event.capacity is not None and event.taken >= event.capacity


def token_of(registration: Registration) -> str:
    """What opens a guest's own page; nobody without the secret key makes one."""
    return signing.Signer(salt=SALT).sign(str(registration.pk))


def registration_of(token: str) -> Registration | None:
    """The registration that a link opens, or nothing."""
    if len(token) > LONGEST:
        return None
    try:
        number = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    return Registration.objects.select_related("event", "person").filter(pk=int(number)).first()
