"""What will write mail by itself: higher rooms that plan something register when Django starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


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

_handlers: dict[str, Handler] = {}


def register(name: str, handler: Handler) -> None:
    """Register under a name of its own who answers what is planned between two moments."""
    if _handlers.get(name, handler) is not handler:
        raise ValueError(f"Two rooms plan mail as {name}.")
    _handlers[name] = handler


def registered() -> dict[str, Handler]:
    """All handlers by name."""
    return dict(_handlers)


def between(first: datetime, last: datetime) -> list[Planned]:
    """Everything that all rooms have planned, the earliest first."""
    found = [one for handler in _handlers.values() for one in handler(first, last)]
    return sorted(found, key=lambda one: one.at)
