"""Running a statement of this room: named parameters in, rows with dates out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from trellis.kit.sql import Row, rows

SQL = Path(__file__).parent.parent / "sql"


def fetch(name: str, named: dict[str, Any], *, plain: bool = False, **parts: str) -> list[Row]:
    """The rows of `sql/<name>.sql`; `parts` fill its braces with text of ours."""
    text = statement(name)
    return rows(text.format(**parts) if parts else text, named, plain=plain)


def marks(letter: str, values: Sequence[Any], named: dict[str, Any]) -> str:
    """Named parameters for a list, added to `named`."""
    named |= {f"{letter}_{n}": value for n, value in enumerate(values)}
    return ", ".join(f"%({letter}_{n})s" for n in range(len(values)))


@cache
def statement(name: str) -> str:
    """The text of a statement."""
    return (SQL / f"{name}.sql").read_text()
