"""Pages on which the agency ends years, and marks months as done before Trellis."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext

from trellis.cycles import queries
from trellis.cycles.actions import end_cycle, mark_before, unmark_before
from trellis.cycles.forms import EarlierForm, EndingForm
from trellis.cycles.models import ImprovementCycle
from trellis.cycles.views.acting import acting_as
from trellis.cycles.wording import ENDINGS
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, Refused
from trellis.kit.paging import Page, number
from trellis.organizations.requests import PersonRequest
from trellis.programs.schema.roles import Capability

PUBLISH = Capability.RELEASE_PUBLISH


def running(request: PersonRequest) -> HttpResponse:
    """The years that run, each with the way to its ending."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:100]
    after = number(request.GET.get("after", ""))
    cycles, following = queries.running(asked, after)
    here = reverse("cycles:running")
    kept = {"q": asked} if asked else {}
    page = Page(
        next_url=f"{here}?{urlencode(kept | {'after': following})}" if following else "",
        first_url=f"{here}?{urlencode(kept)}" if after is not None else "",
    )
    context = {"cycles": cycles, "page": page, "asked": asked}
    return render(request, "cycles/running.html", context)


def ending(request: PersonRequest, cycle_id: int) -> HttpResponse:
    """What ends and what stays, then the button that ends the year."""
    cycle = get_object_or_404(
        ImprovementCycle.objects.select_related("organization", "year", "ended_by"), pk=cycle_id
    )
    form = EndingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        closed = end_cycle(
            cycle,
            by=request.person,
            on=clock.today(),
            why=form.cleaned_data["why"],
            acting_as=acting_as(request, PUBLISH),
        )
        text = ngettext(
            "The year has ended. One open step was closed; everything stays readable.",
            "The year has ended. %(num)s open steps were closed; everything stays readable.",
            closed,
        )
        messages.success(request, text % {"num": closed})
        return redirect("cycles:ending", cycle_id=cycle.pk)
    context = {
        "cycle": cycle,
        "form": form,
        "leaving": queries.leaving(cycle, on=clock.today()),
        "why": str(ENDINGS.get(cycle.ended_why, cycle.ended_why)),
    }
    return render(request, "cycles/ending.html", context, status=422 if form.errors else 200)


def earlier(request: PersonRequest) -> HttpResponse:
    """Mark months as done before Trellis for many organizations, or open them again."""
    year = queries.latest_year()
    months = queries.months_before(year, on=clock.today())
    form = EarlierForm(request.POST or None, months=[one.month for one in months])
    if request.method == "POST" and form.is_valid() and year is not None:
        try:
            text = _mark(request, form.cleaned_data, year)
        except NotAllowed:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, text)
            return redirect("cycles:earlier")
    context = {"form": form, "year": year, "months": months}
    return render(request, "cycles/earlier.html", context, status=422 if form.errors else 200)


def _mark(request: PersonRequest, said: dict[str, Any], year: Any) -> str:
    places = said["codes"] or queries.opened_organizations(year)
    undo = bool(request.POST.get("undo"))
    act = unmark_before if undo else mark_before
    count = act(
        said["months"], places, year, by=request.person, acting_as=acting_as(request, PUBLISH)
    )
    if undo:
        text = ngettext("One step is open again.", "%(num)s steps are open again.", count)
    else:
        text = ngettext(
            "One step is marked as done before Trellis. It counts neither as on time nor as late.",
            "%(num)s steps are marked as done before Trellis. They count neither as on time nor as"
            " late.",
            count,
        )
    return text % {"num": count}
