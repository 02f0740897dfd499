"""Pages on which the agency says words and links of the program otherwise for a year."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.cycles.dates.queries import known_years
from trellis.cycles.rewording import queries
from trellis.cycles.rewording.actions import put_back, reword, set_links
from trellis.cycles.rewording.forms import LinksForm, WordingForm
from trellis.cycles.views.acting import acting_as
from trellis.kit import clock
from trellis.kit.school_year import label
from trellis.organizations.requests import PersonRequest
from trellis.programs import queries as programs
from trellis.programs.models import Override
from trellis.programs.overrides import part_of
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability


def wording(request: PersonRequest, start: int) -> HttpResponse:
    """What a year says otherwise, the program's words beside it, and all that could be reworded."""
    program = _program(request, start)
    overrides = queries.overrides_of(start)
    found = queries.reworded(program, overrides)
    context = {
        "start": start,
        "name": label(start),
        "reworded": [one for one in found if not one.left],
        "left": [one for one in found if one.left],
        "plans": queries.activities(program, overrides),
    }
    return render(request, "cycles/wording.html", context)


def activity_wording(request: PersonRequest, start: int, plan: str, code: str) -> HttpResponse:
    """The words of one activity this year, and the form that changes them."""
    return _wording_of(request, start, Override.Kind.ACTIVITY, f"{plan}/{code}")


def contact_wording(request: PersonRequest, start: int) -> HttpResponse:
    """Whom to ask about the program this year, and the form that changes it."""
    return _wording_of(request, start, Override.Kind.CONTACT, "")


def _wording_of(request: PersonRequest, start: int, kind: str, subject: str) -> HttpResponse:
    """The words of one part of the program this year, and what becomes of the form."""
    program = _program(request, start)
    part = part_of(program, kind, subject)
    if part is None:
        raise Http404
    there = [
        one for one in queries.overrides_of(start) if (one.kind, one.subject) == (kind, subject)
    ]
    own = {one.field: one.value for one in there}
    form = WordingForm(request.POST or None, program=program, part=part, kind=kind, own=own)
    if request.method == "POST" and form.is_valid():
        changed = reword(
            start,
            kind,
            subject,
            form.values(),
            by=request.person,
            acting_as=acting_as(request, Capability.DATES_SET),
            seen=request.POST.get("seen", "").replace("\0", ""),
        )
        _tell(request, changed)
        return redirect("cycles:wording", start)
    context = {
        "start": start,
        "name": label(start),
        "title": queries.title_of(part, own),
        "form": form,
        "seen": programs.words_mark(there),
        "own": own,
    }
    return render(request, "cycles/activity_wording.html", context)


def links(request: PersonRequest, start: int) -> HttpResponse:
    """A link for each resource, in one form."""
    program = _program(request, start)
    own = {
        one.subject: str(one.value)
        for one in queries.overrides_of(start)
        if one.kind == Override.Kind.RESOURCE
    }
    form = LinksForm(request.POST or None, program=program, own=own)
    if request.method == "POST" and form.is_valid():
        changed = set_links(
            start,
            form.cleaned_data,
            by=request.person,
            acting_as=acting_as(request, Capability.DATES_SET),
        )
        _tell(request, changed)
        return redirect("cycles:links", start)
    missing = [code for code, one in program.resources.items() if not own.get(code, one.url)]
    context = {"start": start, "name": label(start), "form": form, "missing": len(missing)}
    return render(request, "cycles/links.html", context)


def withdrawal(request: PersonRequest, start: int, override_id: int) -> HttpResponse:
    """Let the program's words hold again in one field."""
    _program(request, start)
    one = get_object_or_404(
        Override.objects.select_related("year"), pk=override_id, year__start=start
    )
    put_back(one, by=request.person, acting_as=acting_as(request, Capability.DATES_SET))
    messages.success(request, _("The program’s own words hold again."))
    return redirect("cycles:wording", start)


def _program(request: PersonRequest, start: int) -> Program:
    program = programs.program(request.installation.version_id)
    if start not in known_years(program, on=clock.today()):
        raise Http404
    return program


def _tell(request: PersonRequest, changed: int) -> None:
    if not changed:
        messages.success(request, _("Nothing was different."))
        return
    text = ngettext(
        "%(n)s change is in place. Everybody in the year reads it from now on.",
        "%(n)s changes are in place. Everybody in the year reads them from now on.",
        changed,
    )
    messages.success(request, text % {"n": changed})
