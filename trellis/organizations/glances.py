"""What rooms tell of the organizations of a caseload: a sentence of what goes on, a figure above.

A room registers a statement and how its rows read. The page of a caseload asks all of them in one
statement, so that another room costs no further query.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Told(NamedTuple):
    """One row: of what, how many, and a day where there is one."""

    code: str
    number: int
    day: date | None


class Tile(NamedTuple):
    """A figure above the list, what it counts, and the page where it stands in full."""

    number: int
    text: str
    url: str


@dataclass(frozen=True)
class Glance:
    """What one room tells, by a name of its own.

    `statement` selects the organization, a code, how many and a day (or a typed NULL). It may fill
    in `{places}` and `{own}` (the reader's roles), and name `%(on)s`, `%(sunday)s`, `%(reader)s`.
    """

    name: str
    statement: str
    now: Callable[[Sequence[Told]], str] | None = None
    """What goes on at an organization with such rows, in the reader's language; empty for nothing.
    The first room with a sentence is heard, after a meeting that stands and before due steps."""
    tile: Callable[[Mapping[int, Sequence[Told]]], Tile] | None = None
    """A figure over all rows by organization, for whoever reads the own caseload."""


_glances: dict[str, Glance] = {}


def register(glance: Glance) -> None:
    """Add what a room tells; the same one again changes nothing."""
    if _glances.get(glance.name, glance) != glance:
        raise ValueError(f"Two rooms tell of caseloads as {glance.name}.")
    _glances[glance.name] = glance


def registered() -> list[Glance]:
    """All of them in the order of registration."""
    return list(_glances.values())
