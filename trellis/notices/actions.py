"""Writing to the outbox."""

from __future__ import annotations

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
