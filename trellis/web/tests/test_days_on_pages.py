"""Moments are written as the day on the reader's calendar, days as they are."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from trellis.web.jinja import day, day_year

pytestmark = pytest.mark.pure

EVENING = datetime(2026, 12, 4, 1, 30, tzinfo=UTC)
"""Half past seven in the evening of the third in Chicago."""


@pytest.mark.parametrize(
    ("zone", "said"), [("America/Chicago", "Thu, Dec 3"), ("Pacific/Guam", "Fri, Dec 4")]
)
def test_a_moment_of_the_evening_is_not_tomorrow(zone, said):
    with timezone.override(ZoneInfo(zone)):
        assert (day(EVENING), day_year(EVENING)) == (said, f"{said}, 2026")


def test_a_day_stays_a_day_and_nothing_stays_nothing():
    with timezone.override(ZoneInfo("Pacific/Honolulu")):
        assert (day(date(2026, 12, 3)), day_year(None)) == ("Thu, Dec 3", "")
