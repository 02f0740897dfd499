"""Counting the lists in one statement, and reading one by key: for a page, or whole for a file."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
MOST_WORDS = 8


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
    """How somebody narrowed a list.

    All or only what needs somebody; words of the row; where it lies; and where to go on.
    """

    everything: bool = False
    text: str = ""
    region: str = ""
    district: str = ""
    after: tuple[str, str] | None = None

    @property
    def query(self) -> dict[str, str]:
        """The filters as an address carries them, without the place in the list."""
        said = {"q": self.text, "region": self.region, "district": self.district}
        found = {"show": "all"} if self.everything else {}
        return found | {name: value for name, value in said.items() if value}


def asked(get: Mapping[str, str], regions: Container[str], *, placed: bool = True) -> Asked:
    """The filters of an address; unknown regions count for nothing, nor any place where none is."""
    sort, mark, key = get.get("after", "").rpartition("|")
    region = get.get("region", "")
    return Asked(
        everything=get.get("show", "") == "all",
        text=get.get("q", "").strip()[:100],
        region=region if placed and region in regions else "",
        district=get.get("district", "").strip()[:100] if placed else "",
        after=(sort, key) if mark else None,
    )


def year_running() -> ProgramYear | None:
    """The latest year that is open somewhere; one query."""
    open_ = Exists(Workplan.objects.filter(year=OuterRef("pk")))
    return ProgramYear.objects.filter(open_).order_by("-start").first()


def figures(
    found: Sequence[Listing], wanted: Asked, year: ProgramYear | None, *, on: date
) -> list[Figure]:
    """All counts in one statement, so that they are of one moment; both numbers are narrowed."""
    if not found:
        return []
    named = _named(found, year, on)
    parts = [
        f"SELECT {n}, COALESCE(SUM(q.flag), 0), COUNT(*) FROM ({one.sql}) q"  # noqa: S608 - ours
        f" WHERE {_narrowed(one, wanted, named)}"
        for n, one in enumerate(found)
    ]
    counts = sorted(rows("\nUNION ALL\n".join(parts), named))
    return [Figure(found[n], int(count), of) for n, count, of in counts]


def page(
    one: Listing, wanted: Asked, year: ProgramYear | None, *, on: date, most: int = PAGE
) -> tuple[list[Line], bool]:
    """Some rows of a list from a key on, and whether more follow; one query."""
    named = _named([one], year, on) | {"most": most + 1}
    where = _narrowed(one, wanted, named)
    if not wanted.everything:
        where += " AND q.flag = 1"
    if wanted.after:
        where += " AND (q.sort > %(sort)s OR (q.sort = %(sort)s AND q.mark > %(mark)s))"
        named |= {"sort": wanted.after[0], "mark": wanted.after[1]}
    cells = "".join(f", q.c{n}" for n, _head in enumerate(one.heads, 1))
    sql = (
        f"SELECT q.sort, q.mark, q.target{cells} FROM ({one.sql}) q"  # noqa: S608 - ours
        f" WHERE {where} ORDER BY q.sort, q.mark LIMIT %(most)s"
    )
    found = rows(sql, named)
    return [_line(one, row) for row in found[:most]], len(found) > most


def whole(
    one: Listing, wanted: Asked, year: ProgramYear | None, *, on: date
) -> Iterator[list[Line]]:
    """Every row of a list with its filters, in batches."""
    more, after = True, None
    while more:
        lines, more = page(one, replace(wanted, after=after), year, on=on, most=AT_ONCE)
        if lines:
            after = lines[-1].key
            yield lines


def _named(found: Sequence[Listing], year: ProgramYear | None, on: date) -> dict[str, Any]:
    named: dict[str, Any] = {"year": year.pk if year else 0, "on": on}
    for one in found:
        named |= one.params
    return named


def _narrowed(one: Listing, wanted: Asked, named: dict[str, Any]) -> str:
    """The clause for words and place, whose values are added to `named`."""
    clauses = ["1 = 1"]
    text = sort_key(wanted.text) if one.named else wanted.text.lower()
    looked_for = [("LOWER(q.sort)", f"of_{one.named:d}_{n}", word)
                  for n, word in enumerate(text.split()[:MOST_WORDS])]  # fmt: skip
    if one.placed:
        words = sort_key(wanted.district).split()[:MOST_WORDS]
        looked_for += [("q.district", f"in_{n}", word) for n, word in enumerate(words)]
    for column, name, word in looked_for:
        clauses.append(f"{column} LIKE %({name})s ESCAPE '!'")
        named[name] = f"%{_literal(word)}%"
    if one.placed and wanted.region:
        clauses.append("q.region = %(region)s")
        named["region"] = wanted.region
    return " AND ".join(clauses)


def _line(one: Listing, row: tuple[Any, ...]) -> Line:
    sort, mark, target, *cells = row
    told = [how(cell) for (_head, how), cell in zip(one.heads, cells, strict=True)]
    return Line((sort, mark), one.link(target), told)


def _literal(word: str) -> str:
    """A word without the signs that LIKE reads as patterns."""
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
