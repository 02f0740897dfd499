"""What will write mail by itself: higher rooms that plan something register when Django starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, QuerySet, Value


@dataclass(frozen=True)
class Planned:
    """Something that happens by itself at an hour and then writes mail; not yet in the outbox."""

    at: datetime
    name: str
    """What happens: "The release of 2026-27 is published"."""
    mails: int | None
    """How many mails it will write, where that is known."""
    sample: str
    """How one of them begins, or a sentence about them."""
    url: str
    """The page where it can be stopped."""


Handler = Callable[[datetime, datetime], Iterable[Planned]]


@dataclass(frozen=True)
class Hour:
    """A record that does something at an hour: its number, and its title or nothing."""

    at: datetime
    number: int
    title: str


@dataclass(frozen=True)
class Hours:
    """Records of one kind with an hour, as a query, and how each is told.

    All kinds are read in one statement, however many rooms have one. `rows` gives the moment, the
    number and the title, in this order.
    """

    rows: Callable[[datetime, datetime], QuerySet[Any, Any]]
    tell: Callable[[Hour], Planned]


_handlers: dict[str, Handler] = {}
_hours: dict[str, Hours] = {}


def register(name: str, handler: Handler) -> None:
    """Register under a name of its own who answers what is planned between two moments."""
    if _handlers.get(name, handler) is not handler:
        raise ValueError(f"Two rooms plan mail as {name}.")
    _handlers[name] = handler


def register_hours(name: str, hours: Hours) -> None:
    """Register under a name of its own which records have an hour between two moments."""
    if _hours.setdefault(name, hours) is not hours:
        raise ValueError(f"Two rooms plan mail as {name}.")


def registered() -> dict[str, Callable[..., object]]:
    """Whom each room has registered, by name: a handler, or who tells a record with an hour."""
    return {**_handlers, **{name: hours.tell for name, hours in _hours.items()}}


def between(first: datetime, last: datetime) -> list[Planned]:
    """Everything that all rooms have planned, the earliest first; one query."""
    found = [one for handler in _handlers.values() for one in handler(first, last)]
    found += [_hours[name].tell(hour) for name, hour in _read(first, last)]
    return sorted(found, key=lambda one: one.at)


def told(name: str, first: datetime, last: datetime) -> list[Planned]:
    """What one room has planned through records with an hour, the earliest first."""
    return [_hours[one].tell(hour) for one, hour in _read(first, last) if one == name]


def _read(first: datetime, last: datetime) -> Iterator[tuple[str, Hour]]:
    parts = [
        hours.rows(first, last).order_by().annotate(of=Value(name, CharField()))
        for name, hours in _hours.items()
    ]
    if not parts:
        return
    for at, number, title, name in sorted(parts[0].union(*parts[1:])):
        yield name, Hour(at, number, title)
