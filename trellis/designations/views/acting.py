"""Who acts here, and where a page of a higher room is."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from trellis.organizations.requests import PersonRequest
from trellis.organizations.rules import grants
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability


def acting_as(request: PersonRequest, capability: Capability = Capability.RELEASE_MANAGE) -> str:
    """The seat that gives the right, in words: the chosen one if it does."""
    chosen = [request.visitor.acting, *request.visitor.seats]
    fitting = (seat for seat in chosen if seat and grants(seat, capability, at=None))
    return next((seat.called(programs.current()) for seat in fitting), "")


def named(name: str, *args: object) -> str:
    """The address of a page of a higher room; empty where that room is absent."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
