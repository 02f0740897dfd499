"""Carrying the dates of a year into the steps of years that run; set-based, in one transaction.

Settled steps keep their day, also those that closed when a year ended, and so does what was moved
by hand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection

from trellis.cycles.models import ScheduledTask
from trellis.cycles.opening import statement
from trellis.cycles.schedule import write_schedule
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear, TaskTemplate, Version
from trellis.work.models import State, Task, Workplan

Days = tuple[date | None, str, date | None]
"""Due day, where it is from, and the last day on which nothing is late."""


def carry_dates(year: ProgramYear) -> dict[str, int]:
    """Let schedule and open steps of a year follow its dates; answers how many moved, came, left.

    Nothing is there to carry before the year was prepared for opening.
    """
    total = Counter(moved=0, joined=0, left=0)
    scheduled = ScheduledTask.objects.filter(year=year)
    versions = scheduled.order_by().values_list("version", flat=True).distinct()
    for version in Version.objects.filter(pk__in=list(versions)).order_by("pk"):
        before = _days(year, version)
        write_schedule(version, programs.program(version.pk), year)
        after = _days(year, version)
        changed = {pk: days for pk, days in after.items() if before.get(pk, days) != days}
        total["moved"] += _move(year, changed)
        total["joined"] += _join(year, version, sorted(after.keys() - before.keys()))
        total["left"] += _leave(year, version, sorted(before.keys() - after.keys()))
    return dict(total)


def _days(year: ProgramYear, version: Version) -> dict[int, Days]:
    rows = ScheduledTask.objects.filter(year=year, version=version).values_list(
        "template_id", "due", "due_from", "late_after"
    )
    return {pk: (due, due_from, late_after) for pk, due, due_from, late_after in rows}


def _move(year: ProgramYear, changed: dict[int, Days]) -> int:
    """One update per new day; a date has few."""
    templates: dict[Days, list[int]] = defaultdict(list)
    for pk, days in changed.items():
        templates[days].append(pk)
    workplans = Workplan.objects.filter(year=year)
    moved = 0
    for (due, due_from, late_after), ids in templates.items():
        # The code is in the index of a workplan's tasks; the template tells the version.
        codes = TaskTemplate.objects.filter(pk__in=ids).values_list("code", flat=True)
        tasks = Task.objects.filter(
            workplan__in=workplans.values("pk"),
            template_code__in=list(codes),
            template__in=ids,
            state=State.OPEN,
        ).exclude(due_from=Task.DueFrom.MOVED)
        moved += tasks.update(due=due, due_from=due_from, late_after=late_after)
    return moved


def _join(year: ProgramYear, version: Version, templates: list[int]) -> int:
    """Steps that waited for their date come into every running year of their plan."""
    if not templates:
        return 0
    plans = ScheduledTask.objects.filter(year=year, version=version, template__in=templates)
    marks, named = _marks(templates)
    which = (
        f"s.template_id IN ({marks})"  # noqa: S608 - parameter names of ours
        " AND NOT EXISTS (SELECT 1 FROM work_task k"
        " WHERE k.workplan_id = a.workplan_id AND k.template_code = s.code)"
        " AND NOT EXISTS (SELECT 1 FROM cycles_improvementcycle c"
        " WHERE c.workplan_id = w.id AND c.plan = s.plan AND c.state = 'ended')"
    )
    joined = 0
    for plan in sorted(set(plans.values_list("plan", flat=True))):
        named |= {"year": year.pk, "version": version.pk, "plan": plan}
        _execute(statement("join_activities", which=marks), named)
        joined += _execute(statement("open_tasks", which=which), named)
    return joined


def _untouched() -> str:
    """That nothing hangs on a step: rooms above have records that this one can't name."""
    return "".join(
        f"\n  AND NOT EXISTS (SELECT 1 FROM {one.related_model._meta.db_table} hung"  # noqa: S608
        f" WHERE hung.{one.field.column} = work_task.id)"
        for one in Task._meta.related_objects
    )


def _leave(year: ProgramYear, version: Version, templates: list[int]) -> int:
    """Steps whose date is open again leave; what somebody touched stays and has no firm day."""
    if not templates:
        return 0
    marks, named = _marks(templates)
    left = _execute(
        statement("drop_waiting", which=marks, touched=_untouched()), {**named, "year": year.pk}
    )
    dates = programs.dates(year.start, version.pk)
    for template in TaskTemplate.objects.filter(pk__in=templates):
        found = dates[template.due]
        _move(year, {template.pk: (found.day, "rule", found.late_after)})
    return left


def _marks(ids: Iterable[int]) -> tuple[str, dict[str, Any]]:
    named = {f"t_{n}": pk for n, pk in enumerate(ids)}
    return ", ".join(f"%({name})s" for name in named), named


def _execute(sql: str, named: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, named)
        return max(int(cursor.rowcount), 0)
