"""Loading files: upload, check, difference, apply."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.errors import Refused
from trellis.kit.paging import number
from trellis.organizations import actions, import_queries
from trellis.organizations.forms import UploadForm
from trellis.organizations.imports.layouts import directory_layouts, people_layouts
from trellis.organizations.imports.telling import summed
from trellis.organizations.models import Change, Import
from trellis.organizations.requests import PersonRequest
from trellis.organizations.views.seen import acting_as
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability
from trellis.programs.texts import say


def upload(request: PersonRequest, kind: str) -> HttpResponse:
    """Choose a file of organizations or people; it is checked before anything is written."""
    if kind not in import_queries.HERE:
        raise Http404
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        layouts=_layouts(kind),
        initial={"on": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            job = actions.start_check(
                kind,
                asked["file"].chunks(),
                name=asked["file"].name,
                by=request.person,
                on=asked["on"],
                layout=asked["layout"],
            )
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("jobs:job", job.pk)
    context = {"form": form, "kind": kind, "earlier": import_queries.imports(kind)}
    status = 422 if form.errors else 200
    return render(request, "organizations/upload.html", context, status=status)


def _layouts(kind: str) -> list[tuple[str, str]]:
    program = programs.current()
    if kind == Import.Kind.PEOPLE:
        return [(code, code) for code in people_layouts(program)]
    return [(code, say(one.name)) for code, one in directory_layouts(program).items()]


def difference(request: PersonRequest, import_id: int) -> HttpResponse:
    """What a checked file would change, a page at a time, and what is wrong in it."""
    source = get_object_or_404(import_queries.of_this_room().select_related("by"), pk=import_id)
    after = request.GET.get("after", "")
    change = request.GET.get("change", "")
    context: dict[str, Any] = {
        "source": source,
        "counts": import_queries.import_counts(source),
        "summed": summed(source),
        "change": change if change in Change.values else "",
        "changes": Change.values,
        "problems": source.problems[:100],
        "waits": source.state == Import.State.CHECKED,
    }
    last = number(after) or 0
    if source.kind == Import.Kind.PEOPLE:
        context["page"] = import_queries.staged_seats(source, after=last)
        return render(request, "organizations/import_people.html", context)
    context["page"] = import_queries.staged(source, change=context["change"], after=last)
    return render(request, "organizations/import_directory.html", context)


def application(request: PersonRequest, import_id: int) -> HttpResponse:
    """Apply a checked file, by the worker."""
    source = get_object_or_404(import_queries.of_this_room(), pk=import_id)
    job = actions.start_application(
        source,
        by=request.person,
        acting_as=acting_as(request, Capability.DIRECTORY_IMPORT),
        skip_bad=request.POST.get("skip_bad") == "yes",
    )
    return redirect("jobs:job", job.pk)


def withdrawal(request: PersonRequest, import_id: int) -> HttpResponse:
    """Decide not to apply a checked file."""
    source = get_object_or_404(import_queries.of_this_room(), pk=import_id)
    actions.drop_import(source, by=request.person)
    messages.success(request, _("The file was dropped. Nothing was written."))
    return redirect("organizations:upload", source.kind)
