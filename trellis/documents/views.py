"""Handing a file to whoever may read it."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from trellis.documents import queries, storage
from trellis.documents.models import Document
from trellis.people.models import Person


def file(request: HttpRequest, document_id: int) -> HttpResponseBase:
    """A download, never shown inside the site: its content comes from outside."""
    person = request.user
    document = queries.readable(document_id, person) if isinstance(person, Person) else None
    if document is None:
        raise Http404
    etag = f'"{document.sha256}"'
    answer = get_conditional_response(request, etag=etag) or _whole(document)
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _whole(document: Document) -> HttpResponseBase:
    try:
        content = storage.path_of(document.sha256).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        content, as_attachment=True, filename=document.name, content_type=document.media_type
    )
