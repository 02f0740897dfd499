"""A coaching of the cast as tests make it."""

from __future__ import annotations

from tests.cast import TODAY, World
from trellis.meetings.coaching import actions
from trellis.meetings.coaching.queries import headings
from trellis.meetings.coaching.rules import kinds
from trellis.meetings.models import Coaching, Session
from trellis.organizations.models import Organization
from trellis.people.models import Person
from trellis.programs.schema.roles import Role

CANARY = "kingfisher"


def roles_of(world: World) -> tuple[Role, Role, str]:
    """The role coached first, the role that coaches, and the kind's code, of either pack."""
    (kind,) = kinds()
    return world.program.roles[kind.roles[0]], world.program.roles[kind.led_by], kind.code


def place_of(person: Person) -> Organization:
    """Where somebody holds their one role."""
    return person.appointments.select_related("organization").get().organization


def asked(world: World, *, words: str = CANARY) -> Coaching:
    """Lincoln's head has asked the near association."""
    head, coach, kind = roles_of(world)
    place = place_of(world.who(coach.code))
    return actions.ask_coaching(place, kind, words=words, by=world.who(head.code))


def running(world: World) -> Coaching:
    """The near coach has taken it on."""
    _head, coach, _kind = roles_of(world)
    return actions.accept_coaching(asked(world), by=world.who(coach.code))


def noted(world: World, coaching: Coaching) -> Session:
    """A talk of today with the canary under its first heading."""
    assert coaching.coach is not None
    talk = actions.add_session(coaching, on=TODAY, minutes=50, by=coaching.coach)
    first = next(iter(headings(coaching.kind)))
    text = f"The {CANARY} spoke of the board."
    return actions.write_session(talk, {first: text}, version=1, by=coaching.coach)
