"""What is here already of the things that a log tells, by log or by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Protocol

from trellis.meetings import rules
from trellis.meetings.logs.known import BATCH
from trellis.meetings.models import Help, LoggedEntry, Meeting, Party, StagedEntry
from trellis.organizations.imports.bulk import batches


class Entry(Protocol):
    """What is asked of a row, whether just read or staged."""

    organization_id: int
    leader_id: int
    act: str
    kind: str
    on: date
    minutes: int

    @property
    def digest(self) -> str:
        """The same for the same meeting."""


class Standing:
    """Digests that came from logs before, meetings by place, kind and day, help by all it says."""

    def __init__(self, told: Sequence[Entry]) -> None:
        self._digests: set[str] = set()
        for digests in batches(sorted({one.digest for one in told}), BATCH):
            there = LoggedEntry.objects.filter(digest__in=digests)
            self._digests |= set(there.values_list("digest", flat=True))
        self._meetings: set[tuple[int, str, date]] = set()
        self._help: set[tuple[int, str, date, int, int]] = set()
        if not told:
            return
        first, last = min(one.on for one in told), max(one.on for one in told)
        for places in batches(sorted({one.organization_id for one in told}), BATCH):
            self._read(places, first, last)

    def _read(self, places: Iterable[int], first: date, last: date) -> None:
        """Two queries over the months that the file is about."""
        ids = list(places)
        parties = Party.objects.filter(
            organization__in=ids,  # a meeting may count for the month beside its own
            month__gte=first - timedelta(days=62),
            month__lte=last + timedelta(days=31),
        ).exclude(state=Meeting.State.CANCELLED)
        for place, kind, at in parties.order_by().values_list(
            "organization", "kind", "meeting__starts_at"
        ):
            self._meetings.add((place, kind, rules.local_day(at)))
        given = Help.objects.filter(organization__in=ids, on__range=(first, last), imported=False)
        self._help |= set(
            given.order_by().values_list("organization", "kind", "on", "minutes", "by")
        )

    def has(self, digest: str) -> bool:
        """Whether the very same came from a log before."""
        return digest in self._digests

    def collides(self, one: Entry) -> bool:
        """Whether the meeting, or help just like it, stands here already."""
        if one.act == StagedEntry.Act.HELP:
            return (one.organization_id, one.kind, one.on, one.minutes, one.leader_id) in self._help
        return (one.organization_id, one.kind, one.on) in self._meetings
