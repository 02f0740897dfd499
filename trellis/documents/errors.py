"""Why a file was not taken; each is a sentence for the person who sent it."""

from trellis.kit.errors import NotReady


class Unsafe(NotReady):
    """The file is of a kind that is not taken, or not what it claims to be."""


class NotStored(NotReady):
    """The file may be fine, but this server could not keep it."""
