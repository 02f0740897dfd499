"""The pages about a person's own mail: what comes and why, and doing without."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from trellis.home.digests import choosing
from trellis.home.digests.choosing import Choice
from trellis.home.digests.forms import MessagesForm
from trellis.home.digests.stopping import read
from trellis.home.digests.writing import comes, weekday_name
from trellis.notices import kinds
from trellis.notices.actions import choose_messages
from trellis.organizations.requests import PersonRequest
from trellis.organizations.rules import Seat
from trellis.people.actions import change_preferences
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.work.reminders.rules import DAILY, NONE, OVERVIEW, SOON, Pace


class Line(NamedTuple):
    """A mail, how often it comes, and why."""

    name: str
    when: str
    why: str


@never_cache
def messages_page(request: PersonRequest) -> HttpResponse:
    """What I get and why; and what I choose."""
    person, seats = request.person, request.visitor.seats
    choice = choosing.choice_of(person, frozenset(seat.role for seat in seats))
    wanted = sorted(kinds.optional() - choice.off)
    known = {"rhythm": choice.rhythm, "wanted": wanted, "time_zone": person.time_zone}
    form = MessagesForm(request.POST or None, initial=known, may_stop=choice.may_stop)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        choose_messages(
            person, rhythm=told["rhythm"], off=form.off, may_stop=choice.may_stop, by=person
        )
        change_preferences(person, time_zone=told["time_zone"], language=person.language, by=person)
        messages.success(request, _("Your choice is saved."))
        return redirect("home:messages")
    context = {"form": form, "lines": lines(choice, seats), "always": always()}
    return render(request, "home/messages.html", context, status=422 if form.errors else 200)


def lines(choice: Choice, seats: list[Seat]) -> list[Line]:
    """The mails that remind, as they come to this person now."""
    if choice.pace is None:
        return []
    pace, program = choice.pace, programs.current()
    why = "; ".join(dict.fromkeys(seat.called(program) for seat in seats if not seat.assigned))
    found = [Line(kinds.called(OVERVIEW), when(pace), why)]
    if pace.rhythm != DAILY:
        said = comes(SOON, pace) if pace.soon else _("You do without it.")
        found.append(Line(kinds.called(SOON), said, why))
    return found


def when(pace: Pace) -> str:
    """When an overview comes: "On Monday at 6 a.m., if there is something to say."."""
    hour = date_format(datetime.combine(date(2024, 1, 1), pace.hour), "g:i A")
    if pace.rhythm == NONE:
        return _("You do without it.")
    if pace.rhythm == DAILY:
        return _("On working days at %(hour)s, if there is something to say.") % {"hour": hour}
    return _("On %(weekday)s at %(hour)s, if there is something to say.") % {
        "weekday": weekday_name(pace.weekday),
        "hour": hour,
    }


def always() -> list[Line]:
    """What nobody can do without."""
    return [
        Line(_("Letters"), _("Whenever one is sent to you."), _("It is addressed to you.")),
        Line(
            _("Meetings that are planned, moved or called off"),
            _("At once."),
            _("You are asked to come, or lead it."),
        ),
        Line(_("Codes to sign in, and changes to your account"), _("At once."), _("It is yours.")),
    ]


@never_cache
@csrf_exempt  # mail programs send this form by themselves; what it may do is signed
def message_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link in a mail: looking changes nothing, the button does without the mail."""
    signed = read(token)
    person = Person.objects.filter(pk=signed[0], is_active=True).first() if signed else None
    if signed is None or person is None:
        raise Http404
    kind = signed[1]
    if request.method == "POST":
        choosing.stop_messages(person, kind)
        return redirect("home:message-stop", token)
    stop = choosing.stop_of(person, kind)
    context = {"kind": kinds.called(kind), "does": stop.does, "may_stop": stop.choice.may_stop}
    return render(request, "home/message_stop.html", context)
