"""What happens around every page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import lru_cache
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder, Refused
from trellis.kit.onward import own_path
from trellis.organizations.requests import Visitor
from trellis.organizations.rules import may, needs_second_factor
from trellis.people import unsent
from trellis.people.rules import has_used_second_factor
from trellis.programs import queries as programs
from trellis.sample import rules as sample
from trellis.web import policy
from trellis.web.policy import Door, Row

Next = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def legible(following: Next) -> Next:
    """Read every request as UTF-8, and refuse the sign that no text of PostgreSQL may hold."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.encoding:
            request.encoding = "utf-8"  # other names break the reading, some of them unforeseen
        asked = (request.path_info, unquote(request.META.get("QUERY_STRING", "")))
        if any("\0" in one for one in (*asked, *request.COOKIES.values())):
            raise BadRequest("NUL in an address or a cookie")
        return following(request)

    return answer


def headers(following: Next) -> Next:
    """A strict content policy on every answer; nothing inline, nothing from elsewhere."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = following(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        return response

    return answer


def language(following: Next) -> Next:
    """Speak the language of the visitor's choice or browser; Django's own looks anew each time."""

    def answer(request: HttpRequest) -> HttpResponse:
        asked = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
        spoken = _spoken(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""), asked)
        translation.activate(spoken)
        request.LANGUAGE_CODE = spoken
        response = following(request)
        if "Vary" in response.headers:
            patch_vary_headers(response, ("Accept-Language",))
        else:  # on most answers nothing stands yet that would have to be read
            response.headers["Vary"] = "Accept-Language"
        response.headers.setdefault("Content-Language", translation.get_language() or spoken)
        return response

    return answer


@lru_cache(maxsize=256)
def _spoken(chosen: str, asked: str) -> str:
    """The best of our languages for a cookie and a header."""
    request = HttpRequest()
    request.COOKIES = {settings.LANGUAGE_COOKIE_NAME: chosen} if chosen else {}
    request.META = {"HTTP_ACCEPT_LANGUAGE": asked}
    return translation.get_language_from_request(request)


def program(following: Next) -> Next:
    """Load the installed program once and let the sample state stand on its chosen day."""

    def answer(request: HttpRequest) -> HttpResponse:
        installation = programs.installation()
        request.installation = installation  # type: ignore[attr-defined]
        if installation is None:
            return render(request, "web/not_installed.html", status=503)
        standing = installation.clock if installation.kind == "sample" else None
        with programs.running_on(installation.version_id, installation.rewording) as running:
            zone = ZoneInfo(running.pack.time_zone)
            # Only a sample moves the day: `standing_on(None)` would undo one set around us.
            moved = clock.standing_on(standing) if standing else nullcontext()
            with moved, timezone.override(zone):
                return following(request)

    return answer


def readers(following: Next) -> Next:
    """Hold the door by the policy table; a route without a row answers nobody."""

    class Answer:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            visitor = request.visitor = Visitor(request)  # type: ignore[attr-defined]
            response = following(request)
            if vars(visitor).get("person"):  # a page that asked nothing about them is not theirs
                response.headers.setdefault("Cache-Control", "private, no-store")
            return response

        def process_view(
            self, request: HttpRequest, view: object, args: object, kwargs: object
        ) -> HttpResponse | None:
            match = request.resolver_match
            row = policy.BY_ROUTE.get(match.view_name) if match else None
            if row is None:
                raise Http404
            return _at_the_door(request, row)

    return Answer()


def _at_the_door(request: HttpRequest, row: Row) -> HttpResponse | None:
    """None lets the request in."""
    if request.method not in {*row.methods, *({"HEAD"} if "GET" in row.methods else set())}:
        return _not_that_way(request, row)
    if row.door == Door.SAMPLE:
        if not sample.is_open(request.installation):  # type: ignore[attr-defined]
            raise Http404
        return None
    if row.door == Door.SIGN_IN_PAGES:
        return None
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    if visitor.person is None:
        return None if row.door == Door.PUBLIC else _to_the_sign_in(request, row)
    if needs_second_factor(visitor.person, seats=visitor.seats) and not has_used_second_factor(
        request
    ):
        if row.door == Door.PUBLIC:
            visitor.be_nobody()
            return None
        return _to_the_second_factor(request)
    request.person = visitor.person  # type: ignore[attr-defined]
    if visitor.person.time_zone:
        timezone.activate(ZoneInfo(visitor.person.time_zone))  # `program` puts it back
    if row.capability and not may(visitor.person, row.capability, seats=visitor.seats):
        # A page that a role does not have is no page for that role: nothing is confirmed.
        raise Http404
    return None


def _not_that_way(request: HttpRequest, row: Row) -> HttpResponse:
    """The address of a button, opened as a page: by a reload, or from the history."""
    if request.method != "GET":
        return HttpResponseNotAllowed(row.methods)
    context = {
        "title": _("Nothing to read at this address"),
        "message": _("A form leads here. Open its page to fill it in."),
        "missing": (),
        "back": _page_above(request.path),
    }
    response = render(request, "web/refused.html", context, status=405)
    response.headers["Allow"] = ", ".join(row.methods)
    return response


def _to_the_sign_in(request: HttpRequest, row: Row) -> HttpResponse:
    """Keep the page that was asked for; of a form that came too late, the page it stood on."""
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    onward = own_path(request.POST.get("next", ""))
    here = request.path if "GET" in row.methods else _page_above(request.path)
    onward = onward or here or reverse(settings.AFTER_WELCOME)
    if unsent.keep(request):
        messages.warning(
            request,
            _("You were signed out, so this was not saved. Sign in: your text is kept for you."),
        )
        return redirect_to_login(f"{reverse('people:unsent')}?{urlencode({'next': onward})}")
    messages.warning(
        request, _("You were signed out, so this was not saved. Sign in, and do it once more.")
    )
    return redirect_to_login(onward)


def _page_above(path: str) -> str:
    """The page that the address of a form hangs on, if there is one."""
    above = f"{path.rstrip('/').rpartition('/')[0]}/"
    try:
        row = policy.BY_ROUTE.get(resolve(above).view_name)
    except Resolver404:
        return ""
    return above if row and "GET" in row.methods and above != "/" else ""


def _to_the_second_factor(request: HttpRequest) -> HttpResponse:
    """Keep the page that was asked for, so that the person arrives there afterwards."""
    asked = {"next": request.get_full_path()} if request.method == "GET" else {}
    return redirect(f"{reverse('people:second-factor')}?{urlencode(asked)}")


def refusals(following: Next) -> Next:
    """Turn the refusals of actions into pages, in one place."""

    class Answer:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            return following(request)

        def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
            if not isinstance(error, Refused):
                return None
            if isinstance(error, NotAllowed):
                status, title = 403, _("You can’t do this here")
            elif isinstance(error, OutOfOrder):
                status, title = 409, _("Somebody was there first")
            else:
                status, title = 422, _("Something is still missing")
            missing = error.missing if isinstance(error, NotReady) else ()
            context = {"title": title, "message": str(error), "missing": missing}
            return render(request, "web/refused.html", context, status=status)

    return Answer()
