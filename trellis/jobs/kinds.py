"""The kinds of long work: rooms above register how each is done when Django starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trellis.jobs.models import Job

Progress = Callable[[str, int, int], None]
"""Says the step, how much is done and of how much; call it outside transactions only."""


@dataclass(frozen=True)
class Kind:
    """How one kind of job is done, and which pages lie behind it."""

    code: str
    run: Callable[[Job, Progress], dict[str, Any]]
    page: Callable[[Job], str]
    again: Callable[[Job], str]
    """Where a person goes when it did not work."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind; called once per kind from the owning room's `AppConfig.ready()`."""
    if _kinds.get(kind.code, kind) != kind:
        raise ValueError(f"Two rooms claim the kind of job {kind.code}.")
    _kinds[kind.code] = kind


def kind(code: str) -> Kind:
    """The kind of that code (LookupError)."""
    try:
        return _kinds[code]
    except KeyError:
        raise LookupError(f"No room does jobs of kind {code}.") from None


def registered() -> list[Kind]:
    """All kinds."""
    return list(_kinds.values())
