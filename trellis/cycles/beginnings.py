"""Who wants to know that a year has opened: higher rooms register when Django starts.

Handlers run in the transaction of the opening, after everything of it is written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trellis.programs.models import ProgramYear

Handler = Callable[["ProgramYear"], object]

_handlers: dict[str, Handler] = {}


def on_opened(name: str, handler: Handler) -> None:
    """Register a handler under a name of its own; the same one again changes nothing."""
    if _handlers.get(name, handler) is not handler:
        raise ValueError(f"Two rooms listen for opened years as {name}.")
    _handlers[name] = handler


def registered() -> dict[str, Handler]:
    """All handlers by name."""
    return dict(_handlers)


def tell(year: ProgramYear) -> None:
    """Call every handler, in the order of registration."""
    for handler in _handlers.values():
        handler(year)
