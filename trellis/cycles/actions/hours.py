"""Publishing at a set hour: the worker does it in the name of who set the hour."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import default_task_backend, task

from trellis.cycles.actions.publication import publish_and_open
from trellis.designations.models import Release
from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotReady, Refused
from trellis.meetings.actions.telling import reading
from trellis.notices.actions import post
from trellis.organizations.rules import grants, seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability

log = logging.getLogger(__name__)

LOOKS = (timedelta(0), timedelta(minutes=10), timedelta(hours=1))
"""After a worker that died in the middle, the next look finds the release still waiting."""
LATE = timedelta(minutes=5)


def arrange(release_id: int, at: datetime) -> None:
    """Have the worker look at a release at its hour; in the transaction that sets the hour."""
    if default_task_backend.supports_defer:
        hour = at.astimezone(UTC)  # on a state's clock an hour later may be two, or none
        for wait in LOOKS:
            publish_when_due.using(run_after=hour + wait).enqueue(release_id)


@task()
def publish_when_due(release_id: int) -> None:
    """Publish a checked release whose hour has come, once; an hour that was moved waits.

    A worker that comes late publishes all the same, and says so. What refuses leaves the release
    checked, without an hour, and tells who set it.
    """
    release = (
        Release.objects.select_related("year", "scheduled_by")
        .filter(pk=release_id, state=Release.State.CHECKED, publish_at__lte=clock.now())
        .first()
    )
    if release is None or release.publish_at is None or release.scheduled_by is None:
        return
    by, hour = release.scheduled_by, release.publish_at
    try:
        publish_and_open(release, by=by, acting_as=_seat_of(by), due=hour)
    except Refused as refused:
        said = refused.missing if isinstance(refused, NotReady) else (str(refused),)
        _give_up(release, hour, by, said)
    except Exception:
        log.exception("Release %s was not published at its hour", release_id)
        _give_up(release, hour, by, (_("Something went wrong on our side."),))
    else:
        _tell(release, hour, by)


def _seat_of(person: Person) -> str:
    """The seat that gives the right to publish, in words; empty if it is gone."""
    program = programs.current()
    wanted = Capability.RELEASE_PUBLISH
    fitting = (seat for seat in seats_of(person) if grants(seat, wanted, at=None))
    return next((seat.called(program) for seat in fitting), "")


@transaction.atomic
def _give_up(release: Release, hour: datetime, by: Person, said: tuple[str, ...]) -> None:
    """Take the hour away and tell who set it; nothing where another worker was first."""
    mine = Release.objects.filter(pk=release.pk, state=Release.State.CHECKED, publish_at=hour)
    if not mine.update(publish_at=None, scheduled_by=None):
        return
    record(f"release:{release.pk}", release.title, "not published", by=None,
           after={"hour": hour.isoformat(), "why": list(said)})  # fmt: skip
    with reading(by):
        subject = _("“%(title)s” was not published") % {"title": release.title}
        text = _("Its hour came, and this was in the way:\n\n%(why)s\n\nNothing went out. The "
                 "release stays checked; mend what is missing, then publish it or set a new"
                 " hour.")  # fmt: skip
    why = "\n".join(said)
    key = f"not-published:{release.pk}:{hour.isoformat()}"
    post(by, "release-hour", subject, text % {"why": why}, dedupe_key=key)


@transaction.atomic
def _tell(release: Release, hour: datetime, by: Person) -> None:
    late = clock.now() - hour
    minutes = int(late.total_seconds() // 60)
    words = {"title": release.title, "num": minutes}
    with reading(by):
        subject = _("“%(title)s” is public") % words
        text = _("“%(title)s” became public at the hour that you set.")
        if late > LATE:
            text = _(
                "“%(title)s” became public %(num)s minutes after its hour: no worker ran before."
            )
    record(f"release:{release.pk}", release.title, "published at its hour", by=None,
           after={"hour": hour.isoformat(), "minutes_late": minutes})  # fmt: skip
    key = f"published:{release.pk}:{hour.isoformat()}"
    post(by, "release-hour", subject, text % words, dedupe_key=key)
