"""What a page shows of a job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from trellis.jobs import kinds
from trellis.jobs.models import Job
from trellis.kit import clock

if TYPE_CHECKING:
    from trellis.people.models import Person

SILENCE = timedelta(minutes=15)
"""After this long without a word, the worker is taken to have died."""
PATIENCE = timedelta(seconds=45)
"""After this long in the queue, perhaps no worker runs."""


@dataclass(frozen=True)
class Progress:
    """A job as people see it."""

    job: Job
    is_lost: bool
    waits_long: bool
    percent: int | None
    page: str
    again: str

    @property
    def is_live(self) -> bool:
        """Whether to look again in a moment."""
        return self.job.state in {Job.State.WAITING, Job.State.RUNNING} and not self.is_lost


def progress(job: Job) -> Progress:
    """How a job stands now."""
    silent = clock.now() - (job.seen_at or job.created_at)
    running = job.state == Job.State.RUNNING
    done = job.state == Job.State.DONE
    # An old job may be of a kind that no room does any more.
    kind = next((one for one in kinds.registered() if one.code == job.kind), None)
    return Progress(
        job=job,
        is_lost=running and silent > SILENCE,
        waits_long=job.state == Job.State.WAITING and silent > PATIENCE,
        percent=min(100, 100 * job.done // job.total) if job.total else None,
        page=kind.page(job) if kind and done else "",
        again=kind.again(job) if kind else "",
    )


def own_jobs(person: Person) -> list[Job]:
    """The latest jobs that a person started, newest first."""
    return list(Job.objects.filter(by=person).order_by("-id")[:20])
