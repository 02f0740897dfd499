"""What happened before somebody came, until they put it away."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from trellis.home.addresses import address, home_of, task_root
from trellis.home.queries import handover as queries
from trellis.kit import clock
from trellis.organizations import actions
from trellis.organizations.models import Appointment
from trellis.organizations.requests import PersonRequest
from trellis.programs import queries as programs
from trellis.programs.texts import say


def handover(request: PersonRequest, appointment_id: int) -> HttpResponse:
    """Who held the role before, what was done, what is open and late, and what was left."""
    found = _own(request, appointment_id)
    version = request.installation.version_id
    program = programs.program(version)
    context = {
        "one": found,
        "role": say(program.roles[found.role].name),
        "page": queries.handover(
            found, request.visitor.seats, program, version=version, on=clock.today()
        ),
        "home": home_of(found.organization),
        "year_url": address("year", found.organization.code),
        "tasks": task_root(),
    }
    return render(request, "home/handover.html", context)


def reading(request: PersonRequest, appointment_id: int) -> HttpResponse:
    """Put it away: it no longer stands on My work."""
    found = _own(request, appointment_id)
    seat = next((s for s in request.visitor.seats if s.appointment_id == found.pk), None)
    acting_as = seat.called(programs.current()) if seat else ""
    actions.close_briefing(found, by=request.person, acting_as=acting_as)
    messages.success(request, _("Put away. You find it again on the page of the organization."))
    return redirect("home:my-work")


def _own(request: PersonRequest, pk: int) -> Appointment:
    found = queries.own_appointment(pk, request.person.pk)
    held = {seat.appointment_id for seat in request.visitor.seats}
    if found is None or found.pk not in held:
        raise Http404
    return found
