"""Reading the pages of this room as tests need it."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponseBase
from django.urls import reverse

from tests.cast import World
from tests.visits import read


def address(route: str, *args: object) -> str:
    """The address of a route of this room."""
    return reverse(f"home:{route}", args=args)


def year_of(world: World, place: str = "lincoln", tab: str = "year") -> str:
    """The address of an organization's year."""
    return address(tab, world[place].code)


def text(found: Tag | None) -> str:
    """The words of an element in one line; none is an error."""
    assert found is not None
    return " ".join(found.get_text(" ", strip=True).split())


def texts(page: BeautifulSoup | Tag, selector: str) -> list[str]:
    """The words of each element that fits."""
    return [text(found) for found in page.select(selector)]


def main(answer: HttpResponseBase) -> BeautifulSoup:
    """The page, which must have answered 200."""
    assert answer.status_code == 200
    return read(answer)


def buttons(page: BeautifulSoup) -> set[str]:
    """Where the buttons of the main part lead."""
    part = page.select_one("main")
    assert part is not None
    return {str(one["formaction"]) for one in part.select("button[formaction]")}
