"""What a school's first meeting looks at: higher rooms that know indicators register here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trellis.programs.models import ProgramYear

Handler = Callable[[Sequence[int], "ProgramYear"], Mapping[int, Sequence[tuple[str, str]]]]
"""From ids of organizations and a year to lines by organization, each with the code of its
indicator and its words."""

_handlers: list[Handler] = []


def register(handler: Handler) -> None:
    """Add who answers; the same one again changes nothing."""
    if handler not in _handlers:
        _handlers.append(handler)


def lines(organizations: Iterable[int], year: ProgramYear) -> dict[int, list[tuple[str, str]]]:
    """What all rooms say of these organizations, by id."""
    wanted = list(organizations)
    found: dict[int, list[tuple[str, str]]] = {pk: [] for pk in wanted}
    for handler in _handlers:
        for pk, said in handler(wanted, year).items():
            found[pk] += said
    return found
