"""The library of the sample with something to open on every shelf, and events of its year."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from trellis.kit import clock
from trellis.learning.models import Event, Item
from trellis.learning.told import library_of
from trellis.programs.program import Program
from trellis.sample.story.days import is_working, later, opening_day
from trellis.sample.story.gatherings import GATHERINGS

HOST = "https://library.example.org"
"""Belongs to nobody: what the sample links to is invented like its schools."""


def fill_library(program: Program, *, start: int, seed: int) -> int:
    """Give each thing of the library that waits for its link an invented one; how many."""
    told = library_of(program)
    rng, now = Random(f"library {seed} {start}"), clock.now()  # noqa: S311 - a story
    waiting = list(Item.objects.filter(state=Item.State.DRAFT, url="").order_by("order", "pk"))
    for item in waiting:
        item.url = f"{HOST}/{item.code}"
        kind = told.kind(item.kind)
        if kind is not None and kind.watched:
            item.minutes = item.minutes or rng.randrange(15, 60, 5)
            item.captions, item.transcript = True, f"{HOST}/{item.code}/transcript"
            item.topic = item.topic or item.title
        if kind is not None and kind.headings:
            words = "What the recording says of it, in a few lines."
            item.headings = {one.code: words for one in told.headings} | item.headings
        item.state, item.published_at, item.changed_at = Item.State.PUBLISHED, now, now
    fields = (
        "url", "minutes", "captions", "transcript", "topic", "headings", "state", "published_at",
        "changed_at",
    )  # fmt: skip
    Item.objects.bulk_update(waiting, fields, batch_size=200)
    return len(waiting)


def plan_events(program: Program, *, start: int) -> int:
    """Write the events of the story, one of each kind that the program names; how many."""
    kinds, zone = library_of(program).events, ZoneInfo(program.pack.time_zone)
    made = []
    for kind, one in zip(kinds, GATHERINGS, strict=False):
        day = opening_day(start) + timedelta(days=one.after)
        day = day if is_working(day) else later(day, 1)
        made.append(
            Event(
                kind=kind.code, title=one.title, about=one.about, minutes=one.minutes,
                starts_at=datetime.combine(day, time(one.hour), zone), place=one.place,
                link="" if one.place else f"{HOST}/join/{kind.code}",
                public=one.public, capacity=one.capacity, closes_on=day - timedelta(days=2),
                state=Event.State.PUBLISHED, changed_at=clock.now(),
            )
        )  # fmt: skip
    Event.objects.bulk_create(made)
    return len(made)
