"""Marking attendance of several meetings on one page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.kit import clock
from trellis.kit.errors import NotReady
from trellis.meetings.models import Meeting
from trellis.monitoring import actions
from trellis.monitoring.queries.attendance import to_note
from trellis.monitoring.queries.messages import role_names
from trellis.monitoring.views.bulk import selected
from trellis.organizations.requests import PersonRequest


def attendance(request: PersonRequest) -> HttpResponse:
    """The own meetings with the selected schools that were to be held: which were, who came."""
    chosen = selected(request)
    if not chosen:
        messages.warning(request, _("Select at least one school first."))
        return redirect("monitoring:caseload")
    meetings = to_note(request.person, chosen, on=clock.today())
    wrong = ""
    if request.method == "POST":
        try:
            count = _note(request, meetings)
        except NotReady as refused:
            wrong = str(refused)
        else:
            said = ngettext(
                "%(count)s meeting is noted as held.",
                "%(count)s meetings are noted as held.",
                count,
            )
            messages.success(request, said % {"count": count})
            return redirect("monitoring:caseload")
    context = {"meetings": meetings, "chosen": chosen, "names": role_names(), "wrong": wrong}
    return render(request, "monitoring/attendance.html", context, status=422 if wrong else 200)


def _note(request: PersonRequest, meetings: list[Meeting]) -> int:
    held, came = set(request.POST.getlist("held")), set(request.POST.getlist("came"))
    rows = {
        one: [
            row.pk for room in one.rooms for row in room.asked  # type: ignore[attr-defined]
            if str(row.pk) in came
        ]
        for one in meetings
        if str(one.pk) in held
    }  # fmt: skip
    return actions.note_meetings(rows, by=request.person, acting=request.visitor.acting_key)
