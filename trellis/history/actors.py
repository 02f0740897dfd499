"""Who may stand as an actor in an entry: told by shape, for persons live in a room above."""

from typing import Protocol


class Actor(Protocol):
    """Somebody with a number and a name."""

    name: str

    @property
    def pk(self) -> int:
        """The number the entry keeps."""
