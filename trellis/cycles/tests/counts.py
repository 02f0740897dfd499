"""What an opening wrote, counted and named for the tests of this room."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import connection

from tests.cast import World
from trellis.cycles.models import ImprovementCycle, ScheduledTask, Selection
from trellis.designations.models import Release
from trellis.history.models import Entry
from trellis.notices.models import Notice
from trellis.organizations.models import Assignment
from trellis.work.models import Activity, Task, Workplan

PLAN = "intensive-planning"


def everything(world: World) -> dict[str, Any]:
    """The number of rows of all that an opening may write, and the release's state."""
    release = Release.objects.get(pk=world.release.pk)
    return {
        "state": str(release.state),
        "by": release.published_by_id,
        "workplans": Workplan.objects.count(),
        "cycles": ImprovementCycle.objects.count(),
        "activities": Activity.objects.count(),
        "tasks": Task.objects.count(),
        "notices": Notice.objects.filter(kind="year-opened").count(),
        "assignments": Assignment.objects.count(),
        "selections": Selection.objects.count(),
        "entries": Entry.objects.filter(
            verb__in=["opened", "opened the year", "published"]
        ).count(),
    }


def tasks_at(world: World, place: str) -> Counter[str]:
    """How often each task stands in an organization's own workplan."""
    found = Task.objects.filter(workplan__organization=world[place], workplan__year=world.year)
    return Counter(found.values_list("template_code", flat=True))


def planned(world: World, scope: str, *, condition: bool = False) -> Counter[str]:
    """The tasks that the plan has for one floor, without (or only) those under a condition."""
    rows = ScheduledTask.objects.filter(year=world.year, scope=scope, plan=PLAN)
    rows = rows.exclude(condition="") if condition else rows.filter(condition="")
    return Counter(rows.values_list("code", flat=True))


def forbid(table: str, when: str) -> None:
    """Let the database refuse a row of a table, as a full disk or a broken rule would."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE TRIGGER forbidden BEFORE INSERT ON {table} WHEN {when}"  # noqa: S608
                " BEGIN SELECT RAISE(ABORT, 'forbidden'); END"
            )
            return
        cursor.execute(
            "CREATE FUNCTION forbid() RETURNS trigger AS"
            " $$ BEGIN RAISE EXCEPTION 'forbidden'; END $$ LANGUAGE plpgsql"
        )
        cursor.execute(
            f"CREATE TRIGGER forbidden BEFORE INSERT ON {table} FOR EACH ROW"  # noqa: S608
            f" WHEN ({when}) EXECUTE FUNCTION forbid()"
        )
