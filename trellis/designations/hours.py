"""What a higher room arranges when somebody sets the hour of a publication.

Publishing opens years, which this room knows nothing of: the room that does registers when Django
starts. Its handler runs in the transaction that sets the hour.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Arrange = Callable[[int, datetime], None]
"""Takes the number of the release and the hour."""

_arranging: list[Arrange] = []


def register(arrange: Arrange) -> None:
    """Say who arranges it; the same one again changes nothing."""
    if arrange not in _arranging:
        _arranging.append(arrange)


def arrange(release_id: int, at: datetime) -> None:
    """Let whoever publishes know of the hour."""
    for one in _arranging:
        one(release_id, at)
