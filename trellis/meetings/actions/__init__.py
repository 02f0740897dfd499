"""Every write about meetings."""

from trellis.meetings.actions.agendas import write_agenda
from trellis.meetings.actions.planning import Facts, cancel_meeting, change_meeting, plan_meeting

__all__ = [
    "Facts",
    "cancel_meeting",
    "change_meeting",
    "plan_meeting",
    "write_agenda",
]
