"""Every write of this room that means something."""

from trellis.monitoring.actions.attendance import note_meetings
from trellis.monitoring.actions.messages import send_message
from trellis.monitoring.actions.moving import move_schools
from trellis.monitoring.actions.snoozing import put_off, withdraw_snooze

__all__ = ["move_schools", "note_meetings", "put_off", "send_message", "withdraw_snooze"]
