"""The matrix's targets for offered times and office hours of Lincoln's coordinator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from tests.cast import World
from tests.objects_meetings import leads_here, leads_somewhere, reads_part
from tests.relations import Visitor
from tests.target import Target, everybody
from trellis.meetings.models import Offer, Slot
from trellis.meetings.offers.actions import Terms, offer_times
from trellis.meetings.offers.booking import book_slot, open_hours
from trellis.programs.schema.roles import Capability as Can

PICKING = {"principal": {"lincoln"}, "district": {"birch"}, "superintendent": {"birch"}}
AT = datetime(2026, 12, 8, 16, tzinfo=UTC)


def offers(world: World) -> Iterator[Target]:
    """An offer for each thing that is done with one, and hours with a free and a booked time."""
    yield Target("meetings:offers")
    at = f"?at={world['lincoln'].code}"
    yield Target("meetings:offering", query=at, sees=leads_somewhere)
    yield Target("meetings:offer", (lincolns_offer(world).pk,), sees=_sees)
    for name, acts in (
        ("picks", _picks),
        ("refusal", _picks),
        ("settlement", leads_here),
        ("offer-withdrawal", leads_here),
    ):
        offer = lincolns_offer(world)
        data = {"slot": str(offer.slots.all()[0].pk)}
        yield Target(f"meetings:{name}", (offer.pk,), data, sees=_sees, acts=acts, moves_on=True)
    yield from _hours(world)


def _hours(world: World) -> Iterator[Target]:
    owner, booker = world.who("coordinator"), world.who("principal")
    free, booked = _slot(world, 1), _slot(world, 2)
    book_slot(booked, world["lincoln"], by=booker)

    def sees(visitor: Visitor) -> bool:
        return visitor.person == owner or _picks(visitor)

    yield Target("meetings:hours")
    yield Target("meetings:hours-opening", sees=leads_somewhere)
    code = {"organization": world["lincoln"].code}
    yield Target("meetings:booking", (free.pk,), code, sees=sees, acts=_picks, moves_on=True)
    yield Target(
        "meetings:booking-withdrawal", (booked.pk,), sees=sees, moves_on=True,
        acts=lambda v: v.person == booker,
    )  # fmt: skip
    yield Target(
        "meetings:hours-closing", (free.offer_id,), moves_on=True,
        sees=lambda v: v.person == owner, acts=everybody,
    )  # fmt: skip


def lincolns_offer(world: World) -> Offer:
    """Times that the coordinator offers Lincoln, not answered yet."""
    by = world.who("coordinator")
    (made,) = offer_times(
        [world["lincoln"]], kind="coordinator", starts=[AT], terms=Terms(45), by=by
    )
    return made


def _slot(world: World, day: int) -> Slot:
    """A time of hours of their own, on a day on which nothing else stands."""
    at = AT + timedelta(days=day)
    by = world.who("coordinator")
    return open_hours("office-hours", starts=[at], terms=Terms(20), by=by).slots.get()


def _picks(visitor: Visitor) -> bool:
    return visitor.holds(PICKING, Can.TASK_DO)


def _sees(visitor: Visitor) -> bool:
    return reads_part(visitor) or _picks(visitor) or leads_here(visitor)
