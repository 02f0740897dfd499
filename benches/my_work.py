"""My work of a principal, and of a coordinator with twenty schools, at the size of a state."""

from __future__ import annotations

from datetime import date

from benches import pages, world
from trellis.kit.clock import standing_on


def main() -> int:
    """Measure the page on a day in December."""
    principal, coordinator, _school = pages.make_state()
    with standing_on(date(world.YEAR, 12, 3)):
        pages.measure(
            "my-work",
            [("principal", principal, "/my-work/"), ("coordinator", coordinator, "/my-work/")],
        )
    return 0
