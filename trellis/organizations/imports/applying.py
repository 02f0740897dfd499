"""Applying a checked directory: set-based statements inside the caller's one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q

from trellis.history.actions import Facts, record_many
from trellis.organizations.imports.bulk import batches
from trellis.organizations.models import Change, Import, Level, Organization, Placement
from trellis.organizations.moves import tell
from trellis.organizations.placing import (
    BATCH,
    at_or_below,
    moves_since,
    places,
    repair_ancestors,
    statement,
)
from trellis.people.models import Person

ALWAYS = ("kind", "level", "name", "sort_name", "parent_id", "district_id", "office_id", "state_id")
SHOWN = ("kind", "name", "region", "county", "city", "grades", "nces")
FLOORS = (Level.STATE, Level.OFFICE, Level.DISTRICT, Level.SCHOOL, Level.OTHER)
LEFT_OPEN = (Change.CHANGED, Change.MOVED, Change.REOPENED)


def write(source: Import, fields: list[str], *, by: Person | None, acting_as: str) -> None:
    """Write every staged organization, its place, and what happened to those that were there."""
    _record_differences(source, fields, by=by, acting_as=acting_as)
    touched = _touched(source)
    before = places(touched) if touched else {}
    updates = ", ".join(f"{name} = excluded.{name}" for name in (*ALWAYS, *fields))
    sql = statement("upsert").format(updates=f"{updates}, closed_on = NULL")
    with connection.cursor() as cursor:
        for level in FLOORS:
            cursor.execute(sql, [source.pk, level.value])
        cursor.execute(statement("first_places"), [source.on, source.pk])
    closed = _close(source)
    if before:
        repair_ancestors()
        _move_places(source, source.on)
    tell(moves_since(before, closed))


def _staged_codes(source: Import, *changes: Change) -> Q:
    return Q(code__in=source.organizations.filter(change__in=changes).values("code"))


def _touched(source: Import) -> Q | None:
    """The organizations whose place may change: moved, reopened or closed, and all beneath them."""
    changes = (Change.MOVED, Change.REOPENED, Change.CLOSED, Change.CHANGED)
    if not source.organizations.filter(change__in=changes).exists():
        return None
    ids = Organization.objects.filter(_staged_codes(source, *changes)).values("pk")
    return at_or_below(ids)


def _close(source: Import) -> set[int]:
    going = Organization.objects.filter(_staged_codes(source, Change.CLOSED), closed_on=None)
    ids = set(going.values_list("pk", flat=True))
    if ids:
        going.update(closed_on=source.on)
    return ids


def _move_places(source: Import, on: date) -> None:
    """End the place each moved organization had, and begin the one it has now."""
    moved = Organization.objects.filter(_staged_codes(source, *LEFT_OPEN))
    stale = Placement.objects.filter(organization__in=moved.values("pk"), ends=None).exclude(
        parent=F("organization__parent")
    )
    stale.filter(starts__gte=on).delete()
    stale.update(ends=on)
    rows = (
        moved.exclude(parent=None)
        .exclude(Exists(Placement.objects.filter(organization=OuterRef("pk"), ends=None)))
        .values_list("pk", "parent_id")
    )
    Placement.objects.bulk_create(
        [Placement(organization_id=pk, parent_id=parent, starts=on) for pk, parent in rows],
        batch_size=BATCH,
    )


def _record_differences(
    source: Import, fields: list[str], *, by: Person | None, acting_as: str
) -> None:
    """One entry for each organization that changes, moves, closes or opens again."""
    compared = [name for name in SHOWN if name in ("kind", "name", *fields)]
    for change in (*LEFT_OPEN, Change.CLOSED):
        staged = source.organizations.filter(change=change).order_by("id").iterator(BATCH)
        for batch in batches(staged, BATCH):
            there = Organization.objects.filter(code__in=[one.code for one in batch])
            known = {one.code: one for one in there.select_related("parent")}
            happened = _happened(batch, known, compared, change, source.on)
            record_many(change.value, happened, by=by, acting_as=acting_as)


def _happened(
    batch: list[Any], known: dict[str, Organization], compared: list[str], change: str, on: date
) -> Iterator[tuple[str, str, Facts]]:
    for staged in batch:
        one = known[staged.code]
        facts: Facts = {"on": on.isoformat()}
        if change != Change.CLOSED:
            facts |= {
                name: [getattr(one, name), getattr(staged, name)]
                for name in compared
                if getattr(one, name) != getattr(staged, name)
            }
            above = one.parent.code if one.parent else ""
            if above != staged.parent_code:
                facts["parent"] = [above, staged.parent_code]
        yield f"organization:{one.pk}", one.name, facts
