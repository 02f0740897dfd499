"""Running a statement of this room: named parameters in, rows with dates out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

SQL = Path(__file__).parent.parent / "sql"


def fetch(name: str, named: dict[str, Any], **parts: str) -> list[tuple[Any, ...]]:
    """The rows of `sql/<name>.sql`; `parts` fill its braces with text of ours."""
    with connection.cursor() as cursor:
        cursor.execute(statement(name).format(**parts) if parts else statement(name), named)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def marks(letter: str, values: Sequence[Any], named: dict[str, Any]) -> str:
    """Named parameters for a list, added to `named`."""
    named |= {f"{letter}_{n}": value for n, value in enumerate(values)}
    return ", ".join(f"%({letter}_{n})s" for n in range(len(values)))


def day(value: date | str | None) -> date | None:
    """SQLite hands dates back as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


@cache
def statement(name: str) -> str:
    """The text of a statement."""
    return (SQL / f"{name}.sql").read_text()
