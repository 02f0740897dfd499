"""Logs as tests file them: rows under the columns of the first pack's layout."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.cast import TODAY, World
from trellis.kit.workbook import xlsx
from trellis.meetings.logs.actions import apply_log, check_log
from trellis.organizations.models import Import
from trellis.people.models import Person

HEADER = [
    "School code", "School", "District", "Date", "Type", "Minutes", "Coordinator", "Who came",
    "Data", "Notes", "Internal notes", "Student groups",
]  # fmt: skip
LINCOLN = "CAST-LINCOLN"
FIELDS = ("code", "school", "district", "on", "kind", "minutes", "leader", "came", "data", "notes",
          "internal", "groups")  # fmt: skip


def row(on: object = "2026-11-10", **told: object) -> list[object]:
    """A row about Lincoln, as its coordinator led it, with whatever else is told."""
    usual: dict[str, object] = {"code": LINCOLN, "kind": "Check-in", "minutes": 45, "on": on}
    told = usual | told
    return [told.get(name, "") for name in FIELDS]


def leader(world: World) -> Person:
    """The coordinator who serves Lincoln."""
    return world.who("coordinator")


def filed(folder: Path, rows: Sequence[Sequence[object]], header: Sequence[str] = HEADER) -> Path:
    """A workbook with these rows."""
    path = folder / "log.xlsx"
    path.write_bytes(xlsx(header, rows, sheet="Log"))
    return path


def checked(folder: Path, *rows: Sequence[object], by: Person | None, **more: Any) -> Import:
    """A log with these rows, checked."""
    return check_log(filed(folder, rows), name="log.xlsx", by=by, on=TODAY, **more)


def loaded(
    folder: Path, *rows: Sequence[object], by: Person | None, skip_bad: bool = False
) -> Import:
    """A log with these rows, checked and applied."""
    source = checked(folder, *rows, by=by)
    apply_log(source, by=by, acting_as="test", skip_bad=skip_bad)
    return source


def problems(source: Import) -> list[tuple[int, str, str]]:
    """Line, column and words of each refused row."""
    return [(line, column, text) for line, column, text, _sentence in source.problems]
