"""The seat from which somebody writes here."""

from __future__ import annotations

from trellis.organizations.requests import PersonRequest
from trellis.organizations.rules import grants
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability


def acting_as(request: PersonRequest, capability: Capability) -> str:
    """The seat that gives the right, in words: the chosen one if it does."""
    chosen = [request.visitor.acting, *request.visitor.seats]
    fitting = (seat for seat in chosen if seat and grants(seat, capability, at=None))
    return next((seat.called(programs.current()) for seat in fitting), "")
