"""Recording what happened, inside the transaction in which it happens; sealing it afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from django.db import connection, transaction
from django.db.models import Q

from trellis.history.actors import Actor
from trellis.history.chain import Facts, digest, seal_hash
from trellis.history.models import Entry, Seal
from trellis.kit import clock

__all__ = ["Facts", "digest", "purge", "record", "record_many", "seal_entries"]

MOST_IN_A_SEAL = 5_000
"""Keeps the sealer's transactions short: on SQLite nobody else writes meanwhile."""

SEALER = 0x7472656C
"""The number of the lock that PostgreSQL gives to one sealer at a time."""

PURGED = "purged"
WHOLE = "history:all"
"""The subject of an entry about the history itself."""


def record(
    subject: str,
    subject_name: str,
    verb: str,
    *,
    by: Actor | None,
    acting_as: str = "",
    before: Facts | None = None,
    after: Facts | None = None,
) -> Entry:
    """Add an entry about `subject` (`kind:id`); `by` None is the system itself.

    The entry is unsealed until `seal_entries` closes it in a transaction of its own.
    """
    return Entry.objects.create(
        at=clock.now(),
        actor=f"person:{by.pk}" if by else "system",
        actor_name=by.name if by else "Trellis",
        acting_as=acting_as[:200],
        verb=verb,
        subject=subject,
        subject_name=subject_name[:300],
        before=before,
        after=after,
        digest=digest(before, after),
    )


def record_many(
    verb: str,
    happened: Iterable[tuple[str, str, Facts]],
    *,
    by: Actor | None,
    acting_as: str = "",
) -> int:
    """Add one entry per (subject, subject name, after), as a row stream; answers how many.

    For actions that touch thousands of records at once: building model instances for them costs
    ten times the insert.
    """
    at = connection.ops.adapt_datetimefield_value(clock.now())
    actor, name = (f"person:{by.pk}", by.name) if by else ("system", "Trellis")
    rows = [
        (at, actor, name, acting_as[:200], verb, subject, title[:300],
         json.dumps(after, default=str), digest(None, after))
        for subject, title, after in happened
    ]  # fmt: skip
    as_json = "%s::jsonb" if connection.vendor == "postgresql" else "%s"
    with connection.cursor() as cursor:
        cursor.executemany(INSERT.format(as_json=as_json), rows)
    return len(rows)


INSERT = """
INSERT INTO history_entry
    (at, actor, actor_name, acting_as, verb, subject, subject_name, after, digest)
VALUES (%s, %s, %s, %s, %s, %s, %s, {as_json}, %s)
"""


def seal_entries(*, most: int = MOST_IN_A_SEAL) -> int:
    """Close all committed unsealed entries, in id order and short transactions; how many.

    Finding another sealer at work, this one leaves the rest to it.
    """
    closed = 0
    while count := _seal_next(most):
        closed += count
    return closed


@transaction.atomic(durable=True)
def _seal_next(most: int) -> int:
    """One more seal over at most that many entries; 0 when there is nothing to do here.

    SQLite holds off every other writer from the first statement on (IMMEDIATE). On PostgreSQL an
    entry with a lower id may be committed later than its neighbors: the next seal closes it.
    """
    if not _is_the_sealer():
        return 0
    entries = list(Entry.objects.filter(seal=None).order_by("id")[:most])
    if not entries:
        return 0
    last = Seal.objects.order_by("-number").first()
    number, previous = (last.number + 1, last.hash) if last else (1, "")
    at = clock.now()
    seal = Seal.objects.create(
        number=number,
        count=len(entries),
        previous=previous,
        hash=seal_hash(number, at, previous, entries),
        at=at,
    )
    mine = Entry.objects.filter(pk__in=[entry.pk for entry in entries], seal=None)
    if mine.update(seal=seal) != len(entries):
        raise RuntimeError("Somebody else sealed these entries; nothing was changed.")
    return len(entries)


def _is_the_sealer() -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER])
        return bool(cursor.fetchone()[0])


@transaction.atomic
def purge(day: date, *, by: Actor | None, acting_as: str = "") -> int:
    """Empty what entries from before a day say of their subject; who, when and what stay.

    The digest stays too, so seals over purged entries still verify; the purge is itself an entry,
    never emptied. Whoever offers this asks for the right to it: this room knows no roles.
    """
    start = datetime.combine(day, time.min, tzinfo=UTC)
    empty = Q(before__isnull=True, after__isnull=True)  # `before=None` would ask for JSON's null
    full = Entry.objects.filter(~empty, at__lt=start, purged_at=None)
    count = full.exclude(subject=WHOLE).update(before=None, after=None, purged_at=clock.now())
    if count:
        facts = {"before": day.isoformat(), "entries": count}
        record(WHOLE, "History", PURGED, by=by, acting_as=acting_as, after=facts)
    return count
