"""Handing files out: to registered readers only, and never as part of the site."""

import io

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory

from trellis.documents import readers, storage
from trellis.documents.actions import store
from trellis.documents.models import Document
from trellis.documents.tests.conftest import KIND, added_it
from trellis.documents.tests.corpus import PDF
from trellis.documents.views import file

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(files, ana) -> Document:
    return store(io.BytesIO(PDF), kind=KIND, name="Plan – Año 1.pdf", by=ana)


def asked(document_id, person, **headers):
    request = RequestFactory().get("/documents/", headers=headers)
    request.user = person
    return file(request, document_id)


def test_a_reader_gets_the_file_as_an_attachment_in_a_sandbox(document, ana):
    answer = asked(document.pk, ana)
    assert b"".join(answer) == PDF
    assert dict(answer.headers) == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(PDF)),
        "Content-Disposition": "attachment; filename*=utf-8''Plan%20%E2%80%93%20A%C3%B1o%201.pdf",
        "ETag": f'"{document.sha256}"',
        "Cache-Control": "private, no-cache",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }


def test_an_unchanged_file_is_not_sent_again(document, ana):
    answer = asked(document.pk, ana, if_none_match=f'"{document.sha256}"')
    assert (answer.status_code, answer.headers["Cache-Control"]) == (304, "private, no-cache")


@pytest.mark.parametrize("name", ['a";filename=x.exe.pdf', "a\r\nX-Evil: 1.pdf", "a'b%41.pdf"])
def test_a_name_cannot_write_headers(files, ana, name):
    made = store(io.BytesIO(PDF), kind=KIND, name=name, by=ana)
    answer = asked(made.pk, ana)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{made.name}"'
    assert not set(made.name) & set('"\r\n')


def test_others_are_told_that_there_is_nothing(document, ana, ben):
    ana.is_active = False
    for person, wanted in (
        (ben, document.pk),
        (ben, 0),
        (AnonymousUser(), document.pk),
        (ana, document.pk),
    ):
        with pytest.raises(Http404):
            asked(wanted, person)


def test_a_stranger_learns_nothing_from_a_conditional_request(document, ben):
    with pytest.raises(Http404):
        asked(document.pk, ben, if_none_match=f'"{document.sha256}"')


def test_a_document_whose_file_is_gone_is_not_there(document, ana):
    storage.path_of(document.sha256).unlink()
    with pytest.raises(Http404):
        asked(document.pk, ana)


def test_a_document_of_a_kind_nobody_answers_for_is_read_by_nobody(document, ana):
    Document.objects.update(kind="gone")
    with pytest.raises(Http404):
        asked(document.pk, ana)


def test_a_kind_has_one_owner():
    readers.register(KIND, added_it)
    with pytest.raises(ValueError, match=KIND):
        readers.register(KIND, lambda person, document: True)
    assert readers.registered()[KIND] is added_it


def test_a_download_takes_one_query(document, ana, django_assert_num_queries):
    with django_assert_num_queries(1):
        asked(document.pk, ana)
