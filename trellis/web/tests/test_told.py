"""What the last step says stands on the next page, once, however long it is."""

from __future__ import annotations

import pytest
from django.contrib import messages
from django.contrib.sessions.backends.cache import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory

from trellis.web.told import Storage

LONG = "word " * 2_000  # more than a cookie holds


def visit(cookies=None, session=None):
    """A request with the storage as the middleware attaches it."""
    request = RequestFactory().get("/")
    request.COOKIES = dict(cookies or {})
    request.session = SessionStore() if session is None else session
    request._messages = Storage(request)  # type: ignore[attr-defined]
    return request


def leave(request):
    """Answer it; the cookies that the browser has afterwards."""
    answer = HttpResponse()
    assert request._messages.update(answer) in ([], None)
    found = {name: one.value for name, one in answer.cookies.items()}
    return {name: value for name, value in (request.COOKIES | found).items() if value}


@pytest.mark.parametrize("text", ["Marked done.", LONG])
def test_a_message_is_told_on_the_next_page_and_no_further(text, db):
    first = visit()
    messages.success(first, text)
    cookies = leave(first)
    second = visit(cookies, first.session)
    assert [str(one) for one in messages.get_messages(second)] == [text]
    third = visit(leave(second), second.session)
    assert list(messages.get_messages(third)) == []


def test_a_message_waits_for_a_page_that_tells_it(db):
    first = visit()
    messages.success(first, "Marked done.")
    second = visit(leave(first), first.session)
    third = visit(leave(second), second.session)
    assert [str(one) for one in messages.get_messages(third)] == ["Marked done."]


def test_a_page_without_a_message_touches_neither_cookie_nor_session(db):
    request = visit()
    assert list(messages.get_messages(request)) == []
    assert leave(request) == {}
    assert not request.session.accessed
