"""Every write about releases that means something."""

from trellis.designations.actions.advance import Told, open_ahead, send_advance_notice
from trellis.designations.actions.importing import MOST_ROWS, Heading, Outcome, import_release
from trellis.designations.actions.publication import (
    check,
    discard,
    publish,
    reopen_draft,
    require_checked,
    schedule,
    unschedule,
    withdraw_check,
)

__all__ = [
    "MOST_ROWS",
    "Heading",
    "Outcome",
    "Told",
    "check",
    "discard",
    "import_release",
    "open_ahead",
    "publish",
    "reopen_draft",
    "require_checked",
    "schedule",
    "send_advance_notice",
    "unschedule",
    "withdraw_check",
]
