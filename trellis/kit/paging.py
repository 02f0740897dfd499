"""A page of a list that is read by key: where the next rows begin, never a count of pages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """Links of a page of rows; empty where there is nothing to go to."""

    next_url: str = ""
    first_url: str = ""


def number(text: str) -> int | None:
    """The record's number that an address names; None for anything else.

    Python also reads other scripts' digits, refuses "²", and refuses 5,000 digits with an error.

    >>> number("12"), number("²"), number("9" * 5000), number("")
    (12, None, None, None)
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None
