"""Pages of the shell itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from trellis.organizations.requests import PersonRequest
from trellis.programs import queries as programs
from trellis.web import look

KEPT = "public, max-age=31536000, immutable"


def tokens(request: PersonRequest) -> HttpResponse:
    """The state's colors and the font, kept by browsers for as long as they stay the same."""
    program = programs.program(request.installation.version_id)
    response = HttpResponse(look.sheet(program), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = KEPT if "v" in request.GET else "no-cache"
    return response


def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "web/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, who reads it and for how long."""
    return render(request, "web/privacy.html")


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form was open too long, or came from elsewhere."""
    context = {
        "title": _("This page was open too long"),
        "message": _("For your safety the form has expired. Go back, reload the page, try again."),
        "missing": (),
    }
    return render(request, "web/refused.html", context, status=403)
