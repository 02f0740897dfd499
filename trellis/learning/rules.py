"""Who looks after the library."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from trellis.kit.errors import NotAllowed
from trellis.organizations.rules import Seat, seats_of
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability

RIGHT = Capability.LIBRARY_MANAGE


def manages(seats: Iterable[Seat]) -> bool:
    """Whether somebody with these seats edits and publishes what the library holds."""
    program = programs.current()
    return any(seat.gives(RIGHT, program) for seat in seats)


def managing_seat(by: Person, acting: str = "") -> Seat:
    """The seat from which somebody does so: the acting one, else the first. NotAllowed."""
    program = programs.current()
    fitting = [seat for seat in seats_of(by) if seat.gives(RIGHT, program)]
    if not fitting:
        raise NotAllowed(_("The agency looks after the library."))
    return next((seat for seat in fitting if seat.key == acting), fitting[0])
