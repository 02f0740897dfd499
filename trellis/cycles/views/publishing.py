"""Pages with which the agency opens the year."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.cycles import queries
from trellis.cycles.actions import publish_and_open, select_organizations
from trellis.cycles.forms import SelectionForm
from trellis.cycles.views.acting import acting_as
from trellis.designations.models import Release
from trellis.kit.errors import NotReady
from trellis.organizations.requests import PersonRequest
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability


def publication(request: PersonRequest, release_id: int) -> HttpResponse:
    """What publishing a release would open, and the button that does it."""
    try:
        release = queries.to_publish(release_id)
    except Release.DoesNotExist:
        raise Http404 from None
    shown = queries.preview(release, request.installation.version_id)
    knows = request.POST.get("knowing") == "yes"
    if request.method == "POST" and (knows or not shown.unheard):
        counts = publish_and_open(
            release,
            by=request.person,
            acting_as=acting_as(request, Capability.RELEASE_PUBLISH),
            seen=request.POST.get("seen", "").replace("\0", ""),
        )
        if release.corrects_id:
            messages.success(request, _("The correction is public. See what it asks of the years."))
            return redirect("cycles:corrections", release_id=release.pk)
        opened = counts["cycles"]
        told = ngettext(
            "The designations are public and %(n)s year is open. Everyone in it has been told.",
            "The designations are public and %(n)s years are open. Everyone in them has been told.",
            opened,
        )
        messages.success(request, told % {"n": opened})
        return redirect("cycles:publication", release_id=release.pk)
    asked = request.method == "POST"
    context = {"release": release, "preview": shown, "asked": asked}
    return render(request, "cycles/opening.html", context, status=422 if asked else 200)


def selections(request: PersonRequest) -> HttpResponse:
    """Organizations chosen for conditional activities of the current year."""
    year = queries.latest_year()
    conditions = queries.conditions(programs.current())
    form = SelectionForm(request.POST or None, conditions=conditions)
    if request.method == "POST" and form.is_valid() and year is not None:
        try:
            added = select_organizations(
                form.cleaned_data["condition"],
                form.cleaned_data["codes"],
                year,
                by=request.person,
                acting_as=acting_as(request, Capability.SELECTION_MANAGE),
            )
        except NotReady as refusal:
            for sentence in refusal.missing:
                form.add_error("codes", sentence)
        else:
            chosen = _("Chosen. %(n)s steps were added to their year.") % {"n": added}
            messages.success(request, chosen)
            return redirect("cycles:selections")
    context = {"form": form, "year": year, "chosen": queries.selected(year)}
    return render(request, "cycles/selections.html", context)
