"""What openings and pages ask of cycles."""

from trellis.cycles.queries.preview import Preview, preview, to_publish
from trellis.cycles.queries.proposals import (
    WAITS,
    corrections_of,
    filtered,
    page_of,
    tallies,
)
from trellis.cycles.queries.running import (
    leaving,
    months_before,
    opened_organizations,
    running,
)
from trellis.cycles.queries.years import (
    conditions,
    cycle_of,
    latest_year,
    opened_by,
    openings_with,
    selected,
    without_workplan,
    would_open,
)

__all__ = [
    "WAITS",
    "Preview",
    "conditions",
    "corrections_of",
    "cycle_of",
    "filtered",
    "latest_year",
    "leaving",
    "months_before",
    "opened_by",
    "opened_organizations",
    "openings_with",
    "page_of",
    "preview",
    "running",
    "selected",
    "tallies",
    "to_publish",
    "without_workplan",
    "would_open",
]
