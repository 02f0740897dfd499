"""Telling districts ahead, and what a district reads before everybody else."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode

from trellis.designations import actions, queries, rules
from trellis.designations.models import AdvanceNotice, Release
from trellis.designations.views.acting import acting_as
from trellis.kit import clock
from trellis.kit.paging import Page, number
from trellis.organizations.models import Organization
from trellis.organizations.requests import PersonRequest
from trellis.programs.schema.roles import Capability
from trellis.programs.texts import say


def notices(request: PersonRequest, release_id: int) -> HttpResponse:
    """The districts of a release: whom the notice would reach, who was told and has looked."""
    visible = Release.objects.visible_to(request.person, request.visitor.seats)
    release = get_object_or_404(visible.select_related("year"), pk=release_id)
    if request.method == "POST":
        named = [number(one) for one in request.POST.getlist("district")]
        chosen = Organization.objects.filter(pk__in=[one for one in named if one is not None])
        told = actions.send_advance_notice(
            release,
            None if "all" in request.POST else list(chosen),
            by=request.person,
            acting_as=acting_as(request, Capability.RELEASE_PUBLISH),
        )
        messages.success(request, told.summed())
        return redirect("designations:advance-notices", release.pk)
    rows, more = queries.notified(release, after=_after(request), on=clock.today())
    day = queries.release_day()
    context = {
        "release": release,
        "rows": rows,
        "told_ahead": day.advance.told,
        "embargo": say(day.advance.embargo or ""),
        "page": _page(request, rows[-1].district if more else None),
        "may_send": release.state == Release.State.CHECKED and day.advance.told,
    }
    return render(request, "designations/advance_notices.html", context)


def ahead(request: PersonRequest, release_id: int) -> HttpResponse:
    """What a told district's own people read of a release before it is public."""
    districts = rules.districts_told(request.visitor.seats)
    told = AdvanceNotice.objects.open_to(districts).filter(release=release_id)
    found = list(told.select_related("release__year", "district"))
    if not found:
        raise Http404
    release, own = found[0].release, [one.district_id for one in found]
    if any(one.opened_at is None for one in found):
        actions.open_ahead(release, own, by=request.person)
    rows, more = queries.ahead(release, own, after=_after(request))
    is_public = release.state == Release.State.PUBLISHED
    context = {
        "release": release,
        "districts": [one.district for one in found],
        "rows": rows,
        "is_public": is_public,
        "embargo": say(queries.release_day().advance.embargo or ""),
        "public_from": queries.public_from(release.publish_at) if release.publish_at else "",
        "page": _page(request, rows[-1].organization if more else None),
    }
    return render(request, "designations/advance.html", context)


def _after(request: PersonRequest) -> tuple[str, str] | None:
    name, bar, code = request.GET.get("after", "").replace("\0", "")[:300].rpartition("|")
    return (name, code) if bar else None


def _page(request: PersonRequest, last: Organization | None) -> Page:
    after = urlencode({"after": f"{last.sort_name}|{last.code}"}) if last else ""
    return Page(
        next_url=f"?{after}" if after else "",
        first_url=request.path if "after" in request.GET else "",
    )
