"""The statements of this room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from trellis.kit.sql import Row, rows
from trellis.monitoring.rules import Scope

SQL = Path(__file__).parent.parent / "sql"


def fetch(name: str, named: dict[str, Any], /, *, plain: Any = False, **parts: Any) -> list[Row]:
    """The rows of `sql/<name>.sql`; `parts` fill its braces with text of ours."""
    text = read(name, SQL)
    return rows(text.format(**parts) if parts else text, named, plain=plain)


def marks(letter: str, values: Iterable[Any], named: dict[str, Any]) -> str:
    """Named parameters for a list, added to `named`; matches nothing where the list is empty."""
    found: Sequence[Any] = list(values)
    if not found:
        return "NULL"
    named |= {f"{letter}_{n}": value for n, value in enumerate(found)}
    return ", ".join(f"%({letter}_{n})s" for n in range(len(found)))


def within(scope: Scope, named: dict[str, Any]) -> str:
    """The condition on `o`, an organization of a scope; its values are added to `named`."""
    parts = [
        f"o.{column} IN ({marks(column, sorted(values), named)})"
        for column, values in (
            ("id", scope.places | scope.districts | scope.offices),
            ("district_id", scope.districts),
            ("office_id", scope.offices),
            ("state_id", scope.states),
        )
        if values
    ]
    return f"({' OR '.join(parts)})" if parts else "1 = 0"


@cache
def read(name: str, folder: Path) -> str:
    """The text of a statement."""
    return (folder / f"{name}.sql").read_text()
