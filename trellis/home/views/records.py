"""The history of a record."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from trellis.history import queries as entries
from trellis.home.queries import history as queries
from trellis.kit.paging import Page, number
from trellis.organizations.requests import PersonRequest
from trellis.organizations.rules import may
from trellis.programs.schema.roles import Capability


def history(request: PersonRequest, kind: str, record_id: int) -> HttpResponse:
    """What happened to a record, newest first, for people with that right in reach of it."""
    found = queries.subject(kind, record_id)
    if found is None or not may(
        request.person,
        Capability.HISTORY_READ,
        at=found.organization,
        seats=request.visitor.seats,
    ):
        raise Http404
    older = number(request.GET.get("older", ""))
    page = entries.of(f"{kind}:{record_id}", older_than=older)
    context = {
        "subject": found,
        "lines": [queries.line(entry) for entry in page.entries],
        "pages": Page(
            next_url=f"?older={page.older}" if page.older else "",
            first_url="?" if older else "",
        ),
    }
    return render(request, "home/history.html", context)
