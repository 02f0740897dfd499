"""Preparing releases: the list, the upload, the draft."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from trellis.designations import actions, queries, rules
from trellis.designations.forms import UploadForm
from trellis.designations.imports.rows import Problem
from trellis.designations.models import Release
from trellis.designations.views.acting import acting_as, named
from trellis.kit.errors import NotAllowed, Refused
from trellis.organizations.requests import PersonRequest
from trellis.organizations.rules import may
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability
from trellis.programs.texts import say

MOST_ROWS = 10_000
"""How many rows a page reads while somebody waits; the command reads more."""
MOST_SHOWN = 100


def releases(request: PersonRequest) -> HttpResponse:
    """All releases, drafts first."""
    visible = Release.objects.visible_to(request.person, request.visitor.seats)
    shown = queries.releases_with_counts(visible).order_by("state", "-year__start", "-id")
    return render(request, "designations/releases.html", {"releases": list(shown)})


def upload(request: PersonRequest) -> HttpResponse:
    """Choose a file; what is wrong in it is shown before anything is written."""
    program = programs.current()
    if request.method != "POST":
        names = ("year", "title", "corrects")
        asked = {name: request.GET[name] for name in names if name in request.GET}
        return _upload_page(request, UploadForm(initial=asked, program=program))
    form = UploadForm(request.POST, request.FILES, program=program)
    if not form.is_valid():
        return _upload_page(request, form, status=422)
    said = form.cleaned_data
    file, corrects = said.pop("file"), said.pop("corrects")
    if corrects is not None:
        published = Release.objects.published().select_related("year", "corrects")
        corrects = get_object_or_404(published, pk=corrects)
    try:
        outcome = actions.import_release(
            file.file,
            name=file.name,
            by=request.person,
            acting_as=acting_as(request),
            most_rows=MOST_ROWS,
            corrects=corrects,
            **said,
        )
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error("file", str(refused))
        return _upload_page(request, form, status=422)
    if outcome.release is None:
        return _upload_page(request, form, status=422, outcome=outcome)
    if outcome.written:
        text = _("The draft is ready. Nobody else sees it before it is published.")
    else:
        text = _("This file says what the release says already. Nothing was changed.")
    messages.success(request, f"{text} ({outcome.summed()})")
    return redirect("designations:release", outcome.release.pk)


def release(request: PersonRequest, release_id: int) -> HttpResponse:
    """What a release holds, what was left out of it, and what comes next."""
    visible = Release.objects.visible_to(request.person, request.visitor.seats)
    shown = get_object_or_404(queries.releases_with_counts(visible), pk=release_id)
    problems = [Problem(**facts) for facts in shown.report.get("problems", [])]
    bands, counts = queries.band_counts(shown)
    versions = queries.versions(shown)
    context = {
        "release": shown,
        "vocabulary": queries.vocabulary_name(shown),
        "bands": bands,
        "counts": counts,
        "unknown": _of(problems, {"label"}),
        "gone": _of(problems, {"closed"}),
        "other": _of(problems, {"code", "band", "reason", "group", "indicator", "duplicate"}),
        "closed": list(queries.closed(shown)[: MOST_SHOWN + 1]),
        "versions": versions,
        "replaced": any(one.corrects_id == shown.pk and one.published_at for one in versions),
        **_next(request, shown),
    }
    return render(request, "designations/release.html", context)


def _next(request: PersonRequest, shown: Release) -> dict[str, Any]:
    """What this person can do with a release now, and what keeps them from it."""
    seats = request.visitor.seats
    day = queries.release_day()
    sets_dates = may(request.person, Capability.DATES_SET, seats=seats)
    dates = named("cycles:dates", shown.year.start) if sets_dates else ""
    proposals = "" if shown.corrects_id else named("cycles:proposals", shown.pk)
    return {
        "own_work": rules.own_work(shown, request.person),
        "own_check": rules.own_check(shown, request.person),
        "may_publish": rules.may_publish(request.person, seats=seats),
        "checklist": [say(one.text) for one in day.checklist],
        "told_ahead": day.advance.told,
        "public_from": queries.public_from(shown.publish_at) if shown.publish_at else "",
        "publication": named("cycles:publication", shown.pk),
        "corrections": named("cycles:corrections", shown.pk) if shown.corrects_id else "",
        "papers": [
            (label, address)
            for label, address in (
                (_("The letters to districts"), named("designations:letters", shown.pk)),
                (_("What is proposed for each school"), proposals),
                (_("The dates of this year"), dates),
            )
            if address
        ],
    }


def removal(request: PersonRequest, release_id: int) -> HttpResponse:
    """Remove a draft."""
    visible = Release.objects.visible_to(request.person, request.visitor.seats)
    draft = get_object_or_404(visible, pk=release_id)
    actions.discard(draft, by=request.person, acting_as=acting_as(request))
    messages.success(request, _("The draft “%(title)s” is gone.") % {"title": draft.title})
    return redirect("designations:releases")


def _upload_page(
    request: HttpRequest, form: UploadForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "outcome": None, "most_shown": MOST_SHOWN, **more}
    return render(request, "designations/upload.html", context, status=status)


def _of(problems: Iterable[Problem], kinds: set[str]) -> list[Problem]:
    return [problem for problem in problems if problem.what in kinds][:MOST_SHOWN]
