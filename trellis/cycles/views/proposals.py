"""What a release is about to do with each organization, and what a correction asks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.cycles import queries
from trellis.cycles.actions import apply_correction, propose, settle, unsettle
from trellis.cycles.models import Correction, Proposal
from trellis.cycles.views.acting import acting_as
from trellis.cycles.wording import designation_words
from trellis.designations import rules
from trellis.designations.models import Release
from trellis.kit.errors import NotReady
from trellis.kit.paging import Page, number
from trellis.organizations.requests import PersonRequest
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability

MANAGE, PUBLISH = Capability.RELEASE_MANAGE, Capability.RELEASE_PUBLISH


def proposals(request: PersonRequest, release_id: int) -> HttpResponse:
    """Every organization that a release concerns, with what is proposed and settled."""
    release = _found(request, release_id)
    return _page(request, release, request.GET.get("outcome", ""))


def _found(request: PersonRequest, release_id: int) -> Release:
    visible = Release.objects.visible_to(request.person, request.visitor.seats)
    return get_object_or_404(visible.select_related("year"), pk=release_id)


def _page(
    request: PersonRequest, release: Release, outcome: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    after = number(request.GET.get("after", ""))
    lines, following = queries.page_of(release, outcome, after)
    here = reverse("cycles:proposals", args=[release.pk])
    kept = {"outcome": outcome} if outcome else {}
    page = Page(
        next_url=f"{here}?{urlencode(kept | {'after': following})}" if following else "",
        first_url=f"{here}?{urlencode(kept)}" if after is not None else "",
    )
    may_settle = release.state != Release.State.PUBLISHED and not release.corrects_id
    context = {
        "release": release,
        "tallies": queries.tallies(release, outcome),
        "lines": lines,
        "page": page,
        "outcome": outcome,
        "kinds": [kind for kind in Proposal.Kind if kind != Proposal.Kind.BY_HAND],
        "may_settle": may_settle and rules.may_manage(request.person, seats=request.visitor.seats),
        "missing": (),
        "note": "",
        **more,
    }
    return render(request, "cycles/proposals.html", context, status=status)


def calculation(request: PersonRequest, release_id: int) -> HttpResponse:
    """Make the proposals, or make them again."""
    release = _found(request, release_id)
    changed = propose(release, by=request.person, acting_as=acting_as(request, MANAGE))
    if changed:
        text = ngettext(
            "One proposal is new or has changed. What was settled stays.",
            "%(num)s proposals are new or have changed. What was settled stays.",
            changed,
        )
        messages.success(request, text % {"num": changed})
    else:
        messages.success(request, _("Nothing has changed: the proposals are up to date."))
    return redirect("cycles:proposals", release_id=release.pk)


def settlement(request: PersonRequest, release_id: int) -> HttpResponse:
    """Decide what happens with the chosen organizations, or with all under the filter."""
    release = _found(request, release_id)
    said = request.POST
    outcome, note = said.get("outcome", ""), said.get("note", "").replace("\0", "")[:300]
    chosen = queries.filtered(release, outcome)
    if not said.get("all"):
        ids = [number(one) for one in said.getlist("proposal")]
        chosen = chosen.filter(pk__in=[one for one in ids if one is not None])
    try:
        count = _settle(request, list(chosen), note)
    except NotReady as refusal:
        return _page(request, release, outcome, status=422, missing=refusal.missing, note=note)
    text = ngettext(
        "One organization is settled. Somebody else checks the release before it goes out.",
        "%(num)s organizations are settled. Somebody else checks the release before it goes out.",
        count,
    )
    if said.get("kind") == "back":
        text = ngettext("One decision was taken back.", "%(num)s decisions were taken back.", count)
    messages.success(request, text % {"num": count})
    address = reverse("cycles:proposals", args=[release.pk])
    return redirect(f"{address}?{urlencode({'outcome': outcome})}" if outcome else address)


def _settle(request: PersonRequest, chosen: list[Proposal], note: str) -> int:
    kind, seat = request.POST.get("kind", ""), acting_as(request, MANAGE)
    if not chosen:
        raise NotReady(_("Choose at least one organization."))
    if kind == "back":
        return unsettle(chosen, by=request.person, acting_as=seat)
    if kind not in ("", *Proposal.Kind.values):
        raise NotReady(_("Choose what happens with them."))
    return settle(chosen, kind, by=request.person, note=note, acting_as=seat)


def corrections(request: PersonRequest, release_id: int) -> HttpResponse:
    """What a corrected release asks of the years, and the buttons that do it."""
    release = _found(request, release_id)
    rows = queries.corrections_of(release)
    context = {
        "release": release,
        "words": designation_words(programs.current(), release.vocabulary),
        "waiting": [one for one in rows if one.applied_at is None],
        "applied": [one for one in rows if one.applied_at is not None],
    }
    return render(request, "cycles/corrections.html", context)


def application(request: PersonRequest, release_id: int) -> HttpResponse:
    """Open, stop or keep the years of the chosen organizations, as the list says."""
    release = _found(request, release_id)
    ids = [number(one) for one in request.POST.getlist("correction")]
    chosen = list(
        Correction.objects.filter(release=release, pk__in=[one for one in ids if one is not None])
    )
    if not chosen:
        messages.warning(request, _("Choose at least one organization."))
        return redirect("cycles:corrections", release_id=release.pk)
    count = apply_correction(
        chosen,
        by=request.person,
        instead=request.POST.get("instead", ""),
        acting_as=acting_as(request, PUBLISH),
    )
    text = ngettext("One correction is done.", "%(num)s corrections are done.", count)
    messages.success(request, text % {"num": count})
    return redirect("cycles:corrections", release_id=release.pk)
