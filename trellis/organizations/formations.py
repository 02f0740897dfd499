"""Who wants to know that a team exists from now on: higher rooms register at the start.

Handlers run in the transaction that forms the team.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Formed:
    """A team of a kind exists at an organization from a day on."""

    organization_id: int
    kind: str
    on: date


Handler = Callable[[Formed], None]

_handlers: dict[str, Handler] = {}


def on_formed(name: str, handler: Handler) -> None:
    """Register a handler under a name of its own; the same one again changes nothing."""
    if _handlers.get(name, handler) is not handler:
        raise ValueError(f"Two rooms listen for formed teams as {name}.")
    _handlers[name] = handler


def registered() -> dict[str, Handler]:
    """All handlers by name."""
    return dict(_handlers)


def tell(formed: Formed) -> None:
    """Call every handler, in the order of registration."""
    for handler in _handlers.values():
        handler(formed)
