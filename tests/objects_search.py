"""The matrix's target for the search: a word that a text of every place says."""

from __future__ import annotations

from collections.abc import Iterator

from tests.target import Target


def searches() -> Iterator[Target]:
    """Everybody looks for the words that are planted in the names of others."""
    yield Target("home:search", query="?q=canary")
