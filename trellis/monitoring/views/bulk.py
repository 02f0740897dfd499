"""What is done with the schools that somebody selected: one message, briefs to print."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.kit import clock
from trellis.kit.errors import NotAllowed, Refused
from trellis.kit.paging import Page, number
from trellis.monitoring import actions
from trellis.monitoring.forms import MessageForm
from trellis.monitoring.queries import briefs as brief_queries
from trellis.monitoring.queries import messages as queries
from trellis.monitoring.rules import scope_of
from trellis.monitoring.views.acting import acting_at
from trellis.organizations.models import Organization
from trellis.organizations.requests import PersonRequest
from trellis.organizations.rules import within_reach
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability

MOST = 200
"""So many schools are taken together."""


def selected(request: HttpRequest) -> list[str]:
    """The codes of the schools whose boxes were ticked, each once."""
    given = request.POST.getlist("at") or request.GET.getlist("at")
    return list(dict.fromkeys(one[:40] for one in given[:MOST]))


def message(request: PersonRequest) -> HttpResponse:
    """Write one message to people of the selected schools."""
    chosen = selected(request)
    places = queries.writable_among(request.visitor.seats, chosen)
    if not places:
        return _nothing_selected(request, chosen)
    form = MessageForm(request.POST or None, roles=queries.roles_written_to(programs.current()))
    if request.method == "POST" and form.is_valid() and _send(request, places, form):
        return redirect("monitoring:caseload")
    context = {
        "form": form,
        "places": places,
        "reached": queries.counted(places, on=clock.today()),
        "left_out": len(chosen) - len(places),
    }
    status = 422 if form.errors else 200
    return render(request, "monitoring/message.html", context, status=status)


def _nothing_selected(request: PersonRequest, chosen: Collection[str]) -> HttpResponse:
    """Back to the list where nothing was ticked; what the person can't reach is not there."""
    if chosen:
        raise Http404
    messages.warning(request, _("Select at least one school first."))
    return redirect("monitoring:caseload")


def _send(request: PersonRequest, places: list[Organization], form: MessageForm) -> bool:
    asked = form.cleaned_data
    try:
        sent = actions.send_message(
            places,
            asked["roles"],
            subject=asked["subject"],
            text=asked["text"],
            key=asked["key"],
            by=request.person,
            on=clock.today(),
            acting_as=acting_at(request, Capability.MESSAGE_SEND, places[0]),
        )
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    people = len(set(sent.addressees.values_list("person", flat=True)))
    said = ngettext(
        "Sent to %(count)s person. Answers come to your own mailbox.",
        "Sent to %(count)s people, one mail each. Answers come to your own mailbox.",
        people,
    )
    messages.success(request, said % {"count": people})
    return True


def messages_at(request: PersonRequest, organization_id: int) -> HttpResponse:
    """What was written to the people of one school, as far as the reader got or may know it."""
    seats = request.visitor.seats
    reach = Organization.objects.filter(within_reach(seats, Capability.YEAR_READ))
    place = get_object_or_404(reach, pk=organization_id)
    before = number(request.GET.get("before", ""))
    found, more = queries.messages_of(place, request.person, seats, before=before)
    context = {
        "place": place,
        "found": found,
        "names": queries.role_names(),
        "writes": queries.writes_to(place, seats),
        "pages": Page(f"?before={more}" if more else "", "?" if before else ""),
    }
    return render(request, "monitoring/messages.html", context)


def briefs(request: PersonRequest) -> HttpResponse:
    """One page for each selected school, to print and take along."""
    chosen = selected(request)
    scope = scope_of(request.visitor.seats, whole=True)
    found = brief_queries.briefs_of(scope, chosen, on=clock.today())
    if not found:
        return _nothing_selected(request, chosen)
    return render(request, "monitoring/briefs.html", {"briefs": found, "today": clock.today()})
