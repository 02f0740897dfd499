"""Installing a pack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from trellis.history.actions import record
from trellis.kit import clock
from trellis.people.models import Person
from trellis.programs import queries
from trellis.programs.loader import LoadedPack, load
from trellis.programs.models import (
    ActivityTemplate,
    Installation,
    TaskTemplate,
    Version,
    Waiver,
)
from trellis.programs.program import Program
from trellis.programs.schema.lists import Exemption
from trellis.programs.schema.roles import higher
from trellis.programs.schema.year_plan import PlannedActivity, PlannedTask, YearPlan
from trellis.programs.sections import registered


@transaction.atomic
def install(
    folder: Path, *, kind: str = Installation.Kind.LIVE, by: Person | None = None
) -> Version:
    """Store a pack as a version and run it from now on; the same content again writes nothing.

    `kind` counts only for the first install: a database never turns from live into sample.
    """
    pack = load(folder)
    code = pack.program.pack.code
    version = Version.objects.filter(pack=code, digest=pack.digest).first()
    if version is None:
        version = _store(pack)
    before = queries.installation()
    if before is not None and before.version_id == version.pk:
        return version
    if before is None:
        Installation.objects.create(kind=kind, version=version)
    else:
        Installation.objects.update(version=version)
    record(
        "programs.installation:1",
        str(version),
        "installed",
        by=by,
        before=_facts(before.version) if before else None,
        after=_facts(version),
    )
    return version


def _facts(version: Version) -> dict[str, str]:
    return {"pack": version.pack, "label": version.label, "digest": version.digest}


def _store(pack: LoadedPack) -> Version:
    program = pack.program
    version = Version.objects.create(
        pack=program.pack.code,
        label=program.pack.version,
        digest=pack.digest,
        content=pack.content,
        installed_at=clock.now(),
    )
    queries.remember(version.pk, program)
    for plan in program.plans.values():
        _write_plan(version, plan, program)
    _write_waivers(version, program)
    for section in registered():
        if section.install is not None:
            section.install(version, program)
    return version


def _write_plan(version: Version, plan: YearPlan, program: Program) -> None:
    months = {month.code: month for month in plan.months}
    activities = ActivityTemplate.objects.bulk_create(
        ActivityTemplate(
            version=version,
            plan=plan.code,
            code=activity.code,
            order=order,
            month_number=months[activity.month].month,
            year_offset=months[activity.month].year,
            condition=activity.condition or "",
        )
        for order, activity in enumerate(plan.activities, start=1)
    )
    TaskTemplate.objects.bulk_create(
        template
        for activity, row in zip(plan.activities, activities, strict=True)
        for template in _templates(row, activity, program)
    )


def _templates(
    row: ActivityTemplate, activity: PlannedActivity, program: Program
) -> Iterator[TaskTemplate]:
    entries = [(role, task) for role, cell in program.columns(activity) for task in cell]
    for order, (role, task) in enumerate(entries, start=1):
        yield TaskTemplate(
            version_id=row.version_id,
            activity=row,
            code=f"{row.plan}/{activity.code}.{task.code}",
            order=order,
            role=role.code,
            scope=task.scope,
            held_at=higher(role.works_at, task.scope),
            act=task.act,
            deed=task.deed or "",
            each_member=task.each_member,
            due=task.due or "",
            mark=task.mark,
            active=task.active,
        )


def _write_waivers(version: Version, program: Program) -> None:
    ids = dict(TaskTemplate.objects.filter(version=version).values_list("code", "id"))
    Waiver.objects.bulk_create(
        Waiver(
            version=version,
            exemption=exemption.code,
            organization_code=organization,
            task_id=ids[code],
        )
        for exemption in program.exceptions.exceptions
        for organization in dict.fromkeys(exemption.organizations)
        for code, task in program.tasks.items()
        if is_waived(exemption, code, task)
    )


def is_waived(exemption: Exemption, code: str, task: PlannedTask) -> bool:
    """Whether an exemption means a task, by the tags of its plan or by name."""
    plan, _slash, short = code.partition("/")
    if plan != exemption.plan:
        return False
    return short in exemption.tasks or not set(task.tags).isdisjoint(exemption.tags)
