"""What the pages of the library show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Count
from django.utils.dates import MONTHS

from trellis.learning.models import Item, Viewing
from trellis.learning.schema import KindOfThing
from trellis.learning.told import address_of, library_of, this_year
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.texts import say

PUBLISHED = Item.State.PUBLISHED


@lru_cache(maxsize=16)
def months_of(program: Program) -> dict[str, tuple[int, ...]]:
    """The calendar months in which the year plans name each resource, in the plans' order."""
    found: dict[str, list[int]] = {}
    for plan in program.plans.values():
        numbers = {month.code: month.month for month in plan.months}
        for activity in plan.activities:
            for code in activity.resources:
                month = numbers[activity.month]
                if month not in found.setdefault(code, []):
                    found[code].append(month)
    return {code: tuple(months) for code, months in found.items()}


@dataclass(frozen=True)
class Shown:
    """One thing as a list shows it."""

    code: str
    title: str
    about: str
    kind: str
    minutes: int | None
    months: str


@dataclass
class Shelf:
    """A category with what stands in it."""

    code: str
    label: str
    of: str
    things: list[Shown] = field(default_factory=list)


@dataclass
class Library:
    """The whole page: the shelves, and what the year names that is not here yet."""

    shelves: list[Shelf]
    coming: list[Shown]
    chosen: str
    count: int


def library(chosen: str = "") -> Library:
    """Everything published by category, or what stands in one; one query."""
    program = programs.in_year()
    told = library_of(program)
    shelves = [Shelf(one.code, say(one.label), one.of) for one in told.categories]
    by_code = {one.code: one for one in shelves}
    chosen = chosen if chosen in by_code else ""
    named, coming, count = months_of(program), [], 0
    for item in Item.objects.filter(series=None):
        if not item.is_published:
            if item.code in named:
                coming.append(shown(item, program))
            continue
        count += 1
        for code in item.categories:
            if code in by_code:
                by_code[code].things.append(shown(item, program))
    wanted = [one for one in shelves if one.code == chosen or (one.things and not chosen)]
    return Library(wanted, [] if chosen else coming, chosen, count)


def shown(item: Item, program: Program) -> Shown:
    """A thing in the reader's words."""
    kind = library_of(program).kind(item.kind)
    return Shown(
        code=item.code,
        title=say(item.title),
        about=say(item.about) if item.about else "",
        kind=say(kind.label) if kind else item.kind,
        minutes=item.minutes,
        months=month_names(item.code, program),
    )


def month_names(code: str, program: Program) -> str:
    """ "October, December": the months that name a resource."""
    return ", ".join(str(MONTHS[month]) for month in months_of(program).get(code, ()))


@dataclass
class ItemPage:
    """What the page of one thing shows."""

    item: Item
    shown: Shown
    kind: KindOfThing | None
    address: str
    categories: list[tuple[str, str]]
    headings: list[tuple[str, str]]
    audience: list[str]
    recordings: list[Shown]
    viewing: Viewing | None


def item_page(item: Item, person: Person | None) -> ItemPage:
    """The page of a thing for a reader; two queries at most."""
    program = programs.in_year()
    told = library_of(program)
    labels = {one.code: say(one.label) for one in told.categories}
    parts = item.recordings.filter(state=PUBLISHED)
    mine = Viewing.objects.filter(item=item, person=person, year=this_year(program))
    return ItemPage(
        item=item,
        shown=shown(item, program),
        kind=told.kind(item.kind),
        address=address_of(item, program),
        categories=[(code, labels[code]) for code in item.categories if code in labels],
        headings=[
            (say(one.label), item.headings[one.code])
            for one in told.headings
            if item.headings.get(one.code)
        ],
        audience=[
            say(program.roles[code].plural) for code in item.audience if code in program.roles
        ],
        recordings=[shown(one, program) for one in parts],
        viewing=mine.first() if person is not None else None,
    )


def recordings_of(items: Iterable[Item]) -> dict[int, int]:
    """How many published recordings each series has; one query."""
    rows = Item.objects.filter(series__in=list(items), state=PUBLISHED).values("series")
    return dict(rows.order_by().values_list("series").annotate(Count("pk")))
