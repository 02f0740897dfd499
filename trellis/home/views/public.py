"""Pages for everybody: the front page and help."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from trellis.home.queries import front as queries
from trellis.home.words import month_name
from trellis.kit import clock
from trellis.organizations.requests import PersonRequest
from trellis.programs import queries as programs


def front(request: PersonRequest) -> HttpResponse:
    """What the program is, the doors, and this month's dates."""
    version = request.installation.version_id
    today = clock.today()
    context = {
        "dates": queries.dates_of_month(programs.program(version), version, today),
        "month": month_name(today),
    }
    return render(request, "home/front.html", context)


def help_page(request: PersonRequest) -> HttpResponse:
    """Whom to ask, what the marks mean, and the program's words."""
    return render(request, "home/help.html")
