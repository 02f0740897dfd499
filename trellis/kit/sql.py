"""Rows of a statement without records, for pages whose own work should cost little beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection

Row = tuple[Any, ...]


def rows(sql: str, named: Mapping[str, Any]) -> list[Row]:
    """All rows of a statement with named parameters; days come back as dates on both engines."""
    with connection.cursor() as cursor:
        cursor.execute(sql, named)
        found: list[Row] = cursor.fetchall()
    if connection.vendor == "sqlite":
        return [_dated(row) for row in found]
    return found


def _dated(row: Row) -> Row:
    """SQLite hands days back as text: ten characters with a dash after the year and the month."""
    return tuple(
        date.fromisoformat(one)
        if one.__class__ is str and len(one) == 10 and one[4] == one[7] == "-" and one[:4].isdigit()
        else one
        for one in row
    )
