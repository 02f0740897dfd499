"""Every write about releases that means something."""

from trellis.designations.actions.importing import MOST_ROWS, Heading, Outcome, import_release
from trellis.designations.actions.publication import (
    check,
    discard,
    publish,
    reopen_draft,
    schedule,
    unschedule,
    withdraw_check,
)

__all__ = [
    "MOST_ROWS",
    "Heading",
    "Outcome",
    "check",
    "discard",
    "import_release",
    "publish",
    "reopen_draft",
    "schedule",
    "unschedule",
    "withdraw_check",
]
