"""Recording what happened, inside the transaction in which it happens."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from trellis.history.models import Entry
from trellis.kit import clock

if TYPE_CHECKING:
    from trellis.people.models import Person

Facts = dict[str, Any]


def record(
    subject: str,
    subject_name: str,
    verb: str,
    *,
    by: Person | None,
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


def digest(before: Facts | None, after: Facts | None) -> str:
    """SHA-256 over the canonical form of an entry's payload."""
    payload = json.dumps([before, after], sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(payload.encode()).hexdigest()
