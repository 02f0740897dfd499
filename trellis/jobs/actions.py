"""Starting long work, saying how far it is, and ending it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from trellis.jobs import kinds
from trellis.jobs.models import Job
from trellis.kit import clock
from trellis.kit.errors import Refused

if TYPE_CHECKING:
    from trellis.people.models import Person

log = logging.getLogger(__name__)


@transaction.atomic
def start(kind: str, title: str, arguments: dict[str, Any], *, by: Person) -> Job:
    """Write down a job for the worker; an unknown kind is refused here (LookupError)."""
    kinds.kind(kind)
    now = clock.now()
    job = Job.objects.create(
        kind=kind, title=title[:200], arguments=arguments, by=by, created_at=now, seen_at=now
    )
    transaction.on_commit(lambda: run.enqueue(job.pk))
    return job


def advance(job: Job, step: str, done: int, total: int) -> None:
    """Say how far a running job is; never inside the work's own transaction."""
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(
        step=step[:100], done=done, total=total, seen_at=clock.now()
    )


def finish(job: Job, result: dict[str, Any]) -> None:
    """Say that a job is done, and what came of it."""
    _end(job, Job.State.DONE, result=result)


def fail(job: Job, error: str) -> None:
    """Say that a job did not succeed, in a sentence for the person who started it."""
    _end(job, Job.State.FAILED, error=error)


def _end(job: Job, state: Job.State, **facts: object) -> None:
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(
        state=state, finished_at=clock.now(), seen_at=clock.now(), **facts
    )
    job.refresh_from_db()


@task()
def run(job_id: int) -> None:
    """Do a job that waits; a second worker that gets the same one finds nothing to do."""
    waiting = Job.objects.filter(pk=job_id, state=Job.State.WAITING)
    if not waiting.update(state=Job.State.RUNNING, seen_at=clock.now()):
        return
    job = Job.objects.select_related("by").get(pk=job_id)

    def say(step: str, done: int, total: int) -> None:
        advance(job, step, done, total)

    try:
        result = kinds.kind(job.kind).run(job, say)
    except Refused as refused:
        fail(job, str(refused))
    except Exception:
        log.exception("Job %s (%s) broke off", job.pk, job.kind)
        fail(job, _("Something went wrong on our side. Nothing was written. Try once more."))
    else:
        finish(job, result)
