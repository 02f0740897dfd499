"""Offers of the cast as tests make them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.cast import World
from trellis.meetings.models import Offer, Slot
from trellis.meetings.offers.actions import Terms, offer_times
from trellis.meetings.offers.booking import open_hours
from trellis.people.models import Person

KIND, HOURS = "coordinator", "office-hours"
FIRST = datetime(2026, 12, 8, 16, tzinfo=UTC)
SECOND, THIRD = FIRST + timedelta(days=1), FIRST + timedelta(days=2)
TERMS = Terms(45, link="https://video.example/room")


def offered(
    world: World, *places: str, starts: tuple[datetime, ...] = (FIRST, SECOND, THIRD),
    by: Person | None = None,
) -> list[Offer]:  # fmt: skip
    """Times of Lincoln's coordinator for one place or several."""
    return offer_times(
        [world[one] for one in places or ("lincoln",)],
        kind=KIND, starts=starts, terms=TERMS, by=by or world.who("coordinator"),
    )  # fmt: skip


def slots(offer: Offer, *starts: datetime) -> list[int]:
    """Numbers of an offer's slots at these times."""
    return [offer.slots.get(starts_at=one).pk for one in starts]


def hours(world: World, *starts: datetime, by: Person | None = None) -> list[Slot]:
    """Office hours of Lincoln's coordinator, of twenty minutes each."""
    terms = Terms(20, message="Bring your questions.")
    who = by or world.who("coordinator")
    return list(open_hours(HOURS, starts=starts or (FIRST,), terms=terms, by=who).slots.all())
