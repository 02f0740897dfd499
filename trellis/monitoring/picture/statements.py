"""The statements of the picture, and the year that they speak of."""

from __future__ import annotations

from pathlib import Path

from django.db.models import Exists, OuterRef

from trellis.cycles.models import ImprovementCycle
from trellis.monitoring.queries.statements import read
from trellis.programs.models import ProgramYear

SQL = Path(__file__).parent / "sql"


def text(name: str, **parts: str) -> str:
    """The statement of that name, its braces filled with text of ours."""
    found = read(name, SQL)
    return found.format(**parts) if parts else found


def year_running() -> ProgramYear | None:
    """The latest year that was opened for somebody; one query."""
    opened = Exists(ImprovementCycle.objects.filter(year=OuterRef("pk")))
    return ProgramYear.objects.filter(opened).order_by("-start").first()
