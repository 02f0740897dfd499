"""The hour at which a release goes out by itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from trellis.designations import actions, queries, rules
from trellis.designations.forms import HourForm
from trellis.designations.models import Release
from trellis.designations.views.acting import acting_as
from trellis.kit.errors import NotReady
from trellis.organizations.requests import PersonRequest
from trellis.programs.schema.roles import Capability


def hour(request: PersonRequest, release_id: int) -> HttpResponse:
    """Set the hour of publication, or move it."""
    release = _visible(request, release_id)
    zone = queries.zone()
    initial = {"hour": queries.release_day().publication.hour}
    form = HourForm(request.POST or None, zone=zone, initial=initial)
    if request.method == "POST" and form.is_valid():
        at = form.cleaned_data["at"]
        acting = acting_as(request, Capability.RELEASE_PUBLISH)
        try:
            actions.schedule(release, at=at, by=request.person, acting_as=acting)
        except NotReady as refusal:
            form.add_error("hour", str(refusal))
        else:
            words = {"at": queries.public_from(at)}
            messages.success(request, _("It becomes public by itself on %(at)s.") % words)
            return redirect("designations:release", release.pk)
    context = {
        "release": release,
        "form": form,
        "zone": zone,
        "public_from": queries.public_from(release.publish_at) if release.publish_at else "",
        "own_check": rules.own_check(release, request.person),
    }
    return render(request, "designations/hour.html", context, status=422 if form.errors else 200)


def hour_removal(request: PersonRequest, release_id: int) -> HttpResponse:
    """Take the set hour away."""
    release = _visible(request, release_id)
    acting = acting_as(request, Capability.RELEASE_PUBLISH)
    actions.unschedule(release, by=request.person, acting_as=acting)
    messages.success(request, _("The hour is taken away. Nothing goes out by itself."))
    return redirect("designations:release", release.pk)


def _visible(request: PersonRequest, release_id: int) -> Release:
    visible = Release.objects.visible_to(request.person, request.visitor.seats)
    return get_object_or_404(visible.select_related("year"), pk=release_id)
