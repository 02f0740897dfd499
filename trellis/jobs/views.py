"""The page that shows how far a job is; it survives a reload, and works without script."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from trellis.jobs.models import Job
from trellis.jobs.queries import progress


def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """A person's own job: how far it is, what came of it, or what went wrong."""
    if not request.user.is_authenticated:
        raise Http404
    found = progress(get_object_or_404(Job, pk=job_id, by_id=request.user.pk))
    if found.page:
        return redirect(found.page)
    return render(request, "jobs/job.html", {"progress": found, "job": found.job})
