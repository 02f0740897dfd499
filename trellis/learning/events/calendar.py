"""Events as calendars know them."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.kit import icalendar
from trellis.kit.icalendar import Mailbox
from trellis.learning.models import Event, Registration


def _event(event: Event) -> icalendar.Event:
    """What everybody may know of an event; where one joins is not in it."""
    page = settings.BASE_URL + reverse("learning:event", args=[event.pk])
    cancelled = event.state == Event.State.CANCELLED
    return icalendar.Event(
        uid=str(event.uid),
        stamp=event.changed_at,
        starts=event.starts_at,
        ends=event.ends_at,
        summary=event.title,
        description=_("Read more: %(page)s") % {"page": page},
        location=event.place,
        url=page,
        sequence=event.sequence,
        status="CANCELLED" if cancelled else "CONFIRMED",
        busy=not cancelled,
    )


def file_of(event: Event) -> str:
    """The file for anybody's calendar."""
    return icalendar.calendar([_event(event)])


def entry_of(event: Event, registration: Registration) -> str:
    """The entry that goes with a mail to who has a place, with the way to join."""
    entry = _event(event)
    mine = replace(
        entry,
        url=event.link or entry.url,
        location=event.place or event.link,
        attendee=Mailbox(registration.address, registration.name),
    )
    return icalendar.calendar([mine])
