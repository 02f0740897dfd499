"""Counting the lists in one statement, and reading one by key: for a page, or whole for a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef

from trellis.home.queries.statewide.listings import Cell, Listing
from trellis.kit.names import sort_key
from trellis.kit.sql import rows
from trellis.programs.models import ProgramYear
from trellis.work.models import Workplan

PAGE = 100
AT_ONCE = 1_000
"""Rows that a file reads in one go."""


class Figure(NamedTuple):
    """How many of a list need somebody, of how many."""

    listing: Listing
    needs: int
    of: int


class Line(NamedTuple):
    """One row: its key, where it leads, its cells."""

    key: tuple[str, str]
    url: str
    cells: list[Cell]


@dataclass(frozen=True)
class Asked:
    """How somebody narrowed a list: all or only what needs somebody, words, and where to go on."""

    everything: bool = False
    text: str = ""
    after: tuple[str, str] | None = None

    @property
    def query(self) -> dict[str, str]:
        """The filters as an address carries them, without the place in the list."""
        found = {"show": "all"} if self.everything else {}
        return found | ({"q": self.text} if self.text else {})


def asked(get: Mapping[str, str]) -> Asked:
    """The filters of an address."""
    sort, mark, key = get.get("after", "").rpartition("|")
    return Asked(
        everything=get.get("show", "") == "all",
        text=get.get("q", "").strip()[:100],
        after=(sort, key) if mark else None,
    )


def year_running() -> ProgramYear | None:
    """The latest year that is open somewhere; one query."""
    open_ = Exists(Workplan.objects.filter(year=OuterRef("pk")))
    return ProgramYear.objects.filter(open_).order_by("-start").first()


def figures(found: Sequence[Listing], year: ProgramYear | None, *, on: date) -> list[Figure]:
    """All counts in one statement, so that they are of one moment."""
    if not found:
        return []
    parts = [
        f"SELECT {n}, COALESCE(SUM(flag), 0), COUNT(*) FROM ({one.sql}) q{n}"  # noqa: S608 - ours
        for n, one in enumerate(found)
    ]
    named = _named(found, year, on)
    counts = sorted(rows("\nUNION ALL\n".join(parts), named))
    return [Figure(found[n], int(count), of) for n, count, of in counts]


def page(
    one: Listing, wanted: Asked, year: ProgramYear | None, *, on: date, most: int = PAGE
) -> tuple[list[Line], bool]:
    """Some rows of a list from a key on, and whether more follow; one query."""
    clauses = [] if wanted.everything else ["q.flag = 1"]
    named = _named([one], year, on) | {"most": most + 1}
    text = sort_key(wanted.text) if one.named else wanted.text.lower()
    for n, word in enumerate(text.split()[:8]):
        clauses.append(f"LOWER(q.sort) LIKE %(word_{n})s ESCAPE '!'")
        named[f"word_{n}"] = f"%{_literal(word)}%"
    if wanted.after:
        clauses.append("(q.sort > %(sort)s OR (q.sort = %(sort)s AND q.mark > %(mark)s))")
        named |= {"sort": wanted.after[0], "mark": wanted.after[1]}
    where = " AND ".join(clauses) or "1 = 1"
    sql = (
        f"SELECT * FROM ({one.sql}) q WHERE {where}"  # noqa: S608 - clauses of ours
        " ORDER BY q.sort, q.mark LIMIT %(most)s"
    )
    found = rows(sql, named)
    return [_line(one, row) for row in found[:most]], len(found) > most


def whole(
    one: Listing, wanted: Asked, year: ProgramYear | None, *, on: date
) -> Iterator[list[Line]]:
    """Every row of a list with its filters, in batches."""
    more, after = True, None
    while more:
        batch = Asked(wanted.everything, wanted.text, after)
        lines, more = page(one, batch, year, on=on, most=AT_ONCE)
        if lines:
            after = lines[-1].key
            yield lines


def _named(found: Sequence[Listing], year: ProgramYear | None, on: date) -> dict[str, Any]:
    named: dict[str, Any] = {"year": year.pk if year else 0, "on": on}
    for one in found:
        named |= one.params
    return named


def _line(one: Listing, row: tuple[Any, ...]) -> Line:
    sort, mark, _flag, target, *cells = row
    told = [how(cell) for (_head, how), cell in zip(one.heads, cells, strict=True)]
    return Line((sort, mark), one.link(target), told)


def _literal(word: str) -> str:
    """A word without the signs that LIKE reads as patterns."""
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
