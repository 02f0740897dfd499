"""Logs in the hands of the worker."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.jobs.kinds import Kind, Progress
from trellis.jobs.models import Job
from trellis.kit import clock
from trellis.meetings.logs.actions import APPLY, CHECK, apply_log, check_log
from trellis.organizations.actions.uploads import kept
from trellis.organizations.models import Import


def _check(job: Job, progress: Progress) -> dict[str, Any]:
    asked = job.arguments
    with kept(asked["token"]) as path:
        progress(_("Reading the file"), 0, 0)
        source = check_log(
            path, name=asked["name"], by=job.by, on=clock.today(), layout=asked["layout"],
            progress=progress,
        )  # fmt: skip
    return {"import": source.pk}


def _apply(job: Job, progress: Progress) -> dict[str, Any]:
    asked = job.arguments
    source = Import.objects.get(pk=asked["import"])
    progress(_("Writing, all or nothing"), 0, 0)
    apply_log(source, by=job.by, acting_as=asked["acting_as"], skip_bad=asked["skip_bad"])
    return {"import": source.pk}


def _page(job: Job) -> str:
    found = (job.result or {}).get("import")
    return reverse("meetings:past-log", args=[found]) if found else ""


def _again(job: Job) -> str:
    if "import" in job.arguments:
        return reverse("meetings:past-log", args=[job.arguments["import"]])
    return reverse("meetings:past-logs")


KINDS = (Kind(CHECK, _check, _page, _again), Kind(APPLY, _apply, _page, _again))
