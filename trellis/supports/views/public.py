"""Pages of the catalog that anybody reads: matrix, list, one level, one support."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpResponse
from django.templatetags.static import static
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from trellis.kit.answers import page
from trellis.kit.paging import Page
from trellis.organizations.requests import PersonRequest
from trellis.programs import queries as programs
from trellis.programs.models import Installation
from trellis.programs.schema.roles import Capability, Level
from trellis.supports.queries import choosing, finding, matrix, reading, service
from trellis.supports.requests import rules
from trellis.supports.words import catalog_of, level_names

View = Callable[..., HttpResponse]


def unchanged_is_told(view: View) -> View:
    """Answer 304 to who has this edition already; only where the page is the same for everybody."""

    @wraps(view)
    def answer(request: PersonRequest, *args: object, **kwargs: object) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES or _moves(request.installation):
            return view(request, *args, **kwargs)
        etag = _etag(request)
        found = get_conditional_response(request, etag=etag)
        if not isinstance(found, HttpResponse):
            found = view(request, *args, **kwargs)
        if found.status_code in (200, 304):
            found.headers["ETag"] = etag
            found.headers["Cache-Control"] = "no-cache"
        return found

    return answer


def _moves(installation: Installation) -> bool:
    """Whether pages carry what changes without an edition: a sample has its own banner."""
    return installation.kind == Installation.Kind.SAMPLE


def _etag(request: PersonRequest) -> str:
    one = request.installation
    told = (
        one.kind, one.version_id, one.rewording, reading.newest(), get_language(),
        request.get_full_path(), static("web/trellis.css"), static("supports/supports.css"),
    )  # fmt: skip
    return f'W/"{sha256(repr(told).encode()).hexdigest()[:24]}"'


@unchanged_is_told
def catalog(request: PersonRequest) -> HttpResponse:
    """Organizations down, levels across."""
    program = programs.in_year()
    context = {
        "rows": matrix.matrix(program), "told": catalog_of(program), "names": level_names(program),
        "schools": _schools(request), "seated": bool(request.visitor.seats),
    }  # fmt: skip
    return page(request, "supports/catalog.html", context)


@unchanged_is_told
def search(request: PersonRequest) -> HttpResponse:
    """The list with its filters and words."""
    program, wanted = programs.in_year(), finding.asked(request.GET.dict())
    found, chosen = finding.find(program, wanted), choosing.filters(program, wanted)
    context = {
        "found": found, "asked": wanted, "filters": chosen,
        "relax": choosing.relax(chosen, wanted),
        "page": Page(next_url=found.next_url, first_url=wanted.url() if wanted.after else ""),
    }  # fmt: skip
    return page(request, "supports/search.html", context)


@unchanged_is_told
def offered(request: PersonRequest, provider: str, level: int | None = None) -> HttpResponse:
    """All that one organization offers at one level, with what it includes of lower ones."""
    program = programs.in_year()
    found = matrix.level_page(program, provider, level)
    if found is None:
        raise Http404
    return page(request, "supports/offered.html", {"cell": found})


@unchanged_is_told
def support(request: PersonRequest, code: str) -> HttpResponse:
    """One support."""
    program = programs.in_year()
    found = service.service_page(program, code)
    if found is None:
        raise Http404
    near = service.nearby(program, found, request.visitor.seats)
    asked = rules.can_be_asked_for(program, code, found.content)
    asked = asked and (not request.visitor.seats or bool(rules.places(request.visitor.seats)))
    return page(request, "supports/service.html", {"one": found, "near": near, "asked": asked})


MOST_SCHOOLS = 6
"""How many own schools are named; who serves more finds them on their own pages."""


def _schools(request: PersonRequest) -> list[tuple[str, str]]:
    """Code and name of the schools whose year the visitor reads by a seat there."""
    program = programs.current()
    found = {
        seat.organization_code: seat.organization_name
        for seat in request.visitor.seats
        if seat.level == Level.SCHOOL and seat.gives(Capability.YEAR_READ, program)
    }
    return list(found.items())[:MOST_SCHOOLS]
