"""Who asks for a support, who answers, and who reads the conversation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q

from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat, grants, within_reach
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability, Level
from trellis.supports.requests.records import SupportRequest
from trellis.supports.schema import Content, Requests
from trellis.supports.words import catalog_of

ASKING = (Level.SCHOOL, Level.DISTRICT)


def told_of(program: Program) -> Requests | None:
    """What the pack says of requests; nothing where nobody asks through the program."""
    told = catalog_of(program)
    return told.requests if told else None


def can_be_asked_for(program: Program, code: str, content: Content) -> bool:
    """Whether a support has the button: it goes by request, or is the helpline."""
    told = catalog_of(program)
    if told is None or told.requests is None:
        return False
    return content.by_request or code == told.helpline


def asking_seats(seats: Iterable[Seat]) -> list[Seat]:
    """The seats from which somebody asks: of people of a school or district who read its year."""
    program = programs.current()
    return [
        one for one in seats
        if one.level in ASKING and not one.assigned and one.gives(Capability.YEAR_READ, program)
    ]  # fmt: skip


def places(seats: Iterable[Seat]) -> list[tuple[str, str]]:
    """Code and name of each place for which somebody asks."""
    found = {one.organization_code: one.organization_name for one in asking_seats(seats)}
    return list(found.items())


def answering_seats(seats: Iterable[Seat]) -> list[Seat]:
    """The seats from which somebody answers: each for its own organization alone."""
    program = programs.current()
    right = Capability.SUPPORT_ANSWER
    return [one for one in seats if not one.assigned and one.gives(right, program)]


def answering_seat(seats: Iterable[Seat], request: SupportRequest, acting: str) -> Seat | None:
    """The seat from which somebody answers this request: the acting one where it fits."""
    fitting = [one for one in answering_seats(seats) if one.organization_id == request.answering_id]
    return next((one for one in fitting if one.key == acting), fitting[0] if fitting else None)


def leading_seat(seats: Iterable[Seat], request: SupportRequest) -> Seat | None:
    """The seat from which somebody sees who has this request, and may give it to others."""
    right = Capability.SUPPORT_LEAD
    return next((one for one in seats if grants(one, right, at=request.organization)), None)


def may_read(person: Person, seats: Sequence[Seat], request: SupportRequest) -> bool:
    """The asker and those who answer; unless it is in confidence, its place and who leads, too."""
    if request.asked_by_id == person.pk or answering_seat(seats, request, ""):
        return True
    if request.in_confidence:
        return False
    reads = any(grants(one, Capability.YEAR_READ, at=request.organization) for one in seats)
    return reads or leading_seat(seats, request) is not None


def reads_notes(person: Person, seats: Sequence[Seat], request: SupportRequest) -> bool:
    """Whether somebody reads internal notes: never who asked."""
    if request.asked_by_id == person.pk:
        return False
    if answering_seat(seats, request, ""):
        return True
    return not request.in_confidence and leading_seat(seats, request) is not None


def of_places(person: Person, seats: Sequence[Seat]) -> Q:
    """The filter for requests that somebody asked, or that their places asked openly."""
    inside = Organization.objects.filter(within_reach(seats, Capability.YEAR_READ))
    return Q(asked_by=person) | Q(in_confidence=False, organization__in=inside)


def to_answer(seats: Sequence[Seat]) -> Q:
    """The filter for requests that somebody answers, or sees who has them."""
    own = Q(answering__in={one.organization_id for one in answering_seats(seats)})
    led = Organization.objects.filter(within_reach(seats, Capability.SUPPORT_LEAD))
    return own | Q(organization__in=led)
