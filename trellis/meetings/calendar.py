"""Meetings as calendars know them: one identity in every invitation, feed and file.

The title says the kind of meeting and where it belongs, never words that somebody typed: calendars
show titles on locked screens and to whoever looks over a shoulder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext as _

from trellis.kit.icalendar import Event, Mailbox, calendar
from trellis.meetings.models import Meeting, Party
from trellis.meetings.schema import Form, Meetings
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.texts import say

CANCELLED = Meeting.State.CANCELLED


def title_of(kind: str, places: Sequence[str]) -> str:
    """The kind of a meeting and the organizations that its reader may know of it."""
    found = programs.current().section("meetings", Meetings).kind(kind)
    if found is None or found.form == Form.COACHING:
        return _("Meeting")
    name = say(found.name)
    if len(places) != 1:
        return name
    return _("%(kind)s: %(place)s") % {"kind": name, "place": places[0]}


def event_of(meeting: Meeting, places: Sequence[str], *, page: str) -> Event:
    """A meeting as an entry, for somebody who may know of these organizations; `page` leads here.

    Who leads it must have been read with it where it goes into an invitation.
    """
    return Event(
        uid=str(meeting.uid),
        stamp=meeting.changed_at,
        starts=meeting.starts_at,
        ends=meeting.starts_at + timedelta(minutes=meeting.minutes),
        summary=title_of(meeting.kind, places),
        description=_("Read more: %(page)s") % {"page": page} if page else "",
        location=meeting.place or meeting.link,
        url=meeting.link or page,
        sequence=meeting.sequence,
        status="CANCELLED" if meeting.state == CANCELLED else "CONFIRMED",
        busy=meeting.state != CANCELLED,
    )


def entry_of(meeting: Meeting, party: Party, *, person: Person, page: str = "") -> str:
    """The invitation of one person to their party's part, or its cancellation.

    It names who leads, to whom it is sent, and the party's own organization alone.
    """
    event = replace(
        event_of(meeting, [party.organization.name], page=page),
        organizer=Mailbox(meeting.led_by.email, meeting.led_by.name),
        attendee=Mailbox(person.email, person.name),
    )
    return calendar([event], method="CANCEL" if meeting.state == CANCELLED else "REQUEST")
