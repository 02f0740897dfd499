"""Which student groups a note can be about: the room that knows them registers here."""

from __future__ import annotations

from collections.abc import Callable

Handler = Callable[[], dict[str, str]]
"""Groups by code, as people read them, in their order."""

_handlers: list[Handler] = []


def register(handler: Handler) -> None:
    """Add who answers; the same one again changes nothing."""
    if handler not in _handlers:
        _handlers.append(handler)


def groups() -> dict[str, str]:
    """All groups by code, as people read them."""
    found: dict[str, str] = {}
    for handler in _handlers:
        found |= handler()
    return found
