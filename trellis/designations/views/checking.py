"""The second person's pages: looking at a draft, and saying that it is right."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from trellis.designations import actions, queries
from trellis.designations.models import Release
from trellis.designations.views.acting import acting_as
from trellis.kit.paging import Page
from trellis.organizations.requests import PersonRequest


def changes(request: PersonRequest, release_id: int) -> HttpResponse:
    """How many moved from which designation to which since the release before."""
    release = _visible(request, release_id)
    before = queries.previous(release)
    table = queries.move_table(release, before) if before else None
    context = {"release": release, "before": before, "table": table}
    return render(request, "designations/changes.html", context)


def moved(request: PersonRequest, release_id: int) -> HttpResponse:
    """Those that moved from one designation to another, by name."""
    release = _visible(request, release_id)
    before = queries.previous(release)
    if before is None:
        raise Http404
    move = (_asked(request, "was"), _asked(request, "now"))
    if move == ("", ""):
        raise Http404
    key = _asked(request, "after").split("|")
    after = (key[0], key[1], key[2]) if len(key) == 3 else None
    rows, more = queries.moved_rows(release, before, move, after=after)
    first = "?" + urlencode({"was": move[0], "now": move[1]})
    last = {"after": rows[-1].key} if rows else {}
    context = {
        "release": release,
        "before": before,
        "title": queries.move_title(release, before, move),
        "rows": rows,
        "page": Page(
            next_url=f"{first}&{urlencode(last)}" if more else "",
            first_url=first if after else "",
        ),
    }
    return render(request, "designations/moved.html", context)


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


def _asked(request: PersonRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "")[:300]


def _visible(request: PersonRequest, release_id: int) -> Release:
    visible = Release.objects.visible_to(request.person, request.visitor.seats)
    return get_object_or_404(visible.select_related("year"), pk=release_id)
