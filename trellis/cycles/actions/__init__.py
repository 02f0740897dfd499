"""Every write about cycles that means something."""

from trellis.cycles.actions.corrections import apply_correction
from trellis.cycles.actions.earlier import mark_before, unmark_before
from trellis.cycles.actions.endings import end_cycle
from trellis.cycles.actions.proposals import OpenFor, propose, settle, unsettle
from trellis.cycles.actions.publication import prepare, publish_and_open
from trellis.cycles.actions.selections import select_organizations

__all__ = [
    "OpenFor",
    "apply_correction",
    "end_cycle",
    "mark_before",
    "prepare",
    "propose",
    "publish_and_open",
    "select_organizations",
    "settle",
    "unmark_before",
    "unsettle",
]
