"""Every write about mail: posting, delivering, holding, and what came back."""

from trellis.notices.actions.bounces import Outcome, note_bounce, receive_report
from trellis.notices.actions.bulk import Draft, Taken, post_drafts, take_turns, turns_of
from trellis.notices.actions.holds import (
    hold_mail,
    hold_notice,
    release_hold,
    release_notice,
)
from trellis.notices.actions.mending import checked, mend_bounce, propose_address
from trellis.notices.actions.outbox import (
    deliver,
    deliver_soon,
    deliver_waiting,
    drafted,
    post,
    post_all,
    post_to_address,
)
from trellis.notices.actions.preferences import choose_messages

__all__ = [
    "Draft",
    "Outcome",
    "Taken",
    "checked",
    "choose_messages",
    "deliver",
    "deliver_soon",
    "deliver_waiting",
    "drafted",
    "hold_mail",
    "hold_notice",
    "mend_bounce",
    "note_bounce",
    "post",
    "post_all",
    "post_drafts",
    "post_to_address",
    "propose_address",
    "receive_report",
    "release_hold",
    "release_notice",
    "take_turns",
    "turns_of",
]
