"""Writing to the outbox."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from trellis.kit import clock
from trellis.notices.models import Notice

if TYPE_CHECKING:
    from trellis.people.models import Person


def post(person: Person, kind: str, subject: str, text: str, *, dedupe_key: str) -> bool:
    """Put one message into the outbox, in the caller's transaction; False if it was there already.

    Delivery happens after commit, by the worker.
    """
    notice = Notice(
        recipient=person,
        address=person.email,
        kind=kind,
        subject=subject[:200],
        text=text,
        dedupe_key=dedupe_key,
        created_at=clock.now(),
    )
    before = Notice.objects.filter(dedupe_key=dedupe_key).exists()
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
    return not before


def post_many(notices: Iterable[Notice]) -> int:
    """Put many messages into the outbox at once; those whose reason is known are left out.

    Answers how many were added. Runs in the caller's transaction.
    """
    rows = list(notices)
    # By kind, not by key: thousands of keys would be too many for one statement.
    same_kind = Notice.objects.filter(kind__in={one.kind for one in rows})
    known = set(same_kind.values_list("dedupe_key", flat=True))
    fresh = [one for one in rows if one.dedupe_key not in known]
    return len(Notice.objects.bulk_create(fresh, batch_size=2000, ignore_conflicts=True))
