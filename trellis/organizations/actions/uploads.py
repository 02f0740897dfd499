"""Files that people upload: kept until the worker has read them, then removed."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.jobs import actions as jobs
from trellis.jobs.kinds import Kind, Progress
from trellis.jobs.models import Job
from trellis.kit.tables import Unreadable
from trellis.organizations.actions.directory import (
    allow_imports,
    apply_directory,
    check_directory,
)
from trellis.organizations.actions.people import apply_people, check_people
from trellis.organizations.models import Import
from trellis.people.models import Person

CHECK, APPLY = "organizations.check", "organizations.apply"
A_DAY = 24 * 60 * 60


def start_check(
    kind: str, chunks: Iterable[bytes], *, name: str, by: Person, on: date, layout: str = ""
) -> Job:
    """Keep an uploaded file for the worker, and have it checked."""
    allow_imports(by)
    token = keep(chunks)
    arguments = {"kind": kind, "token": token, "name": name[:200], "layout": layout}
    title = _("Checking %(name)s") % {"name": name[:150]}
    return jobs.start(CHECK, title, {**arguments, "on": on.isoformat()}, by=by)


def start_application(source: Import, *, by: Person, acting_as: str, skip_bad: bool) -> Job:
    """Have the worker apply a checked import."""
    allow_imports(by)
    arguments = {"import": source.pk, "acting_as": acting_as, "skip_bad": skip_bad}
    title = _("Applying %(name)s") % {"name": source.name[:150]}
    return jobs.start(APPLY, title, arguments, by=by)


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def keep(chunks: Iterable[bytes]) -> str:
    """Store a file under a name of our own; what nobody fetched within a day goes."""
    folder, token = _folder(), uuid4().hex
    for old in folder.iterdir():
        if time.time() - old.stat().st_mtime > A_DAY:
            old.unlink(missing_ok=True)
    size = 0
    with (folder / token).open("xb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > settings.IMPORT_LIMIT:
                (folder / token).unlink()
                most = {"most": settings.IMPORT_LIMIT // (1024 * 1024)}
                raise Unreadable(_("The file is larger than %(most)s MB. Split it.") % most)
            file.write(chunk)
    return token


@contextmanager
def kept(token: str) -> Iterator[Path]:
    """A file that was kept, to be read once; Unreadable where it is gone."""
    path = _folder() / token
    if not re.fullmatch(r"[0-9a-f]{32}", token) or not path.exists():
        raise Unreadable(_("The uploaded file is not here any more. Upload it again."))
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _check(job: Job, progress: Progress) -> dict[str, Any]:
    asked = job.arguments
    more = {"name": asked["name"], "by": job.by, "layout": asked["layout"]}
    on = date.fromisoformat(asked["on"])
    with kept(asked["token"]) as path:
        progress(_("Reading the file"), 0, 0)
        if asked["kind"] == Import.Kind.DIRECTORY:
            source = check_directory(path, on=on, progress=progress, **more)
        else:
            source = check_people(path, on=on, **more)
    return {"import": source.pk}


def _apply(job: Job, progress: Progress) -> dict[str, Any]:
    asked = job.arguments
    source = Import.objects.get(pk=asked["import"])
    progress(_("Writing, all or nothing"), 0, 0)
    apply = apply_directory if source.kind == Import.Kind.DIRECTORY else apply_people
    apply(source, by=job.by, acting_as=asked["acting_as"], skip_bad=asked["skip_bad"])
    return {"import": source.pk}


def _page(job: Job) -> str:
    found = (job.result or {}).get("import")
    return reverse("organizations:import", args=[found]) if found else ""


def _again(job: Job) -> str:
    if "import" in job.arguments:
        return reverse("organizations:import", args=[job.arguments["import"]])
    if "kind" in job.arguments:
        return reverse("organizations:upload", args=[job.arguments["kind"]])
    return reverse("organizations:administration")


KINDS = (Kind(CHECK, _check, _page, _again), Kind(APPLY, _apply, _page, _again))
