"""Every write about what is owed."""

from trellis.work.actions.attending import credit_attendance, take_back_attendance
from trellis.work.actions.doing import complete_task, undo_completion, waive_task, withdraw_waiver
from trellis.work.actions.earlier import reopen_earlier, settle_earlier
from trellis.work.actions.naming import assign_task, assign_tasks, return_tasks
from trellis.work.actions.own import OWN, Own, add_own_task, add_own_tasks
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
    "OWN",
    "Own",
    "add_file",
    "add_note",
    "add_own_task",
    "add_own_tasks",
    "assign_task",
    "assign_tasks",
    "close_tasks",
    "complete_task",
    "credit_attendance",
    "follow_moved",
    "mark_earlier",
    "reopen_closed",
    "reopen_earlier",
    "return_tasks",
    "settle_earlier",
    "take_back_attendance",
    "undo_completion",
    "unmark_earlier",
    "waive_task",
    "withdraw_waiver",
]
