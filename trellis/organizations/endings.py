"""Who wants to know that somebody no longer acts in a role: higher rooms register at the start.

Handlers run in the transaction that ends the appointment or the service.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trellis.people.models import Person


@dataclass(frozen=True)
class Ended:
    """A person's role at an organization, own or served, has this last day."""

    person_id: int
    role: str
    on: date
    by: Person | None
    acting_as: str = ""


Handler = Callable[[Ended], None]

_handlers: dict[str, Handler] = {}


def on_ended(name: str, handler: Handler) -> None:
    """Register a handler under a name of its own; the same one again changes nothing."""
    if _handlers.get(name, handler) is not handler:
        raise ValueError(f"Two rooms listen for ended roles as {name}.")
    _handlers[name] = handler


def registered() -> dict[str, Handler]:
    """All handlers by name."""
    return dict(_handlers)


def tell(ended: Ended) -> None:
    """Call every handler, in the order of registration."""
    for handler in _handlers.values():
        handler(ended)
