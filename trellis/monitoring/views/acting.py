"""The seat from which somebody writes here."""

from __future__ import annotations

from trellis.organizations.models import Organization
from trellis.organizations.requests import PersonRequest
from trellis.organizations.rules import seat_for
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability


def acting_at(request: PersonRequest, capability: Capability, at: Organization) -> str:
    """The seat that gives a right there, in words: the chosen one if it does."""
    visitor = request.visitor
    seat = seat_for(visitor.seats, capability, at=at, acting=visitor.acting_key)
    return seat.called(programs.current()) if seat else ""
