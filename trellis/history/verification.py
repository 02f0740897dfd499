"""Has anybody changed the sealed history? Everything is computed again and compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from django.db.models import Exists, OuterRef

from trellis.history import queries
from trellis.history.actions import PURGED, WHOLE
from trellis.history.chain import digest, seal_hash
from trellis.history.models import Entry, Seal

ROWS = 2_000


class Fault(StrEnum):
    """The ways in which a sealed history can be wrong."""

    EDITED = "edited"
    CHANGED = "changed or swapped"
    DROPPED = "dropped"
    INSERTED = "inserted"
    EMPTIED = "emptied"
    BROKEN = "broken chain"
    TRUNCATED = "truncated"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, in a sentence."""

    fault: Fault
    text: str


@dataclass(frozen=True)
class Verification:
    """What a look at the whole history gave."""

    findings: list[Finding]
    seals: int
    sealed: int
    unsealed: int
    newest: str
    """The hash to keep elsewhere and to expect next time."""


def verify(expect: str = "") -> Verification:
    """Compute every seal again; `expect` is a hash kept elsewhere that must still be a seal's.

    Without `expect` a history cut off at its end, or written anew as a whole, looks sound.
    """
    seals = list(Seal.objects.order_by("number"))
    newest = seals[-1] if seals else None
    findings = [*_chain(seals), *_contents(seals), *_without_seal()]
    if expect and expect not in {seal.hash for seal in seals}:
        findings.append(_missing(expect))
    return Verification(
        findings=findings,
        seals=len(seals),
        sealed=sum(seal.count for seal in seals),
        unsealed=queries.unsealed(),
        newest=newest.hash if newest else "",
    )


def _chain(seals: list[Seal]) -> Iterator[Finding]:
    """Each seal follows the one before, from 1 on without a gap."""
    number, hash_ = 0, ""
    for seal in seals:
        if seal.number != number + 1:
            yield Finding(
                Fault.TRUNCATED, f"Seals {number + 1} to {seal.number - 1} are not there any more."
            )
        elif seal.previous != hash_:
            yield Finding(Fault.BROKEN, f"Seal {seal.number} does not follow the seal before it.")
        number, hash_ = seal.number, seal.hash


def _contents(seals: list[Seal]) -> Iterator[Finding]:
    """Each seal closes the same entries with the same words as on its day."""
    if not seals:
        return
    purged_before = _purged_before()
    rows = Entry.objects.filter(seal__lte=seals[-1].number).order_by("seal_id", "id")
    groups = groupby(rows.iterator(chunk_size=ROWS), key=lambda entry: entry.seal_id)
    number, group = next(groups, (None, iter(())))
    for seal in seals:
        while number is not None and number < seal.number:
            number, group = next(groups, (None, iter(())))
        entries = list(group) if number == seal.number else []
        yield from _under(seal, entries)
        for entry in entries:
            yield from _payload(entry, purged_before)


def _under(seal: Seal, entries: list[Entry]) -> Iterator[Finding]:
    """The number of entries and the hash of one seal."""
    if len(entries) != seal.count:
        fault = Fault.DROPPED if len(entries) < seal.count else Fault.INSERTED
        yield Finding(
            fault, f"Seal {seal.number} closed {seal.count} entries, {len(entries)} are there now."
        )
    elif seal.hash != seal_hash(seal.number, seal.at, seal.previous, entries):
        yield Finding(
            Fault.CHANGED,
            f"Under seal {seal.number} an entry or the seal itself was changed or swapped.",
        )


def _payload(entry: Entry, purged_before: date | None) -> Iterator[Finding]:
    """What an entry says is what it said, or was emptied by a recorded purge."""
    if entry.digest == digest(entry.before, entry.after):
        return
    if entry.before is not None or entry.after is not None:
        yield Finding(Fault.EDITED, f"What entry {entry.pk} says was edited.")
    elif entry.purged_at is None or purged_before is None or entry.at.date() >= purged_before:
        yield Finding(Fault.EMPTIED, f"Entry {entry.pk} was emptied without a recorded purge.")


def _purged_before() -> date | None:
    """The latest day before which a recorded purge emptied entries."""
    purges = Entry.objects.filter(subject=WHOLE, verb=PURGED).values_list("after", flat=True)
    days = [date.fromisoformat(facts["before"]) for facts in purges if facts]
    return max(days, default=None)


def _without_seal() -> Iterator[Finding]:
    """Entries whose seal was taken away."""
    there = Seal.objects.filter(number=OuterRef("seal_id"))
    rows = Entry.objects.filter(~Exists(there), seal__isnull=False).order_by("seal_id")
    for number in rows.values_list("seal_id", flat=True).distinct():
        yield Finding(Fault.TRUNCATED, f"Seal {number} is not there, but entries name it.")


def _missing(expect: str) -> Finding:
    return Finding(
        Fault.TRUNCATED,
        f"No seal has the hash {expect}: the end was cut off or the history written anew.",
    )
