"""Every write about installed packs and program years."""

from trellis.programs.actions.installing import install, is_waived
from trellis.programs.actions.wording import drop_override, reword
from trellis.programs.actions.year_dates import Seen, clear_day, resolve_year, set_day

__all__ = [
    "Seen",
    "clear_day",
    "drop_override",
    "install",
    "is_waived",
    "resolve_year",
    "reword",
    "set_day",
]
