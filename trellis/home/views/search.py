"""One search over everything that the person may see."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from trellis.home.queries.search import page
from trellis.home.queries.search.groups import Asking
from trellis.organizations.requests import PersonRequest
from trellis.programs import queries as programs


def search(request: PersonRequest) -> HttpResponse:
    """What was found by kind; no kind shows more than the person may open."""
    ask = page.asked(request.GET)
    version = request.installation.version_id
    asking = Asking(ask.wanted, request.person, request.visitor.seats, programs.in_year(), version)
    context = {
        "text": ask.wanted.text,
        "named": ask.wanted.named,
        "kind": ask.kind,
        "groups": page.found(ask, asking),
        "tabs": page.tabs(ask) if ask.wanted.named else [],
    }
    return render(request, "home/search.html", context)
