"""Every write about what is owed."""

from trellis.work.actions.doing import complete_task, undo_completion, waive_task, withdraw_waiver
from trellis.work.actions.naming import assign_task, assign_tasks, return_tasks
from trellis.work.actions.remarks import EVIDENCE, add_file, add_note
from trellis.work.actions.years import (
    close_tasks,
    follow_moved,
    mark_earlier,
    reopen_closed,
    unmark_earlier,
)

__all__ = [
    "EVIDENCE",
    "add_file",
    "add_note",
    "assign_task",
    "assign_tasks",
    "close_tasks",
    "complete_task",
    "follow_moved",
    "mark_earlier",
    "reopen_closed",
    "return_tasks",
    "undo_completion",
    "unmark_earlier",
    "waive_task",
    "withdraw_waiver",
]
