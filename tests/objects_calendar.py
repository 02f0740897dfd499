"""The matrix's targets for calendars: one's own address, and what opens at somebody's."""

from __future__ import annotations

from collections.abc import Iterator

from tests.cast import World
from tests.target import Target
from trellis.people.calendar_keys import make_key
from trellis.work.models import Task


def calendars(world: World) -> Iterator[Target]:
    """The calendar of Lincoln's principal: whoever has the address reads it."""
    owner = world.who("principal")
    token = make_key(owner, seen="", by=owner)
    yield Target("home:calendar")
    yield Target("home:calendar-address")
    yield Target("home:calendar-address-withdrawal")
    yield Target("home:calendar-feed", (token,))
    due = Task.objects.filter(workplan__organization=world["lincoln"], due__isnull=False)
    yield Target("home:task-day", (due.order_by("pk")[0].pk,), sees=lambda v: v.reads("lincoln"))
