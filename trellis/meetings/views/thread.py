"""The thread of the capacity-building topics over a year."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from trellis.kit import clock
from trellis.kit.dates import first_of_month
from trellis.meetings import rules
from trellis.meetings.queries.lists import organization_of
from trellis.meetings.queries.thread import thread_of, tracks
from trellis.organizations.requests import PersonRequest


def thread(request: PersonRequest, code: str) -> HttpResponse:
    """What an organization grows in, month by month, with the next steps agreed on."""
    found, seats = organization_of(code), request.visitor.seats
    if found is None or found[1] is None or not rules.may_read_at(seats, found[0]):
        raise Http404
    organization, year = found[0], found[1]
    context = {
        "organization": organization, "year": year,
        "months": thread_of(organization, year, seats), "tracks": tracks(),
        "this_month": first_of_month(clock.today()),
    }  # fmt: skip
    return render(request, "meetings/thread.html", context)
