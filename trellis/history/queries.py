"""Reading entries, newest first, a page at a time by key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trellis.history.actors import Actor
from trellis.history.models import Entry, Seal

if TYPE_CHECKING:
    from django.db.models import QuerySet


PAGE = 50


@dataclass(frozen=True)
class EntryPage:
    """Some entries, and the key from which the older ones follow (None: there are none)."""

    entries: list[Entry]
    older: int | None


def of(subject: str, *, older_than: int | None = None, most: int = PAGE) -> EntryPage:
    """What happened to a subject (`kind:id`)."""
    return _page(Entry.objects.filter(subject=subject), older_than, most)


def by(actor: Actor | None, *, older_than: int | None = None, most: int = PAGE) -> EntryPage:
    """What a person did; None gives what the system did by itself."""
    name = f"person:{actor.pk}" if actor else "system"
    return _page(Entry.objects.filter(actor=name), older_than, most)


def newest_seal() -> Seal | None:
    """The seal whose hash is worth keeping elsewhere."""
    return Seal.objects.order_by("-number").first()


def unsealed() -> int:
    """How many entries no seal closes yet."""
    return Entry.objects.filter(seal=None).count()


def _page(entries: QuerySet[Entry], older_than: int | None, most: int) -> EntryPage:
    if older_than is not None:
        entries = entries.filter(pk__lt=older_than)
    found = list(entries.order_by("-id")[: most + 1])
    shown = found[:most]
    return EntryPage(shown, shown[-1].pk if len(found) > most else None)
