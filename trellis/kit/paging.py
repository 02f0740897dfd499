"""A page of a list that is read by key: where the next rows begin, never a count of pages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """Links of a page of rows; empty where there is nothing to go to."""

    next_url: str = ""
    first_url: str = ""
