"""The plan on the calendar: what every organization of a year shares, worked out once."""

from __future__ import annotations

import calendar
from collections.abc import Container, Iterator
from datetime import date

from django.db import transaction
from django.db.models import Q

from trellis.cycles.models import ScheduledTask
from trellis.organizations.teams.rules import waiting_steps
from trellis.programs import date_rules
from trellis.programs import queries as programs
from trellis.programs.date_rules import Resolved
from trellis.programs.models import ProgramYear, TaskTemplate, Version
from trellis.programs.program import Program


def write_schedule(version: Version, program: Program, year: ProgramYear) -> int:
    """Replace the schedule of a version and year; answers the number of scheduled tasks.

    Runs before the opening's transaction: nothing shows it, and a second run says the same. It
    waits for an opening that reads the schedule meanwhile.
    """
    set_days = programs.set_days(year.start, version.pk)
    dates = date_rules.resolve(program.dates.values(), year.start, set_days=set_days)
    # What is switched off waits for its date: once somebody has confirmed it, the task is on.
    settled = [code for code, one in dates.items() if one.standing == date_rules.CONFIRMED]
    templates = (
        TaskTemplate.objects.filter(Q(active=True) | Q(due__in=settled), version=version)
        .select_related("activity")
        .prefetch_related("waivers")
    )
    waits = waiting_steps(program)
    rows = [_scheduled(one, year, dates, waits) for one in templates]
    with transaction.atomic():
        ProgramYear.objects.select_for_update().get(pk=year.pk)
        ScheduledTask.objects.filter(year=year, version=version).delete()
        ScheduledTask.objects.bulk_create(rows)
    return len(rows)


def _scheduled(
    template: TaskTemplate, year: ProgramYear, dates: dict[str, Resolved], waits: Container[str]
) -> ScheduledTask:
    activity = template.activity
    month = date(year.start + activity.year_offset, activity.month_number, 1)
    due, due_from, late_after = _due(template, month, dates)
    if template.code in waits:
        late_after = None  # it starts with a team, and is not late before there is one
    return ScheduledTask(
        year=year,
        version_id=template.version_id,
        template=template,
        activity=activity,
        plan=activity.plan,
        activity_code=f"{activity.plan}/{activity.code}",
        activity_order=activity.order,
        code=template.code,
        order=activity.order * 1000 + template.order,
        role=template.role,
        scope=template.scope,
        held_at=template.held_at,
        act=template.act,
        deed=template.deed and f"{activity.code}:{template.deed}",
        each_member=template.each_member,
        condition=activity.condition,
        waivable=bool(template.waivers.all()),
        month=month,
        due=due,
        due_from=due_from,
        late_after=late_after,
    )


def _due(
    template: TaskTemplate, month: date, dates: dict[str, Resolved]
) -> tuple[date | None, str, date | None]:
    if not template.due:
        return None, "", month.replace(day=calendar.monthrange(month.year, month.month)[1])
    found = dates[template.due]
    return found.day, "year" if found.standing == date_rules.CONFIRMED else "rule", found.late_after


def months_of(program: Program, plan: str, start: int) -> Iterator[date]:
    """The months of a plan's year in order, as their first days."""
    for month in program.plans[plan].months:
        yield date(start + month.year, month.month, 1)
