"""The seat from which somebody writes here."""

from __future__ import annotations

from trellis.organizations.models import Organization
from trellis.organizations.requests import PersonRequest
from trellis.organizations.rules import seat_for
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability


def acting_at(request: PersonRequest, capability: Capability, at: Organization) -> str:
    """The seat that gives a right there, in words: the chosen one if it does."""
    chosen = request.visitor.acting
    seat = seat_for(request.visitor.seats, capability, at=at, acting=chosen.key if chosen else "")
    return seat.called(programs.current()) if seat else ""
