"""Who reads of confidential coaching: the person coached, and the coach while appointed.

A lent role never counts here. Everybody else learns at most how many have asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q

from trellis.meetings import rules
from trellis.meetings.coaching.records import Coaching
from trellis.meetings.schema import Form, KindOfMeeting
from trellis.organizations.rules import Seat
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability

ASKED, RUNNING, ENDED = Coaching.State.ASKED, Coaching.State.RUNNING, Coaching.State.ENDED


def kinds() -> list[KindOfMeeting]:
    """The kinds of coaching that the program has."""
    return [one for one in rules.told().kinds if one.form == Form.COACHING]


def own(seats: Iterable[Seat]) -> list[Seat]:
    """Seats that are not lent: only those count here."""
    return [seat for seat in seats if not seat.delegated]


def asking(seats: Iterable[Seat], kind: KindOfMeeting) -> Seat | None:
    """The seat from which somebody may ask for coaching."""
    return next((seat for seat in own(seats) if seat.role in kind.roles), None)


def coaching_seats(seats: Iterable[Seat]) -> list[Seat]:
    """Own seats from which somebody coaches."""
    leading = {one.led_by for one in kinds()}
    return [seat for seat in own(seats) if seat.role in leading]


def accepting(seats: Iterable[Seat], coaching: Coaching) -> Seat | None:
    """The seat from which somebody may take on a coaching that was asked for."""
    kind = rules.kind_of(coaching.kind)
    return next(
        (
            seat
            for seat in own(seats)
            if kind and seat.role == kind.led_by and seat.organization_id == coaching.association_id
        ),
        None,
    )


def is_coach(seats: Iterable[Seat], person: Person, coaching: Coaching) -> bool:
    """Whether somebody coaches here, by the appointment in which they took it on."""
    seat = accepting(seats, coaching)
    return (
        seat is not None
        and coaching.coach_id == person.pk
        and seat.appointment_id == coaching.appointment_id
    )


def may_read(seats: Sequence[Seat], person: Person, coaching: Coaching) -> bool:
    """Whether somebody reads sessions and notes.

    The later coach, whom the person let read it, reads on while coaching that person.
    """
    if coaching.person_id == person.pk or is_coach(seats, person, coaching):
        return True
    later = coaching.opened_to
    return (
        later is not None
        and later.person_id == coaching.person_id
        and later.state == RUNNING
        and is_coach(seats, person, later)
    )


def may_write(seats: Sequence[Seat], person: Person, coaching: Coaching) -> bool:
    """Whether somebody adds sessions and notes: one of the two, while it runs."""
    if coaching.state != RUNNING:
        return False
    return coaching.person_id == person.pk or is_coach(seats, person, coaching)


def readable(seats: Sequence[Seat], person: Person) -> Q:
    """The filter for coachings that somebody finds: own, coached, and those that wait for one."""
    found = Q(person=person)
    for seat in coaching_seats(seats):
        codes = [one.code for one in kinds() if one.led_by == seat.role]
        found |= Q(coach=person, appointment=seat.appointment_id, kind__in=codes)
        found |= Q(
            opened_to__coach=person, opened_to__appointment=seat.appointment_id,
            opened_to__state=RUNNING, kind__in=codes,
        )  # fmt: skip
        found |= Q(association=seat.organization_id, state=ASKED, coach=None, kind__in=codes)
    return found


def counted(seats: Sequence[Seat]) -> Q | None:
    """The filter for associations whose requests somebody may count; None where none."""
    program = programs.current()
    if any(seat.gives(Capability.STATEWIDE_READ, program) for seat in seats):
        return Q()
    names = {
        role for one in kinds() for role in program.roles
        if one.led_by in program.roles[role].appoints
    }  # fmt: skip
    places = [
        seat.organization_id for seat in own(seats)
        if seat.role in names and seat.level == "other"
    ]  # fmt: skip
    return Q(association__in=places) if places else None
