"""Loading logs of past meetings: upload, check, difference, apply."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from trellis.kit.errors import NotAllowed, Refused
from trellis.kit.paging import number
from trellis.meetings.logs import actions, queries
from trellis.meetings.logs.forms import LogForm
from trellis.meetings.logs.layouts import layouts_of
from trellis.meetings.logs.rules import RIGHT
from trellis.organizations.imports.telling import summed
from trellis.organizations.models import Import
from trellis.organizations.requests import PersonRequest
from trellis.programs import queries as programs
from trellis.programs.texts import say

MOST_SHOWN = 100


def past_logs(request: PersonRequest) -> HttpResponse:
    """Choose a log; it is checked before anything is written."""
    known = layouts_of(programs.current())
    form = LogForm(
        request.POST or None,
        request.FILES or None,
        layouts=[(code, say(one.name)) for code, one in known.items()],
    )
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            job = actions.start_check(
                asked["file"].chunks(), name=asked["file"].name, by=request.person,
                layout=asked["layout"],
            )  # fmt: skip
        except NotAllowed:
            raise
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("jobs:job", job.pk)
    context = {"form": form, "layouts": known, "earlier": queries.own_logs(request.person)}
    status = 422 if form.errors else 200
    return render(request, "meetings/past_logs.html", context, status=status)


def _own(request: PersonRequest, import_id: int) -> Import:
    found = queries.own_log(import_id, request.person)
    if found is None:
        raise Http404
    return found


def past_log(request: PersonRequest, import_id: int) -> HttpResponse:
    """What a checked log would write, a page at a time, and what is wrong in it."""
    source = _own(request, import_id)
    lines, page = queries.staged_lines(source, after=number(request.GET.get("after", "")) or 0)
    context = {
        "source": source,
        "counts": queries.counted(source),
        "summed": summed(source),
        "problems": source.problems[:MOST_SHOWN],
        "waits": source.state == Import.State.CHECKED,
        "lines": lines,
        "page": page,
    }
    return render(request, "meetings/past_log.html", context)


def application(request: PersonRequest, import_id: int) -> HttpResponse:
    """Apply a checked log, by the worker."""
    job = actions.start_application(
        _own(request, import_id),
        by=request.person,
        acting_as=_acting_as(request),
        skip_bad=request.POST.get("skip_bad") == "yes",
    )
    return redirect("jobs:job", job.pk)


def _acting_as(request: PersonRequest) -> str:
    """The seat from which the visitor loads logs, in words: the acting one, or the first."""
    program, visitor = programs.current(), request.visitor
    fitting = [seat for seat in visitor.seats if seat.gives(RIGHT, program)]
    if not fitting:
        return ""
    seat = visitor.acting if visitor.acting in fitting else fitting[0]
    return seat.called(program) if seat else ""


def withdrawal(request: PersonRequest, import_id: int) -> HttpResponse:
    """Decide not to apply a checked log."""
    actions.drop_log(_own(request, import_id), by=request.person)
    messages.success(request, _("The file was dropped. Nothing was written."))
    return redirect("meetings:past-logs")
