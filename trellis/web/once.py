"""A form that arrives twice from the same page, by a second click or a second try, is heard once.

Every rendering of a page masks its CSRF token anew, so the token says from which rendering a form
came. The same token with the same fields at the same address by the same person is the same
sending; whoever means it again does it from a page that has seen the first one.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from trellis.people.models import Person
from trellis.web.policy import BY_ROUTE, Door

Next = Callable[[HttpRequest], HttpResponse]

WORKING = 60
"""Seconds for which a sending without an answer holds the next one back: a killed worker's too."""
KEPT = 600
"""Seconds for which an answered sending is remembered."""
PATIENCE = 3.0
"""Seconds for which the second sending waits for the answer of the first."""


def once(following: Next) -> Next:
    """Let each sending of a form through once, and lead its repetitions where it led."""

    class Answer:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            response = following(request)
            mark = getattr(request, "sending", "")
            if mark and response.status_code == 302:
                cache.set(mark, response.headers["Location"], KEPT)
            elif mark:  # nothing came of it: the same may be sent again
                cache.delete(mark)
            return response

        def process_view(
            self, request: HttpRequest, view: object, args: object, kwargs: object
        ) -> HttpResponse | None:
            mark = mark_of(request)
            if mark and not cache.add(mark, "", WORKING):
                there = _answer_of(mark)
                if there is not None:
                    return _lead(request, there)
                cache.set(mark, "", WORKING)  # the first one was not accepted
            request.sending = mark  # type: ignore[attr-defined]
            return None

    return Answer()


def mark_of(request: HttpRequest) -> str:
    """What all sendings of one form from one rendering have in common; empty where none counts."""
    match = request.resolver_match
    row = BY_ROUTE.get(match.view_name) if match else None
    token = request.POST.get("csrfmiddlewaretoken", "") if request.method == "POST" else ""
    person: Person | None = request.visitor.person  # type: ignore[attr-defined]
    sender = f"{person.pk}" if person else request.session.session_key
    if not token or not sender or row is None or row.door == Door.SIGN_IN_PAGES:
        return ""
    heard = hashlib.sha256()
    for part in (sender, token, request.get_full_path()):
        heard.update(f"{len(part)}:{part}".encode())
    for name, values in sorted(request.POST.lists()):
        heard.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for one in files:
            heard.update(repr((name, one.name, one.size)).encode())
            _hear(heard, one)
    return f"sent:{heard.hexdigest()}"


def _hear(heard: Any, file: Any) -> None:
    """Take in a file, and leave it as it was found."""
    for chunk in file.chunks():
        heard.update(chunk)
    file.seek(0)


def _answer_of(mark: str) -> str | None:
    """Where the first sending led; empty while it is under way, None if nothing came of it."""
    until = time.monotonic() + PATIENCE
    there: str | None = cache.get(mark)
    while there == "" and time.monotonic() < until:
        time.sleep(0.1)
        there = cache.get(mark)
    return there


def _lead(request: HttpRequest, there: str) -> HttpResponse:
    """To where the first sending led, or to the front while that is not known."""
    if there:
        messages.info(request, _("This was sent already; it was done once."))
        return redirect(there)
    text = _("This is still being worked on. Look at the page before you send it again.")
    messages.warning(request, text)
    return redirect("home:front")
