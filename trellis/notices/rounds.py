"""What comes again by the clock: rooms with such work register how they see to their next visit.

The worker calls each whenever it has emptied the outbox, so that a chain of visits that a crash has
cut is taken up again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

log = logging.getLogger(__name__)

_planning: dict[str, Callable[[], None]] = {}


def register(name: str, plan: Callable[[], None]) -> None:
    """Register under a name of its own what sees that the next visit is planned."""
    if _planning.get(name, plan) is not plan:
        raise ValueError(f"Two rooms come again as {name}.")
    _planning[name] = plan


def see_to_all() -> None:
    """Let every room see to its next visit."""
    for name, plan in _planning.items():
        try:
            plan()
        except Exception:  # mail that waits must not wait for this
            log.exception("The next visit of %s could not be planned", name)
