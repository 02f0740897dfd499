"""Finding a document for somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.documents import readers
from trellis.documents.models import Document

if TYPE_CHECKING:
    from trellis.people.models import Person


def readable(document_id: int, person: Person) -> Document | None:
    """The document, if the owning room lets this person read it."""
    document = Document.objects.filter(pk=document_id).first()
    return document if document and readers.may_read(person, document) else None
