"""The registry of document readers: the room that owns a kind of document says who may read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trellis.documents.models import Document
    from trellis.people.models import Person

MayRead = Callable[["Person", "Document"], bool]

_readers: dict[str, MayRead] = {}


def register(kind: str, may_read: MayRead) -> None:
    """Add a kind; called once per kind from the owning room's `AppConfig.ready()`."""
    if _readers.get(kind, may_read) is not may_read:
        raise ValueError(f"Two rooms claim the documents of kind {kind}.")
    _readers[kind] = may_read


def registered() -> dict[str, MayRead]:
    """All kinds of documents with their readers."""
    return dict(_readers)


def require_known(kind: str) -> None:
    """A kind nobody registered is a mistake of the program (LookupError)."""
    if kind not in _readers:
        raise LookupError(f"No room has registered readers for documents of kind {kind!r}.")


def may_read(person: Person, document: Document) -> bool:
    """Whether a person may read a document; nobody reads a kind whose room is gone."""
    reader = _readers.get(document.kind)
    return person.is_active and reader is not None and reader(person, document)
