"""Pages on which the agency sets the dates of a year."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.cycles.dates import queries
from trellis.cycles.dates.actions import Change, clear_date, set_date
from trellis.cycles.dates.forms import DateForm
from trellis.cycles.views.acting import acting_as
from trellis.kit import clock, dates
from trellis.kit.errors import OutOfOrder, Refused
from trellis.kit.school_year import label
from trellis.organizations.requests import PersonRequest
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability
from trellis.programs.texts import say
from trellis.programs.year_span import span


def years(request: PersonRequest) -> HttpResponse:
    """The years whose dates and words can be set, with what is open in each."""
    version = request.installation.version_id
    lines = queries.year_lines(programs.program(version), version, on=clock.today())
    return render(request, "cycles/years.html", {"years": lines})


def year_dates(request: PersonRequest, start: int) -> HttpResponse:
    """Every date of the program in a year, by month: day, mark, question and where it is used."""
    found = _dates(request, start)
    shown = request.GET.get("show", "")
    standing = queries.WAITING.get(shown, "")
    context = {
        "year": found,
        "name": label(start),
        "months": found.months(standing),
        "filters": [
            (code, text, found.count(queries.WAITING[code]) if code else len(found.rows))
            for code, text in (
                ("", _("All")), ("to-confirm", _("To confirm")), ("missing", _("Missing"))
            )
        ],
        "shown": shown if standing else "",
    }  # fmt: skip
    return render(request, "cycles/dates.html", context)


def year_date(request: PersonRequest, start: int, code: str) -> HttpResponse:
    """One date: what the program says, who set it, and the form that sets it."""
    row = _row(request, start, code)
    program = programs.program(request.installation.version_id)
    first, last = span(program, start)
    initial = {"day": row.at.day, "seen": row.seen}
    form = DateForm(request.POST or None, initial=initial, first=first, last=last)
    context = {"row": row, "form": form, "start": start, "name": label(start), "remarks": ()}
    context |= {"first": first, "last": last}
    if request.method != "POST" or not form.is_valid():
        return render(request, "cycles/date.html", context)
    day = form.cleaned_data["day"]
    found = [*queries.remarks(program, row.by_rule, day)]
    found += queries.late_remark(day, on=clock.today())
    if found and not form.has_agreed():
        context |= {"remarks": found, "day": day}
        return render(request, "cycles/date.html", context)
    acting = acting_as(request, Capability.DATES_SET)
    seen = queries.seen_of(form.cleaned_data["seen"])
    try:
        change = set_date(start, code, day, by=request.person, acting_as=acting, seen=seen)
    except OutOfOrder:
        raise
    except Refused as refusal:
        form.add_error("day", str(refusal))
        return render(request, "cycles/date.html", context)
    words = {"label": row.label, "day": dates.full(day)}
    messages.success(request, _("“%(label)s” is set to %(day)s.") % words)
    _tell(request, change)
    return redirect("cycles:dates", start)


def date_withdrawal(request: PersonRequest, start: int, code: str) -> HttpResponse:
    """Put a date back to what the program says."""
    row = _row(request, start, code)
    acting = acting_as(request, Capability.DATES_SET)
    seen = queries.seen_of(request.POST.get("seen", "").replace("\0", ""))
    change = clear_date(start, code, by=request.person, acting_as=acting, seen=seen)
    messages.success(request, _("“%(label)s” is again as the program says.") % {"label": row.label})
    _tell(request, change)
    return redirect("cycles:dates", start)


def changes(request: PersonRequest, start: int) -> HttpResponse:
    """Set days and rewordings of a year as a file that a pack's author can take over."""
    _known(request, start)
    answer = HttpResponse(
        programs.changes_as_yaml(start), content_type="application/yaml; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="year-{start}.yaml"'
    return answer


def _known(request: PersonRequest, start: int) -> None:
    program = programs.program(request.installation.version_id)
    if start not in queries.known_years(program, on=clock.today()):
        raise Http404


def _dates(request: PersonRequest, start: int) -> queries.YearDates:
    _known(request, start)
    version = request.installation.version_id
    return queries.year_dates(programs.program(version), version, start)


def _row(request: PersonRequest, start: int, code: str) -> queries.DateRow:
    for row in _dates(request, start).rows:
        if row.rule.code == code:
            return row
    raise Http404


def _tell(request: HttpRequest, change: Change) -> None:
    """Which other dates moved, and how many steps have another day now."""
    program = programs.current()
    for at in change.followers:
        named = {"label": say(program.dates[at.code].label)}
        if at.day:
            text = _("“%(label)s” counts from it and moved to %(day)s.")
            messages.info(request, text % {**named, "day": dates.full(at.day)})
        else:
            text = _("“%(label)s” counts from it and has no day now.")
            messages.info(request, text % named)
    moved = change.steps["moved"]
    if moved:
        text = ngettext(
            "%(n)s open step has its new day.", "%(n)s open steps have their new day.", moved
        )
        messages.info(request, text % {"n": moved})
    joined = change.steps["joined"]
    if joined:
        text = ngettext(
            "%(n)s step that waited for this date joined the year.",
            "%(n)s steps that waited for this date joined the year.",
            joined,
        )
        messages.info(request, text % {"n": joined})
    left = change.steps["left"]
    if left:
        text = ngettext(
            "%(n)s untouched step left the year until the date is confirmed again.",
            "%(n)s untouched steps left the year until the date is confirmed again.",
            left,
        )
        messages.info(request, text % {"n": left})
