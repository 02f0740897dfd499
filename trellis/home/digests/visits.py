"""When the worker looks whose hour has come: at each hour of the pack in each zone of somebody."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django_tasks import TaskResultStatus, default_task_backend, task
from django_tasks_db.models import DBTaskResult

from trellis.home.digests import queries
from trellis.home.digests.actions import write_reminders
from trellis.kit import clock
from trellis.programs import queries as programs
from trellis.programs.models import Installation
from trellis.work.reminders import rules

if TYPE_CHECKING:
    from django.db.models import QuerySet

LOOKS = (timedelta(0), timedelta(minutes=10), timedelta(hours=1))
"""A look that a crash has ended is taken up by the next one."""


@task()
def remind() -> None:
    """Plan the next visit first, so that no crash ends the chain; then write what is due."""
    plan_visits()
    write_reminders(clock.now())


def keep_coming() -> None:
    """Take up the chain of visits where none is planned: on a new database, or after a mishap."""
    if _comes_by_itself() and not _visits().exists():
        remind.enqueue()


def plan_visits() -> None:
    """See that the worker comes at the next hour, and again for what a crash has left."""
    found = programs.installation()
    if found is None or not _comes_by_itself():
        return
    with programs.running_on(found.version_id, found.rewording) as program:
        hours, zones = rules.hours_of(program), queries.zones(program.pack.time_zone)
        at = rules.next_look(hours, zones, clock.now())
    if at is None:
        return
    planned = set(_visits().values_list("run_after", flat=True))
    for moment in (at + wait for wait in LOOKS):
        if moment not in planned:
            remind.using(run_after=moment).enqueue()


def _comes_by_itself() -> bool:
    """Whether anything does: not without a pack, and not in a sample, which stands still."""
    found = programs.installation()
    if found is None or found.kind == Installation.Kind.SAMPLE:
        return False
    return default_task_backend.supports_defer


def _visits() -> QuerySet[DBTaskResult[Any, Any]]:
    path = remind.module_path
    return DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY)
