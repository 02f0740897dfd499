"""The agency plans events and sees who comes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.kit.errors import NotReady
from trellis.kit.paging import Page, number
from trellis.learning.events import keeping, queries
from trellis.learning.events.forms import EventForm
from trellis.learning.models import Event
from trellis.organizations.requests import PersonRequest

ROWS = 100


def addition(request: PersonRequest) -> HttpResponse:
    """Plan an event."""
    form = EventForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            event = keeping.add_event(
                form.terms(), by=request.person, acting=request.visitor.acting_key
            )
        except NotReady as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The event is a draft. Publish it when it is ready."))
            return redirect("learning:event", event.pk)
    return _form(request, form, None)


def terms(request: PersonRequest, event_id: int) -> HttpResponse:
    """Change an event."""
    event = get_object_or_404(Event, pk=event_id)
    form = EventForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        try:
            changed = keeping.change_event(
                event, form.terms(), by=request.person, acting=request.visitor.acting_key,
                seen=request.POST.get("seen", ""),
            )  # fmt: skip
        except NotReady as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is saved.") if changed else _("Nothing was different."))
            return redirect("learning:event", event_id)
    return _form(request, form, event)


def _form(request: PersonRequest, form: EventForm, event: Event | None) -> HttpResponse:
    context = {"form": form, "event": event, "seen": event.changed_at.isoformat() if event else ""}
    return render(request, "learning/event_terms.html", context, status=422 if form.errors else 200)


def publication(request: PersonRequest, event_id: int) -> HttpResponse:
    """Let people see it and register."""
    event = get_object_or_404(Event, pk=event_id)
    keeping.publish_event(event, by=request.person, acting=request.visitor.acting_key)
    messages.success(request, _("The event is published."))
    return redirect("learning:event", event_id)


def cancellation(request: PersonRequest, event_id: int) -> HttpResponse:
    """Call it off."""
    event = get_object_or_404(Event, pk=event_id)
    told = keeping.cancel_event(event, by=request.person, acting=request.visitor.acting_key)
    text = ngettext(
        "The event is cancelled. One person is told.",
        "The event is cancelled. %(num)s people are told.",
        told,
    )
    messages.success(request, text % {"num": told})
    return redirect("learning:event", event_id)


def registrations(request: PersonRequest, event_id: int) -> HttpResponse:
    """Who comes and who waits, in the order in which they registered."""
    event = get_object_or_404(Event, pk=event_id)
    after = number(request.GET.get("after", "")) or 0
    found = queries.registrations(event, after=after, most=ROWS)
    shown = found[:ROWS]
    more = f"?after={shown[-1].number}" if len(found) > ROWS else ""
    context = {"event": event, "rows": shown, "page": Page(more, "?" if after else "")}
    return render(request, "learning/registrations.html", context)
