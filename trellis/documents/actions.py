"""Taking files in, and clearing away what no record names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from trellis.documents import readers, storage
from trellis.documents.models import Document
from trellis.documents.names import clean_name
from trellis.documents.sniffing import sniff
from trellis.documents.storage import Source
from trellis.kit import clock

if TYPE_CHECKING:
    from trellis.people.models import Person

DAY = 24 * 60 * 60


def store(file: Source, *, kind: str, name: str, by: Person) -> Document:
    """Take in a file for a kind whose readers are registered; `Unsafe` or `NotStored` if not.

    The room that owns the subject asks for the right and writes history in its own transaction;
    when that rolls back, the file stays without a record until `clean` removes it.
    """
    readers.require_known(kind)
    with storage.received(file, limit=settings.UPLOAD_LIMIT) as incoming:
        media = sniff(incoming.file, name)
        cleaned = clean_name(name, media)
        storage.keep(incoming)
    return Document.objects.create(
        kind=kind,
        name=cleaned,
        media_type=media.type,
        size=incoming.size,
        sha256=incoming.sha256,
        added_by=by,
        added_at=clock.now(),
    )


@dataclass(frozen=True)
class Cleaned:
    """What a cleaning found."""

    kept: int
    removed: int
    missing: list[int]
    """Documents whose file is gone."""


def clean(*, older_than: float = DAY) -> Cleaned:
    """Remove files that no record names and that are older than any transaction."""
    named = dict(Document.objects.order_by("-id").values_list("sha256", "pk"))
    removed = 0
    for path in storage.leftovers(older_than):
        unnamed = path.name not in named
        # asked once more: a record may have come since the list was read
        if unnamed and not Document.objects.filter(sha256=path.name).exists():
            removed += storage.remove(path, older_than)
    missing = [pk for sha256, pk in named.items() if not storage.path_of(sha256).is_file()]
    return Cleaned(len(named) - len(missing), removed, sorted(missing))
