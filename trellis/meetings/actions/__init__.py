"""Every write about meetings."""

from trellis.meetings.actions.agendas import write_agenda
from trellis.meetings.actions.attending import hold_meeting, note_attendance, reopen_meeting
from trellis.meetings.actions.cadences import end_cadences
from trellis.meetings.actions.follow_ups import add_follow_up, follow_up_roles
from trellis.meetings.actions.notes import write_note
from trellis.meetings.actions.planning import Facts, cancel_meeting, change_meeting, plan_meeting
from trellis.meetings.actions.shared import Overtaken
from trellis.meetings.actions.summaries import send_summary

__all__ = [
    "Facts",
    "Overtaken",
    "add_follow_up",
    "cancel_meeting",
    "change_meeting",
    "end_cadences",
    "follow_up_roles",
    "hold_meeting",
    "note_attendance",
    "plan_meeting",
    "reopen_meeting",
    "send_summary",
    "write_agenda",
    "write_note",
]
