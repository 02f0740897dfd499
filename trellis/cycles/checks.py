"""What is still missing before a release may be published and its years opened."""

from __future__ import annotations

from trellis.cycles.lacking import days_of, missing_dates, nobody, unsettled
from trellis.designations.models import Release
from trellis.programs import queries as programs


def before_publication(release: Release, *, trial: bool = False) -> list[str]:
    """What keeps a release from being published; a trial opens past years and asks no dates."""
    program = programs.current()
    rows = release.proposals.order_by().values_list("designation", "kind", "settled_at")
    told = [(kind, designation, settled is not None) for designation, kind, settled in rows]
    missing = [] if trial else missing_dates(program, days_of(release.year.start))
    return missing + unsettled(told) + nobody(told, release, program)
