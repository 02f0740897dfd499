"""Pages for everybody: the front page and help."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from trellis.home.queries import front as queries
from trellis.home.words import month_name
from trellis.kit import clock
from trellis.organizations.requests import PersonRequest
from trellis.programs import queries as programs

GENERAL = {
    "agency": gettext_lazy("State agency"),
    "office": gettext_lazy("Office between state and districts"),
    "district": gettext_lazy("School district"),
    "school": gettext_lazy("School"),
    "board": gettext_lazy("School board"),
    "designation": gettext_lazy("Designation"),
    "level": gettext_lazy("Level of support"),
    "coordinator": gettext_lazy("Coordinator"),
    "team": gettext_lazy("Leadership team"),
    "plan": gettext_lazy("Improvement plan"),
}
"""The general words for which a pack may give the state's own."""


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
    terms = programs.program(request.installation.version_id).pack.terms
    named = [(word, terms[code]) for code, word in GENERAL.items() if code in terms]
    return render(request, "home/help.html", {"terms": named})
