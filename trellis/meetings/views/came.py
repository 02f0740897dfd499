"""Who of an organization's teams came to its meetings."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from trellis.meetings import rules
from trellis.meetings.queries.came import teams_at
from trellis.meetings.queries.lists import organization_of
from trellis.organizations.requests import PersonRequest


def came(request: PersonRequest, code: str) -> HttpResponse:
    """Each team with its members and the meetings of the year that the reader reads of."""
    found, seats = organization_of(code), request.visitor.seats
    if found is None or found[1] is None or not rules.may_read_at(seats, found[0]):
        raise Http404
    organization, year = found[0], found[1]
    context = {
        "organization": organization, "year": year,
        "teams": teams_at(organization, year, request.person, seats),
    }  # fmt: skip
    return render(request, "meetings/came.html", context)
