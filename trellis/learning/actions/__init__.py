"""Every write about the library and who has watched what."""

from trellis.learning.actions.keeping import (
    Words,
    add_item,
    change_item,
    publish_item,
    seed_library,
    withdraw_item,
)
from trellis.learning.actions.watching import note_viewing, withdraw_viewing

__all__ = [
    "Words",
    "add_item",
    "change_item",
    "note_viewing",
    "publish_item",
    "seed_library",
    "withdraw_item",
    "withdraw_viewing",
]
