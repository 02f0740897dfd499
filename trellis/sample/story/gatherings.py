"""The events of the sample's year; all invented."""

from __future__ import annotations

from typing import NamedTuple


class Gathering(NamedTuple):
    """An event so many days after the year opens; without a place one joins from afar."""

    title: str
    about: str
    after: int
    hour: int
    minutes: int
    place: str = ""
    public: bool = False
    capacity: int | None = None


GATHERINGS = (
    Gathering(
        "From the needs assessment to causes that we can act on",
        "An hour on reading what the assessment found: which causes lie with the school, and how a"
        " team agrees on two or three of them.",
        after=77, hour=15, minutes=60,
    ),
    Gathering(
        "A day for schools that are changing course",
        "Teams of schools in their planning year show each other one thing that worked and one that"
        " did not. Lunch is there.",
        after=160, hour=9, minutes=390, place="Marlbridge Community Hall", capacity=240,
    ),
    Gathering(
        "What a board asks about an improvement plan",
        "For members of school boards: what the plan has to hold, and questions that help a"
        " school.",
        after=110, hour=18, minutes=90, public=True, capacity=60,
    ),
    Gathering(
        "Spring meeting of the southern region",
        "Coordinators and the regional office go through the months ahead with schools that are new"
        " this year.",
        after=140, hour=10, minutes=180, place="Regional office, large room", capacity=80,
    ),
)  # fmt: skip
"""In the order in which a program names its kinds of events."""
