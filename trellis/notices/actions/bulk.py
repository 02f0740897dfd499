"""Writing mail to thousands of people at once, and how far each of them has been seen to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db import connection

from trellis.kit import bulk, clock
from trellis.kit.sql import numbers, rows
from trellis.notices.actions.outbox import deliver_soon, line

TURNS = 0x7475726E
"""The number of the lock under which turns are taken."""

TURNS_OF = "SELECT person_id, overview_on, soon_on FROM notices_turn WHERE person_id IN ({people})"

COLUMNS = {
    "recipient_id": "bigint", "address": "text", "kind": "text", "subject": "text", "text": "text",
    "dedupe_key": "text", "created_at": "timestamptz", "attempts": "smallint",
    "last_error": "text", "held": "boolean",
}  # fmt: skip


class Draft(NamedTuple):
    """A mail to somebody."""

    person: int
    address: str
    kind: str
    subject: str
    text: str
    dedupe_key: str


class Taken(NamedTuple):
    """Up to which day somebody has been seen to."""

    person: int
    overview_on: date | None
    soon_on: date | None


def post_drafts(drafts: Sequence[Draft]) -> None:
    """Put mails into the outbox, in the caller's transaction; what is there already stays."""
    at = connection.ops.adapt_datetimefield_value(clock.now())
    lines = {subject: line(subject) for subject in {one.subject for one in drafts}}
    values = [
        (person, address, kind, lines[subject], text, key, at, 0, "", False)
        for person, address, kind, subject, text, key in drafts
    ]
    bulk.insert("notices_notice", COLUMNS, values, conflict="(dedupe_key) DO NOTHING")
    if values:
        deliver_soon()


def turns_of(people: Collection[int]) -> dict[int, tuple[date | None, date | None]]:
    """Take the lock of turns until the transaction ends, and read them as they are then.

    On SQLite the writing transaction itself is the lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURNS])
    found = rows(TURNS_OF.format(people=numbers(people)), {}, plain=True)
    return {pk: (one, two) for pk, one, two in found}


def take_turns(taken: Iterable[Taken]) -> None:
    """Keep up to which day people have been seen to, in the caller's transaction."""
    values = [(one.person, _text(one.overview_on), _text(one.soon_on)) for one in taken]
    bulk.insert(
        "notices_turn", {"person_id": "bigint", "overview_on": "date", "soon_on": "date"}, values,
        conflict="(person_id) DO UPDATE SET overview_on = excluded.overview_on,"
        " soon_on = excluded.soon_on",
    )  # fmt: skip


@lru_cache(maxsize=64)
def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
