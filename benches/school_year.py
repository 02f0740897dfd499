"""The year of one school, as its principal sees their actions and all roles, in a large state."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from benches import pages, world
from trellis.kit.clock import standing_on


def main() -> int:
    """Measure the three tabs on a day in December."""
    principal, coordinator, school = pages.make_state()
    year = reverse("home:year", args=[school.code])
    with standing_on(date(world.YEAR, 12, 3)):
        pages.measure(
            "school-year",
            [
                ("mine", principal, year),
                ("everyone", principal, f"{year}everyone/"),
                ("whole", coordinator, f"{year}whole/"),
            ],
        )
    return 0
