"""Rows of a statement without records, for pages whose own work should cost little beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection

Row = tuple[Any, ...]


def rows(sql: str, named: Mapping[str, Any], *, plain: bool = False) -> list[Row]:
    """All rows of a statement with named parameters; days come back as dates on both engines.

    `plain` promises that days stand in the result as bare columns: SQLite's driver knows those by
    their declared type, and only what a union or an expression made is looked at here.
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, named)
        found: list[Row] = cursor.fetchall()
    if plain or connection.vendor != "sqlite":
        return found
    return [_dated(row) for row in found]


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
