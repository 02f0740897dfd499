"""One record that the matrix asks a route for, and who may see it or act on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.relations import Visitor

Asks = Callable[[Visitor], bool]


def everybody(_visitor: Visitor) -> bool:
    """No question beyond the door."""
    return True


@dataclass(frozen=True)
class Target:
    """The record of one route: who may see it, and who of these may do what the page does.

    `sees` false means that it is not there (404); `acts` false that it is refused (403), for a
    POST or, with `refuses_get`, for the page with the form as well.
    """

    route: str
    args: tuple[Any, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    sees: Asks = everybody
    acts: Asks = everybody
    refuses_get: bool = False
    query: str = ""
    moves_on: bool = False
    """Whether the form is whole, so that whoever may send it is sent on (302)."""
