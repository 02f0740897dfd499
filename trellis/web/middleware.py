"""What happens around every page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder, Refused
from trellis.organizations.requests import Visitor
from trellis.organizations.rules import may, needs_second_factor
from trellis.people.rules import has_used_second_factor
from trellis.programs import queries as programs
from trellis.web import policy
from trellis.web.policy import Door, Row

Next = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


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
        patch_vary_headers(response, ("Accept-Language",))
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
        with programs.running_on(installation.version_id) as running:
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
            request.visitor = Visitor(request)  # type: ignore[attr-defined]
            return following(request)

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
        return HttpResponseNotAllowed(row.methods)
    if row.door == Door.SAMPLE:
        if request.installation.kind != "sample":  # type: ignore[attr-defined]
            raise Http404
        return None
    if row.door == Door.SIGN_IN_PAGES:
        return None
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    if visitor.person is None:
        return None if row.door == Door.PUBLIC else redirect_to_login(request.get_full_path())
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
