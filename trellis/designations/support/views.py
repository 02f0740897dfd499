"""The page of support statuses: how many there are, and the upload."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from trellis.designations.support.actions import import_support_status
from trellis.designations.support.forms import StatusUploadForm
from trellis.designations.support.queries import status_counts
from trellis.designations.views.acting import acting_as
from trellis.kit.errors import NotAllowed, Refused
from trellis.organizations.requests import PersonRequest
from trellis.programs import queries as programs

MOST_SHOWN = 100


def support(request: PersonRequest) -> HttpResponse:
    """Statuses by year, cohort and term; a file is read, and what is wrong is shown first."""
    form = StatusUploadForm(request.POST or None, request.FILES or None, program=programs.current())
    outcome = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        file = said.pop("file")
        try:
            outcome = import_support_status(
                file.file, name=file.name, by=request.person, acting_as=acting_as(request), **said
            )
        except NotAllowed:
            raise
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            if not outcome.reading.refused or said["skip_bad"]:
                messages.success(request, outcome.summed())
                return redirect("designations:support")
    context = {
        "form": form,
        "outcome": outcome,
        "most_shown": MOST_SHOWN,
        "counts": status_counts(),
    }
    wrong = form.errors or outcome is not None
    return render(request, "designations/support.html", context, status=422 if wrong else 200)
