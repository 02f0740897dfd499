"""Applying a checked directory: set-based statements inside the caller's one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q

from trellis.history.actions import Facts, record_many
from trellis.organizations.imports.bulk import batches
from trellis.organizations.models import Change, Import, Level, Organization, Placement
from trellis.organizations.moves import Ancestors, Moved, tell
from trellis.people.models import Person

FOLDER = Path(__file__).parent.parent / "sql"
ALWAYS = ("kind", "level", "name", "sort_name", "parent_id", "district_id", "office_id", "state_id")
SHOWN = ("kind", "name", "region", "county", "city", "grades", "nces")
FLOORS = (Level.STATE, Level.OFFICE, Level.DISTRICT, Level.SCHOOL, Level.OTHER)
DEEPEST = 6
BATCH = 2_000
LEFT_OPEN = (Change.CHANGED, Change.MOVED, Change.REOPENED)


@lru_cache(maxsize=8)
def statement(name: str) -> str:
    """One of this room's SQL files."""
    return (FOLDER / f"{name}.sql").read_text()


def lock_organizations() -> None:
    """Keep other writers out until the transaction ends; SQLite has only one anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE organizations_organization IN SHARE ROW EXCLUSIVE MODE")


def write(source: Import, fields: list[str], *, by: Person | None, acting_as: str) -> None:
    """Write every staged organization, its place, and what happened to those that were there."""
    _record_differences(source, fields, by=by, acting_as=acting_as)
    places = _places(_touched(source))
    updates = ", ".join(f"{name} = excluded.{name}" for name in (*ALWAYS, *fields))
    sql = statement("upsert").format(updates=f"{updates}, closed_on = NULL")
    with connection.cursor() as cursor:
        for level in FLOORS:
            cursor.execute(sql, [source.pk, level.value])
        cursor.execute(statement("first_places"), [source.on, source.pk])
    closed = _close(source)
    if places:
        repair_ancestors()
        _move_places(source, source.on)
    tell(_moves(places, closed))


def _staged_codes(source: Import, *changes: Change) -> Q:
    return Q(code__in=source.organizations.filter(change__in=changes).values("code"))


def _touched(source: Import) -> Q | None:
    """The organizations whose place may change: moved, reopened or closed, and all beneath them."""
    changes = (Change.MOVED, Change.REOPENED, Change.CLOSED, Change.CHANGED)
    if not source.organizations.filter(change__in=changes).exists():
        return None
    ids = Organization.objects.filter(_staged_codes(source, *changes)).values("pk")
    return Q(pk__in=ids) | Q(district__in=ids) | Q(office__in=ids) | Q(state__in=ids)


def _places(touched: Q | None) -> dict[int, Ancestors]:
    if touched is None:
        return {}
    rows = Organization.objects.filter(touched)
    return _ancestors(rows)


def _ancestors(rows: Any) -> dict[int, Ancestors]:
    values = rows.values_list("pk", "level", "state_id", "office_id", "district_id")
    return {
        pk: {"state": state, "office": office, "district": district, level: pk}
        for pk, level, state, office, district in values.iterator(chunk_size=BATCH)
    }


def repair_ancestors() -> None:
    """Make every organization's district, office and state those of its parent, top down."""
    with connection.cursor() as cursor:
        for _floor in range(DEEPEST):
            cursor.execute(statement("ancestors"))
            if not cursor.rowcount:
                return


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


def _moves(places: dict[int, Ancestors], closed: set[int]) -> list[Moved]:
    """What the handlers hear: who has other ancestors now, and who closed."""
    found = []
    for ids in batches(sorted(places), BATCH):
        now = _ancestors(Organization.objects.filter(pk__in=ids))
        for pk in ids:
            if places[pk] != now[pk] or pk in closed:
                found.append(Moved(pk, places[pk], now[pk], pk in closed))
    return found


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
