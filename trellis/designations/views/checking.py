"""The second person's pages: looking at a draft, and saying that it is right."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from trellis.designations import actions
from trellis.designations.models import Release
from trellis.designations.views.acting import acting_as
from trellis.organizations.requests import PersonRequest


def check(request: PersonRequest, release_id: int) -> HttpResponse:
    """Say that a draft is right."""
    release = _visible(request, release_id)
    seen = request.POST.get("seen", "").replace("\0", "")
    actions.check(release, by=request.person, acting_as=acting_as(request), seen=seen)
    messages.success(request, _("Checked. It can be published now, at once or at a set hour."))
    return redirect("designations:release", release.pk)


def withdrawal(request: PersonRequest, release_id: int) -> HttpResponse:
    """Take a check back."""
    release = _visible(request, release_id)
    actions.withdraw_check(release, by=request.person, acting_as=acting_as(request))
    messages.success(request, _("The check is taken back; this is a draft again."))
    return redirect("designations:release", release.pk)


def _visible(request: PersonRequest, release_id: int) -> Release:
    visible = Release.objects.visible_to(request.person, request.visitor.seats)
    return get_object_or_404(visible.select_related("year"), pk=release_id)
