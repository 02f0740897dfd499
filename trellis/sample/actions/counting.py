"""The days of the sample's year as the worker would have counted them, once a week."""

from __future__ import annotations

from datetime import timedelta

from trellis.monitoring.picture.actions import take
from trellis.sample.actions.months import stand_on
from trellis.sample.story.days import MONTHS, opening_day, standing_day

WEEK = timedelta(days=7)


def count_weeks(start: int) -> int:
    """Count each Thursday of the year, all of it done; answers how many.

    Pages show none that lies after the day on which the sample stands.
    """
    day, last = opening_day(start), standing_day(start, MONTHS[-1])
    stand_on(last)
    counted = 0
    while day <= last:
        counted += take(on=day) is not None
        day += WEEK
    return counted
