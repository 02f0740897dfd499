"""Events for everybody: what comes, one's own place, and a guest's page behind the mailed link."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.kit.errors import NotAllowed, OutOfOrder
from trellis.kit.icalendar import MEDIA_TYPE
from trellis.learning.events import calendar, places, queries
from trellis.learning.events.forms import GuestForm
from trellis.learning.events.rules import registration_of
from trellis.learning.models import Event, Registration
from trellis.learning.rules import manages
from trellis.organizations.requests import PersonRequest

LIMIT = "event"
State = Registration.State


def events(request: PersonRequest) -> HttpResponse:
    """What comes, and what was."""
    looks_after = manages(request.visitor.seats)
    found = queries.events(request.visitor.person, drafts=looks_after)
    return render(request, "learning/events.html", {"found": found, "manages": looks_after})


def find(request: PersonRequest, event_id: int) -> Event:
    """An event that the visitor may read; drafts are there for the agency alone."""
    event = Event.objects.filter(pk=event_id).first()
    if event is None:
        raise Http404
    if event.state == Event.State.DRAFT and not manages(request.visitor.seats):
        raise Http404
    return event


def event(request: PersonRequest, event_id: int) -> HttpResponse:
    """One event, and the way to a place at it."""
    return _show(request, find(request, event_id), GuestForm())


def _show(request: PersonRequest, found: Event, form: GuestForm, status: int = 200) -> HttpResponse:
    visitor = request.visitor
    context = {
        "page": queries.event_page(found, visitor.person, visitor.seats), "event": found,
        "form": form, "manages": manages(visitor.seats),
    }  # fmt: skip
    return render(request, "learning/event.html", context, status=status)


def event_calendar(request: PersonRequest, event_id: int) -> HttpResponse:
    """A file for anybody's calendar."""
    found = find(request, event_id)
    answer = HttpResponse(calendar.file_of(found), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="event-{found.pk}.ics"'
    return answer


def registration(request: PersonRequest, event_id: int) -> HttpResponse:
    """Take a place."""
    one = places.register(find(request, event_id), by=request.person)
    if one.state == State.PLACED:
        messages.success(request, _("You have a place. A mail with the details is on its way."))
    else:
        messages.success(request, _("Every place is taken. You are on the waiting list."))
    return redirect("learning:event", event_id)


def registration_withdrawal(request: PersonRequest, event_id: int) -> HttpResponse:
    """Give one's place up."""
    mine = Registration.objects.filter(event=find(request, event_id), person=request.person).first()
    if mine is None:
        raise OutOfOrder(_("You have no place to give up."))
    places.give_up(mine, by=request.person)
    messages.success(request, _("Your place is given up."))
    return redirect("learning:event", event_id)


def guest(request: PersonRequest, event_id: int) -> HttpResponse:
    """Ask for a place as a guest; the answer is the same whoever asks and whatever is known."""
    found = find(request, event_id)
    if not found.public:
        raise NotAllowed(_("This event is not for guests. Sign in to register."))
    if not ratelimit.consume(request, action=LIMIT):
        answer: HttpResponse = ratelimit.respond_429(request)
        return answer
    form = GuestForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    places.ask_as_guest(found, form.cleaned_data["name"], form.cleaned_data["email"])
    return redirect("learning:asked", event_id)


def asked(request: PersonRequest, event_id: int) -> HttpResponse:
    """What a guest does next."""
    return render(request, "learning/asked.html", {"event": find(request, event_id)})


@never_cache
def place(request: PersonRequest, token: str) -> HttpResponse:
    """A guest's own page; looking changes nothing, a button confirms or gives up."""
    one = _own(token)
    ahead = queries.waiting_before(one) if one.state == State.WAITING else 0
    context = {
        "one": one, "event": one.event, "ahead": ahead,
        "page": queries.event_page(one.event, None, []),
        # Not by the templates' own `url`, which keeps what it has written in memory.
        "confirm_url": reverse("learning:place-confirmation", args=[token]),
        "give_up_url": reverse("learning:place-withdrawal", args=[token]),
    }  # fmt: skip
    return render(request, "learning/place.html", context)


def _own(token: str) -> Registration:
    one = registration_of(token)
    if one is None or one.person_id is not None:
        raise Http404
    return one


@never_cache
def place_confirmation(request: PersonRequest, token: str) -> HttpResponse:
    """The button behind the mailed link."""
    if not ratelimit.consume(request, action=LIMIT):
        answer: HttpResponse = ratelimit.respond_429(request)
        return answer
    places.confirm(_own(token))
    return redirect("learning:place", token)


@never_cache
def place_withdrawal(request: PersonRequest, token: str) -> HttpResponse:
    """A guest gives a place or a turn up."""
    if not ratelimit.consume(request, action=LIMIT):
        answer: HttpResponse = ratelimit.respond_429(request)
        return answer
    places.give_up(_own(token))
    return redirect("learning:place", token)
