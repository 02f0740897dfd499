"""Who wants to know that a team exists, and what it does: higher rooms register at the start.

Handlers run in the transaction in which it happens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trellis.programs.schema.year_plan import TeamEvent

if TYPE_CHECKING:
    from trellis.people.models import Person


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


@dataclass(frozen=True)
class Done:
    """What a team did: it was formed, wrote its charter, kept a review; or that was taken back."""

    team_id: int
    organization_id: int
    kind: str
    what: TeamEvent
    on: date
    by: Person
    acting_as: str
    review: str = ""
    undone: bool = False


Listener = Callable[[Done], None]

_listeners: dict[str, Listener] = {}


def on_done(name: str, listener: Listener) -> None:
    """Register who follows what teams do; the same one again changes nothing."""
    if _listeners.get(name, listener) is not listener:
        raise ValueError(f"Two rooms follow what teams do as {name}.")
    _listeners[name] = listener


def tell_done(done: Done) -> None:
    """Let everybody know what a team did."""
    for listener in _listeners.values():
        listener(done)
