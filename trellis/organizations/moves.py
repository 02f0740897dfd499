"""Who wants to know that organizations moved or closed: higher rooms register when Django starts.

Handlers run in the transaction of the move.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Ancestors = dict[str, int | None]


@dataclass(frozen=True)
class Moved:
    """One organization whose place in the tree is another now, or that closed.

    `before` and `after` give the organization's id on each floor, its own floor included.
    """

    organization_id: int
    before: Ancestors
    after: Ancestors
    closed: bool = False


Handler = Callable[[Sequence[Moved]], None]

_handlers: dict[str, Handler] = {}


def on_moved(name: str, handler: Handler) -> None:
    """Register a handler under a name of its own; the same one again changes nothing."""
    if _handlers.get(name, handler) is not handler:
        raise ValueError(f"Two rooms listen for moved organizations as {name}.")
    _handlers[name] = handler


def registered() -> dict[str, Handler]:
    """All handlers by name."""
    return dict(_handlers)


def tell(moved: Sequence[Moved]) -> None:
    """Call every handler, in the order of registration."""
    if moved:
        for handler in _handlers.values():
            handler(moved)
