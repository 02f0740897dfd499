"""Every write about mail: posting, delivering, holding, and what came back."""

from trellis.notices.actions.bounces import Outcome, note_bounce, receive_report
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

__all__ = [
    "Outcome",
    "checked",
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
    "post_to_address",
    "propose_address",
    "receive_report",
    "release_hold",
    "release_notice",
]
