"""The end of what is expected each month; it is written from above, where years open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from trellis.kit.dates import first_of_month
from trellis.meetings.models import Cadence


def end_cadences(organizations: Sequence[int], *, on: date) -> int:
    """Expect nothing more from the month of a day on; how many rows. What was stays readable.

    Who may end a support is asked by the room that calls; runs in its transaction.
    """
    month = first_of_month(on)
    before = first_of_month(month - timedelta(days=1))
    return Cadence.objects.filter(organization__in=organizations, last_month__gte=month).update(
        last_month=before
    )
