"""Reading the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from trellis.notices.models import Notice

if TYPE_CHECKING:
    from django.db.models import QuerySet

URGENT = frozenset({"sign-in-code", "password-reset", "unknown-address"})
"""Kinds that somebody is waiting for at the screen; they overtake everything else."""

PAGE = 50


def waiting() -> QuerySet[Notice]:
    """Messages that have neither left nor failed for good."""
    return Notice.objects.filter(sent_at=None, failed_at=None, held=False)


def next_due(now: datetime) -> Notice | None:
    """The message to send next: what people wait for first, then the oldest."""
    is_due = Q(not_before=None) | Q(not_before__lte=now)
    urgent = ExpressionWrapper(Q(kind__in=URGENT), output_field=BooleanField())
    return waiting().filter(is_due).annotate(urgent=urgent).order_by("-urgent", "id").first()


def next_try() -> datetime | None:
    """When the earliest message that waits for another try is due."""
    return (
        waiting()
        .exclude(not_before=None)
        .order_by("not_before")
        .values_list("not_before", flat=True)
        .first()
    )


def letters(*, address: str = "", before: int | None = None) -> list[dict[str, Any]]:
    """The newest messages, one page and one more, to one address or to all."""
    rows = Notice.objects.order_by("-id")
    if address:
        rows = rows.filter(address=address.strip().lower())
    if before is not None:
        rows = rows.filter(pk__lt=before)
    fields = ("id", "address", "subject", "kind", "created_at", "sent_at", "failed_at")
    return list(rows.values(*fields)[: PAGE + 1])
