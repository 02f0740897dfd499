"""Shortcuts that exist only in a database marked sample: being somebody, and another month."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from trellis.kit import dates
from trellis.kit.onward import own_path
from trellis.kit.paging import number
from trellis.organizations.requests import PersonRequest
from trellis.people.models import Person
from trellis.sample import sessions
from trellis.sample.actions.eve import set_back
from trellis.sample.actions.months import move_to_month
from trellis.sample.invention.cast import BY_KEY
from trellis.sample.rules import is_open


def require_sample(request: PersonRequest) -> None:
    """Elsewhere these pages do not exist."""
    if not is_open(request.installation):
        raise Http404


@require_POST
def month(request: PersonRequest) -> HttpResponse:
    """Let the whole sample stand in another month."""
    require_sample(request)
    wanted = number(request.POST.get("month", ""))
    day = move_to_month(wanted or 0, by=request.visitor.person)
    messages.success(request, _("It is %(day)s now.") % {"day": dates.full(day)})
    return redirect(_onward(request, "home:front"))


@require_POST
def release_eve(request: PersonRequest) -> HttpResponse:
    """Let the sample stand on the day before its designations go out."""
    require_sample(request)
    day = set_back(by=request.visitor.person)
    told = _("It is %(day)s, the day before the designations go out. Nothing is open yet.")
    messages.success(request, told % {"day": dates.full(day)})
    return redirect("home:front")


@require_POST
def sign_in(request: PersonRequest) -> HttpResponse:
    """Be somebody of the cast, with the whole sign-in done."""
    require_sample(request)
    member = BY_KEY.get(request.POST.get("role", ""))
    if member is None:
        raise Http404
    person = get_object_or_404(Person, email=member.email, is_active=True)
    sessions.sign_in_as(request, person)
    return redirect(_onward(request, settings.AFTER_WELCOME))


@never_cache
def link(request: PersonRequest, token: str) -> HttpResponse:
    """A printed link: opening it shows whose it is, the button signs in, once."""
    require_sample(request)
    person = sessions.person_of(token)
    if person is None:
        return render(request, "sample/link.html", {"person": None}, status=410)
    if request.method == "POST" and sessions.use_up(token):
        sessions.sign_in_as(request, person)
        return redirect(settings.AFTER_WELCOME)
    return render(request, "sample/link.html", {"person": person})


def _onward(request: HttpRequest, otherwise: str) -> str:
    return own_path(request.POST.get("next", "")) or resolve_url(otherwise)
