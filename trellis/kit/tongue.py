"""Messages in the reader's language, from memory after the first time.

A page asks for some seventy, and Django walks its catalogs anew for each.
"""

from __future__ import annotations

from functools import lru_cache

from django.utils import translation


def gettext(message: str) -> str:
    """The message in the active language."""
    return _kept(message, translation.get_language())


@lru_cache(maxsize=8192)
def _kept(message: str, _language: str | None) -> str:
    return translation.gettext(message)
