"""An hour of a state's clock is one moment, or is refused."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trellis.kit.errors import NotReady
from trellis.kit.hours import moment

pytestmark = pytest.mark.pure
ZONES = (
    "America/Chicago", "America/New_York", "America/Phoenix", "America/St_Johns",
    "Pacific/Honolulu", "Australia/Lord_Howe", "Africa/Casablanca", "UTC",
)  # fmt: skip


def moments(day: date, hour: time, zone: str) -> list[datetime]:
    """Every moment at which a clock in the zone shows this, looked for quarter by quarter."""
    told = datetime.combine(day, hour)
    asked = (told + timedelta(minutes=15 * n) for n in range(-16 * 4, 16 * 4 + 1))
    found = {one.replace(tzinfo=UTC) for one in asked}
    shown = (one for one in found if one.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == told)
    return sorted(shown)


@given(
    day=st.dates(date(2000, 1, 1), date(2037, 12, 31)),
    hour=st.times().map(lambda one: one.replace(second=0, microsecond=0, fold=0)),
    zone=st.sampled_from(ZONES),
)
@example(day=date(2027, 3, 14), hour=time(2, 30), zone="America/Chicago")
@example(day=date(2026, 11, 1), hour=time(1, 30), zone="America/Chicago")
@example(day=date(2026, 10, 4), hour=time(2, 15), zone="Australia/Lord_Howe")
def test_an_hour_is_taken_only_where_the_clock_shows_it_exactly_once(day, hour, zone):
    there = moments(day, hour, zone)
    try:
        found = [moment(day, hour, zone)]
    except NotReady:
        assert len(there) != 1
    else:
        assert there == found


@pytest.mark.parametrize(
    ("day", "hour", "said"),
    [
        (date(2027, 3, 14), time(2, 0), "there is no 2:00 AM in America/Chicago"),
        (date(2027, 3, 14), time(2, 59), "the clock goes forward. Choose another hour."),
        (date(2026, 11, 1), time(1, 0), "the clock in America/Chicago shows 1:00 AM twice"),
        (date(2026, 11, 1), time(1, 59), "it goes back. Choose another hour."),
    ],
)
def test_an_hour_that_is_missing_or_doubled_is_explained(day, hour, said):
    with pytest.raises(NotReady, match=said):
        moment(day, hour, "America/Chicago")


@pytest.mark.parametrize(
    ("day", "hour", "utc"),
    [
        (date(2027, 3, 14), time(1, 59), datetime(2027, 3, 14, 7, 59, tzinfo=UTC)),
        (date(2027, 3, 14), time(3, 0), datetime(2027, 3, 14, 8, 0, tzinfo=UTC)),
        (date(2026, 11, 1), time(0, 59), datetime(2026, 11, 1, 5, 59, tzinfo=UTC)),
        (date(2026, 11, 1), time(2, 0), datetime(2026, 11, 1, 8, 0, tzinfo=UTC)),
    ],
)
def test_the_hours_beside_a_change_are_where_they_belong(day, hour, utc):
    assert moment(day, hour, "America/Chicago") == utc
