"""The statements of the picture, and the year that they speak of."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.db.models import Exists, OuterRef

from trellis.cycles.models import ImprovementCycle
from trellis.programs.models import ProgramYear

SQL = Path(__file__).parent / "sql"


def text(name: str, **parts: str) -> str:
    """The statement of that name, its braces filled with text of ours."""
    return _read(name).format(**parts) if parts else _read(name)


@cache
def _read(name: str) -> str:
    return (SQL / f"{name}.sql").read_text()


def year_running() -> ProgramYear | None:
    """The latest year that was opened for somebody; one query."""
    opened = Exists(ImprovementCycle.objects.filter(year=OuterRef("pk")))
    return ProgramYear.objects.filter(opened).order_by("-start").first()
