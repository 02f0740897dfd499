"""Installing a pack, and giving a program year its dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import Refused
from trellis.kit.school_year import label
from trellis.people.models import Person
from trellis.programs import queries
from trellis.programs.date_rules import CONFIRMED, Resolved, resolve
from trellis.programs.loader import LoadedPack, load
from trellis.programs.models import (
    ActivityTemplate,
    Installation,
    ProgramYear,
    TaskTemplate,
    Version,
    Waiver,
    YearDate,
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


@transaction.atomic
def resolve_year(start: int, *, by: Person | None = None) -> ProgramYear:
    """Give a program year its dates in the installed version; what people set stays as it is."""
    year, _new = ProgramYear.objects.get_or_create(start=start)
    version_id = _current_version()
    kept = _set_by_people(year, version_id)
    rules = queries.program(version_id).dates
    days = {code: row.day for code, row in kept.items() if row.day and code in rules}
    written = _write_dates(year, version_id, resolve(rules.values(), start, set_days=days), kept)
    if written:
        record(f"programs.year:{year.pk}", str(year), "dated", by=by, after={"dates": written})
    return year


@transaction.atomic
def set_day(start: int, code: str, day: date, *, by: Person) -> YearDate:
    """Set or confirm a day of a year; dates that count from it follow.

    Who may do so is asked by the room that calls: roles are held above this one.
    """
    year = resolve_year(start, by=by)
    version_id = _current_version()
    row = (
        YearDate.objects.select_for_update()
        .filter(year=year, version_id=version_id, code=code)
        .first()
    )
    if row is None:
        raise Refused(_('The calendar has no date "%(code)s".') % {"code": code})
    if abs(day.year - start) > 6:
        words = {"day": day.isoformat(), "year": label(start)}
        raise Refused(_("%(day)s lies too far from the year %(year)s.") % words)
    before = {"day": row.day.isoformat() if row.day else None, "standing": row.standing}
    row.day, row.month, row.words = day, day.replace(day=1), ""
    row.standing, row.set_by, row.set_at = CONFIRMED, by, clock.now()
    row.save()
    record(
        f"programs.date:{row.pk}",
        f"{code} {year}",
        "confirmed",
        by=by,
        before=before,
        after={"day": day.isoformat(), "standing": CONFIRMED},
    )
    resolve_year(start, by=by)
    return row


def _current_version() -> int:
    found = queries.installation()
    if found is None:
        raise Refused(_("No pack is installed yet: ./dev manage pack install"))
    return found.version_id


def _set_by_people(year: ProgramYear, version_id: int) -> dict[str, YearDate]:
    """What people set for the year: in this version, else in the latest before it."""
    rows = YearDate.objects.filter(year=year, set_at__isnull=False).order_by("version_id")
    kept = {row.code: row for row in rows}
    return kept | {row.code: row for row in rows if row.version_id == version_id}


def _write_dates(
    year: ProgramYear, version_id: int, found: dict[str, Resolved], kept: dict[str, YearDate]
) -> int:
    """Write what differs from the rows there are; answers how many were written."""
    there = {row.code: row for row in YearDate.objects.filter(year=year, version_id=version_id)}
    written = 0
    for code, date_found in found.items():
        row = there.get(code) or YearDate(year=year, version_id=version_id, code=code)
        told = (row.day, row.month, row.words, row.standing) if row.pk else None
        now = (date_found.day, date_found.month, date_found.words, date_found.standing)
        if told == now:
            continue
        row.day, row.month, row.words, row.standing = now
        if code in kept:
            row.set_by_id, row.set_at = kept[code].set_by_id, kept[code].set_at
        row.save()
        written += 1
    return written
