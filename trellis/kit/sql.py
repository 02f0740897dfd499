"""Rows of a statement without records, for pages whose own work should cost little beside it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper

Row = tuple[Any, ...]

_kept = threading.local()


def rows(sql: str, named: Mapping[str, Any], *, plain: bool = False) -> list[Row]:
    """All rows of a statement with named parameters; days come back as dates on both engines.

    `plain` promises that days stand in the result as bare columns: SQLite's driver knows those by
    their declared type, and only what a union or an expression made is looked at here.
    """
    cursor = _reader()
    cursor.execute(sql, named)
    found: list[Row] = cursor.fetchall()
    if plain or cursor.db.vendor != "sqlite":
        return found
    return [_dated(row) for row in found]


def numbers(ids: Iterable[int]) -> str:
    """Numbers of records to stand within `IN (…)`; thousands are too many for parameters."""
    return ", ".join(str(int(pk)) for pk in sorted(ids)) or "NULL"


def _reader() -> CursorWrapper:
    """A cursor that stays with its connection: a page reads eight times, and all rows at once.

    To make one costs five times what a short statement does.
    """
    database = connections[DEFAULT_DB_ALIAS]
    database.close_if_health_check_failed()
    cursor: CursorWrapper | None = getattr(_kept, "cursor", None)
    if (
        cursor is None
        or database.queries_logged  # whoever counts statements wants cursors that tell
        or cursor.cursor.connection is not database.connection  # closed or opened anew since
    ):
        cursor = database.cursor()
        _kept.cursor = None if database.queries_logged else cursor
    return cursor


def _dated(row: Row) -> Row:
    """SQLite hands days back as text: ten characters with a dash after the year and the month."""
    return tuple(
        _day(one)
        if one.__class__ is str and len(one) == 10 and one[4] == one[7] == "-" and one[:4].isdigit()
        else one
        for one in row
    )


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:  # somebody's own words look like a day: "1999-XX-01"
        return text
