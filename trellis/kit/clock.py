"""What day it is, asked in one place so that a sample state can stand in any month."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_standing_on: ContextVar[date | None] = ContextVar("standing_on", default=None)
_zone: ContextVar[str] = ContextVar("zone", default="UTC")


def now() -> datetime:
    """This moment in UTC; never moved, so that records keep the true time."""
    return datetime.now(UTC)


def use_zone(zone: str) -> None:
    """Let `today` mean the day in `zone` (the program's) for this thread of work."""
    ZoneInfo(zone)
    _zone.set(zone)


def today(zone: str = "") -> date:
    """The calendar day in `zone` or the program's, or the day that `standing_on` set."""
    return _standing_on.get() or now().astimezone(ZoneInfo(zone or _zone.get())).date()


@contextmanager
def standing_on(day: date | None) -> Iterator[None]:
    """Answer `day` as today within the block; `None` leaves the true day."""
    token = _standing_on.set(day)
    try:
        yield
    finally:
        _standing_on.reset(token)
