"""Whom a look concerns, and the meetings that lie before them; a statement each."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.db import connection

from trellis.kit.sql import rows
from trellis.people.models import Person

SQL = Path(__file__).parent / "sql"
BATCH = 2000
"""People whose mails are written in one transaction."""


class Reader(NamedTuple):
    """Somebody who may be reminded; days are up to when they have been seen to."""

    id: int
    email: str
    language: str
    zone: str
    rhythm: str
    off: frozenset[str]
    overview_on: date | None
    soon_on: date | None


class Coming(NamedTuple):
    """A meeting before somebody; `place` is the organization it is about for them."""

    id: int
    starts_at: datetime
    kind: str
    title: str
    place: str


def readers(zone: str, people: Collection[int] | None = None) -> Iterator[list[Reader]]:
    """Everybody, or some, in batches; `zone` is the clock of those who have chosen none."""
    of = "1 = 1" if people is None else f"p.id IN ({_numbers(people)})"
    after = 0
    while True:
        named = {"after": after, "most": BATCH}
        found = rows(_sql("people").format(of=of), named, plain=True)
        if not found:
            return
        after = found[-1][0]
        yield [
            Reader(pk, email, language, own or zone, rhythm, _off(off), overview_on, soon_on)
            for pk, email, language, own, rhythm, off, overview_on, soon_on in found
        ]


def _off(stored: str | list[str] | None) -> frozenset[str]:
    """A column of JSON as bare SQL answers it: text on SQLite, a list on PostgreSQL."""
    if not stored:
        return frozenset()
    return frozenset(json.loads(stored) if isinstance(stored, str) else stored)


def zones(usual: str) -> set[str]:
    """Every time zone in which somebody lives."""
    own = Person.objects.filter(is_active=True).exclude(time_zone="").order_by()
    return {usual, *own.values_list("time_zone", flat=True).distinct()}


def meetings(
    first: datetime, last: datetime, people: Collection[int] | None = None
) -> dict[int, list[Coming]]:
    """By person the planned meetings between two moments that they lead or are asked to."""
    some = "1 = 1" if people is None else f"IN ({_numbers(people)})"
    sql = _sql("meetings").format(
        attends=some if people is None else f"a.person_id {some}",
        leads=some if people is None else f"m.led_by_id {some}",
    )
    moments = connection.ops.adapt_datetimefield_value
    found: dict[int, dict[int, Coming]] = defaultdict(dict)
    for person, pk, at, kind, title, place in rows(
        sql, {"first": moments(first), "last": moments(last)}, plain=True
    ):
        found[person].setdefault(pk, Coming(pk, _moment(at), kind, title, place))
    return {
        person: sorted(coming.values(), key=lambda one: (one.starts_at, one.id))
        for person, coming in found.items()
    }


def _moment(value: datetime | str) -> datetime:
    """SQLite answers moments of a union as text, and always without their zone: UTC."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _numbers(ids: Collection[int]) -> str:
    """Numbers of records as SQL; there are too many of them for parameters."""
    return ", ".join(str(int(pk)) for pk in sorted(ids)) or "NULL"


@cache
def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text()
