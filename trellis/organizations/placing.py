"""Keeping the tree true when organizations move: ancestors, dated places, and who is told."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from trellis.organizations.models import Organization
from trellis.organizations.moves import Ancestors, Moved

FOLDER = Path(__file__).parent / "sql"
DEEPEST = 6
BATCH = 2_000


@lru_cache(maxsize=8)
def statement(name: str) -> str:
    """One of this room's SQL files."""
    return (FOLDER / f"{name}.sql").read_text()


def lock_organizations() -> None:
    """Keep other writers out until the transaction ends; SQLite has only one anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE organizations_organization IN SHARE ROW EXCLUSIVE MODE")


def at_or_below(ids: QuerySet[Any, Any] | list[int]) -> Q:
    """The filter for these organizations and everything beneath them."""
    return Q(pk__in=ids) | Q(district__in=ids) | Q(office__in=ids) | Q(state__in=ids)


def places(touched: Q) -> dict[int, Ancestors]:
    """Where the organizations of a filter stand now."""
    rows = Organization.objects.filter(touched)
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


def moves_since(before: dict[int, Ancestors], closed: set[int]) -> list[Moved]:
    """What the handlers hear: who has other ancestors now, and who closed."""
    found = []
    ids = sorted(before)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        now = places(Q(pk__in=batch))
        for pk in batch:
            if before[pk] != now[pk] or pk in closed:
                found.append(Moved(pk, before[pk], now[pk], pk in closed))
    return found
