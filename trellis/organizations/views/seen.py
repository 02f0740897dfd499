"""What views of this room share: who may see a record, and in which role somebody writes."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _

from trellis.kit.errors import NotReady
from trellis.organizations.models import Organization
from trellis.organizations.requests import PersonRequest
from trellis.organizations.rules import may, seat_for
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability


def acting_as(
    request: PersonRequest, capability: Capability, at: Organization | None = None
) -> str:
    """What history calls the seat from which the person writes here."""
    visitor = request.visitor
    acting = visitor.acting
    seat = acting
    if at is not None:
        found = seat_for(visitor.seats, capability, at=at, acting=visitor.acting_key)
        seat = found or acting
    return seat.called(programs.current()) if seat else ""


def organization_in_reach(
    request: PersonRequest, pk: int, *capabilities: Capability
) -> Organization:
    """An organization at which the person has one of these rights; 404 for anybody else."""
    near = ("parent", "district", "office", "state")
    found = Organization.objects.select_related(*near).filter(pk=pk).first()
    seats = request.visitor.seats
    if found is None or not any(
        may(request.person, one, at=found, seats=seats) for one in capabilities
    ):
        raise Http404
    return found


def organization_by_code(code: str) -> Organization:
    """The organization that somebody named by its code."""
    plain = code.strip()
    found = Organization.objects.filter(code__in={plain, plain.replace("-", "")}).first()
    if found is None:
        raise NotReady(_("No organization has the code %(code)s.") % {"code": plain[:40]})
    return found
