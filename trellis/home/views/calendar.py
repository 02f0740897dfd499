"""One's own calendar: the address that a calendar program reads, and files for single days."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.home.queries import calendar as queries
from trellis.home.queries.task import readable_task
from trellis.kit import clock
from trellis.kit.icalendar import MEDIA_TYPE
from trellis.organizations.requests import PersonRequest
from trellis.people import calendar_keys as keys
from trellis.people.models import CalendarKey
from trellis.programs.models import Installation

TRUSTED = timedelta(minutes=5)
"""How long a calendar counts as unchanged while nothing at all was written; a deed that was begun
earlier and written later shows after that at the latest."""

MOST = 4096  # calendars of which a process remembers when it saw them

Mark = tuple[object, ...]
_seen: OrderedDict[int, tuple[Mark, datetime]] = OrderedDict()
_turn = Lock()


@never_cache
def calendar(request: PersonRequest) -> HttpResponse:
    """What one's calendar address is for, whether there is one, and how to make or take it back."""
    return _page(request, token="")


@never_cache
def address(request: PersonRequest) -> HttpResponse:
    """Make a new address and show it, this once."""
    seen = request.POST.get("seen", "")
    return _page(request, token=keys.make_key(request.person, seen=seen, by=request.person))


def address_withdrawal(request: PersonRequest) -> HttpResponse:
    """Take the address back."""
    keys.take_back_key(request.person, by=request.person)
    messages.success(request, _("Nothing opens at your calendar address any more."))
    return redirect("home:calendar")


def _page(request: PersonRequest, *, token: str) -> HttpResponse:
    key = keys.has_key(request.person)
    url = settings.BASE_URL + reverse("home:calendar-feed", args=[token]) if token else ""
    context = {
        "key": key,
        "seen": keys.mark_of(key),
        "feed": url,
        "subscription": "webcal:" + url.partition(":")[2] if url else "",
    }
    return render(request, "home/calendar.html", context)


def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's calendar for the program that has its address; unchanged, only that it is so."""
    opened = keys.opened_by(token)
    if opened is None:
        raise Http404
    mark, version, changed = _mark(request, opened), opened.version, opened.changed_at
    entries = None
    if not _is_as_seen(opened.key, mark):
        key = keys.key_of(opened)
        entries = _entries(request, key)
        key = keys.noted(key, entries.digest)
        version, changed = key.version, key.changed_at
        _remember(opened.key, mark)
    etag, at = f'"{opened.key}-{version}"', changed.replace(microsecond=0)
    answer = get_conditional_response(request, etag=etag, last_modified=int(at.timestamp()))
    if answer is None:
        entries = entries or _entries(request, keys.key_of(opened))
        answer = HttpResponse(entries.written(version=version, at=at), content_type=MEDIA_TYPE)
        answer["Content-Disposition"] = 'inline; filename="trellis.ics"'
    answer["ETag"], answer["Last-Modified"] = etag, http_date(at.timestamp())
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _entries(request: HttpRequest, key: CalendarKey) -> queries.Entries:
    found: Installation = request.installation  # type: ignore[attr-defined]
    return queries.entries_of(key.person, found.version_id, on=clock.today())


def day(request: PersonRequest, task_id: int) -> HttpResponse:
    """The day by which one step is due, as a file."""
    found = readable_task(task_id, request.visitor.seats)
    text = queries.day_of(found, request.installation.version_id) if found else ""
    if not text:
        raise Http404
    answer = HttpResponse(text, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="due.ics"'
    return answer


def _mark(request: HttpRequest, opened: keys.Opened) -> Mark:
    """All that a calendar's words follow from: while this is the same, they are."""
    found: Installation = request.installation  # type: ignore[attr-defined]
    return (opened.token_hash, opened.latest, clock.today(), found.version_id, found.rewording)


def _is_as_seen(key: int, mark: Mark) -> bool:
    known = _seen.get(key)
    return known is not None and known[0] == mark and clock.now() - known[1] < TRUSTED


def _remember(key: int, mark: Mark) -> None:
    with _turn:
        _seen[key] = (mark, clock.now())
        _seen.move_to_end(key)
        while len(_seen) > MOST:
            _seen.popitem(last=False)
