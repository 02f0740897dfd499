"""Finding what a person may see, for the views of this room."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _

from trellis.kit.errors import NotAllowed
from trellis.meetings.models import Party
from trellis.meetings.queries.page import MeetingPage, meeting_page, readable_party
from trellis.organizations.requests import PersonRequest


def find(request: PersonRequest, party_id: int) -> Party:
    """The party whose part the visitor may read; a stranger finds nothing."""
    found = readable_party(party_id, request.person, request.visitor.seats)
    if found is None:
        raise Http404
    return found


def page_of(request: PersonRequest, party: Party, *, written: bool = True) -> MeetingPage:
    """The page of one part, for this visitor."""
    return meeting_page(party, request.person, request.visitor.seats, written=written)


def noted_page(request: PersonRequest, party: Party, *, written: bool = True) -> MeetingPage:
    """The page, for whoever notes this part. NotAllowed."""
    page = page_of(request, party, written=written)
    if not page.notes:
        raise NotAllowed(_("Only those who lead a meeting note it. You can read it here."))
    return page


def acting(request: PersonRequest) -> str:
    """The key of the seat that the visitor acts from."""
    return request.visitor.acting_key
