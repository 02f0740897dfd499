"""The page of a search: every kind with its first hits, or one kind, a page by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.home.queries.search import groups
from trellis.home.queries.search.groups import MOST, Asking, Hit, Pile
from trellis.home.queries.search.wanted import Wanted, wanted
from trellis.kit.paging import Page

FIRST = 5
PAGE = 50

KINDS: dict[str, tuple[object, Callable[[Asking], Pile]]] = {
    "schools": (gettext_lazy("Schools and districts"), groups.schools),
    "people": (gettext_lazy("People"), groups.people),
    "steps": (gettext_lazy("Steps"), groups.steps),
    "meetings": (gettext_lazy("Meetings"), groups.gatherings),
    "resources": (gettext_lazy("Things to read and fill in"), groups.resources),
}


@dataclass(frozen=True)
class Asked:
    """What an address asks for: words, one kind or all, and the key of the last hit before."""

    wanted: Wanted
    kind: str = ""
    after: str = ""

    def url(self, kind: str = "", after: str = "") -> str:
        """The address of the same words in one kind or all."""
        parts = {"q": self.wanted.text, "in": kind, "after": after}
        return "?" + urlencode({name: value for name, value in parts.items() if value})


@dataclass(frozen=True)
class Group:
    """One kind: its first hits, how many there are, and where the others stand."""

    code: str
    label: str
    hits: list[Hit]
    count: str
    nearly: bool
    all_url: str
    page: Page


def asked(given: Mapping[str, str]) -> Asked:
    """The search in an address; a kind that there is not asks for all."""
    words, kind = wanted(given.get("q", "")), given.get("in", "")
    if kind not in KINDS:
        return Asked(words)
    return Asked(words, kind, given.get("after", "").replace("\0", "")[:300])


def found(ask: Asked, asking: Asking) -> list[Group]:
    """The kinds with hits; one query for each that is asked, but for resources."""
    if not ask.wanted.named:
        return []
    if ask.kind:
        pile = KINDS[ask.kind][1](asking._replace(after=ask.after))
        return [_one(ask, ask.kind, pile)]
    piles = [(code, read(asking)) for code, (_label, read) in KINDS.items()]
    exact = any(pile.hits and not pile.nearly for _code, pile in piles)
    return [
        _first(ask, code, pile) for code, pile in piles if pile.hits and not (exact and pile.nearly)
    ]


def _first(ask: Asked, code: str, pile: Pile) -> Group:
    more = len(pile.hits) > FIRST
    url = ask.url(code) if more else ""
    return Group(
        code, str(KINDS[code][0]), pile.hits[:FIRST], _count(pile), pile.nearly, url, Page()
    )


def _one(ask: Asked, code: str, pile: Pile) -> Group:
    shown = pile.hits[:PAGE]
    more = len(pile.hits) > PAGE and not pile.nearly
    page = Page(
        next_url=ask.url(code, shown[-1].key) if more else "",
        first_url=ask.url(code) if ask.after else "",
    )
    count = "" if ask.after else _count(pile)
    return Group(code, str(KINDS[code][0]), shown, count, pile.nearly, "", page)


def _count(pile: Pile) -> str:
    if pile.more:
        return _("more than %d") % MOST
    said = ngettext("%(num)s found", "%(num)s found", len(pile.hits))
    return said % {"num": len(pile.hits)}


def tabs(ask: Asked) -> list[tuple[str, str, bool]]:
    """Words, address and whether it is here, for all kinds and each."""
    every = [("", _("Everything")), *((code, str(label)) for code, (label, _read) in KINDS.items())]
    return [(label, ask.url(code), code == ask.kind) for code, label in every]
