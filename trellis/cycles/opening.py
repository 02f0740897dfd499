"""The set-based statements of an opening; `actions` wraps them in one transaction.

Rows never pass through Python: 4,000 schools with 80 tasks each are one INSERT … SELECT.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

from trellis.kit import clock
from trellis.work.actions.team_steps import start_where_teams_exist

SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Opening:
    """What one opening is about: a plan for the organizations whose year a release opens."""

    release: int
    year: int
    version: int
    plan: str
    stage: str
    at: datetime

    def parameters(self) -> dict[str, Any]:
        """Named values of the statements."""
        return {
            "release": self.release,
            "year": self.year,
            "version": self.version,
            "plan": self.plan,
            "prefix": f"{self.plan}/%",
            "stage": self.stage,
            "at": connection.ops.adapt_datetimefield_value(self.at),
        }


def run(opening: Opening) -> dict[str, int]:
    """Write workplans, cycles, activities and tasks; answers how many of each."""
    counts = {"workplans": _execute("open_workplans", opening)}
    counts["cycles"] = _execute("open_cycles", opening)
    before = _highest("work_activity")
    counts["activities"] = _execute("open_activities", opening)
    _let_the_planner_know()
    counts["tasks"] = _open_tasks(opening, "a.id > %(after)s", after=before)
    return counts


def _let_the_planner_know() -> None:
    """PostgreSQL has no statistics of rows written a moment ago and may join them badly."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE work_activity, work_workplan, cycles_scheduledtask")


def add_condition(opening: Opening, condition: str, organizations: Sequence[int]) -> int:
    """Write the tasks of a condition for organizations selected after the opening."""
    named: dict[str, Any] = {f"chosen_{n}": pk for n, pk in enumerate(organizations)}
    chosen = ", ".join(f"%({name})s" for name in named)
    which = (
        f"s.condition = %(condition)s AND (o.id IN ({chosen}) OR o.district_id IN ({chosen}))"  # noqa: S608 - parameter names of ours
        " AND NOT EXISTS (SELECT 1 FROM work_task k"
        " WHERE k.workplan_id = a.workplan_id AND k.template_code = s.code)"
    )
    return _open_tasks(opening, which, condition=condition, **named)


def _open_tasks(opening: Opening, which: str, **named: Any) -> int:
    """Write steps; those that wait for a team start at once where it exists already."""
    before = _highest("work_task")
    count = _execute("open_tasks", opening, which=which, **named)
    if count:
        start_where_teams_exist(opening.year, on=clock.today(), after=before)
    return count


def open_above(opening: Opening, organizations: Sequence[int], *, since: date) -> dict[str, int]:
    """Write what a running plan lacks above some organizations, from a month on; how many of each.

    `since` is the first day of a month: what was owed before it, was owed where they stood then.
    """
    named: dict[str, Any] = {f"moved_{n}": pk for n, pk in enumerate(organizations)}
    moved = ", ".join(f"%({name})s" for name in named)
    counts = {
        "workplans": _execute("open_workplans", opening, only=f" AND o.id IN ({moved})", **named)
    }
    before = _highest("work_activity")
    counts["activities"] = _execute(
        "open_activities",
        opening,
        only=f" AND c.organization_id IN ({moved})",
        since=" AND month >= %(first)s",
        first=since,
        **named,
    )
    counts["tasks"] = _open_tasks(opening, "a.id > %(after)s", after=before)
    return counts


def write_statuses(release: int, *, by: int, at: datetime) -> int:
    """Write the year's support statuses as proposed or settled; answers how many."""
    values = {
        "release": release,
        "by": by,
        "at": connection.ops.adapt_datetimefield_value(at),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement("write_statuses"), values)
        return max(int(cursor.rowcount), 0)


def _execute(
    name: str,
    opening: Opening,
    *,
    which: str = "",
    only: str = "",
    since: str = "",
    **more: Any,
) -> int:
    sql = statement(name, which=which, only=only, since=since)
    with connection.cursor() as cursor:
        cursor.execute(sql, {**opening.parameters(), **more})
        return max(int(cursor.rowcount), 0)


def statement(name: str, **parts: str) -> str:
    """A statement of this room with its parts filled in; values stay parameters."""
    on_postgres = connection.vendor == "postgresql"
    own = (
        {"false": "FALSE", "empty": "'[]'::jsonb"}
        if on_postgres
        else {"false": "0", "empty": "'[]'"}
    )
    return _text(name).format(**{**own, "which": "", "only": "", "since": "", **parts})


@cache
def _text(name: str) -> str:
    return (SQL / f"{name}.sql").read_text()


def _highest(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")  # noqa: S608 - our own name
        row = cursor.fetchone()
    return int(row[0])
