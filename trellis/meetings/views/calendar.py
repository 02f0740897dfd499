"""One meeting as a file for whoever's calendar takes files."""

from __future__ import annotations

from django.http import HttpResponse

from trellis.kit.icalendar import MEDIA_TYPE, calendar
from trellis.meetings.actions.telling import page
from trellis.meetings.calendar import event_of
from trellis.meetings.views.finding import find
from trellis.organizations.requests import PersonRequest


def file(request: PersonRequest, party_id: int) -> HttpResponse:
    """One party's part: the kind of meeting, when and where, and the way here."""
    party = find(request, party_id)
    event = event_of(party.meeting, [party.organization.name], page=page(party))
    answer = HttpResponse(calendar([event]), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return answer
