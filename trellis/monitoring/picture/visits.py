"""When the worker counts: once a day, early, on the clock of the program."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django_tasks import TaskResultStatus, default_task_backend, task
from django_tasks_db.models import DBTaskResult

from trellis.kit import clock
from trellis.monitoring.picture.actions import take
from trellis.programs import queries as programs
from trellis.programs.models import Installation

if TYPE_CHECKING:
    from django.db.models import QuerySet

HOUR = 4


@task()
def count_the_day() -> None:
    """Plan the next day first, so that no crash ends the chain; then count this one."""
    found = programs.installation()
    if found is None or not _comes_by_itself(found):
        return
    with programs.running_on(found.version_id, found.rewording) as program:
        zone = program.pack.time_zone
        _plan(zone)
        take(on=clock.today(zone))


def keep_coming() -> None:
    """Take up the chain of days where none is planned: on a new database, or after a mishap."""
    found = programs.installation()
    if found is not None and _comes_by_itself(found) and not _visits().exists():
        count_the_day.enqueue()


def _plan(zone: str) -> None:
    here = clock.now().astimezone(ZoneInfo(zone))
    at = datetime(here.year, here.month, here.day, HOUR, tzinfo=ZoneInfo(zone))
    if at <= here:
        at += timedelta(days=1)
    if not _visits().filter(run_after=at).exists():
        count_the_day.using(run_after=at).enqueue()


def _comes_by_itself(found: Installation) -> bool:
    """Not in a sample, which stands still, nor where nothing can wait for its hour."""
    return found.kind != Installation.Kind.SAMPLE and default_task_backend.supports_defer


def _visits() -> QuerySet[DBTaskResult[Any, Any]]:
    path = count_the_day.module_path
    return DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY)
