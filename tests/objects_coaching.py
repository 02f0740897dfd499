"""The matrix's targets for confidential coaching: a former principal with a second coach."""

from __future__ import annotations

from collections.abc import Iterator

from tests.cast import APPOINTED, OPENED, Relation, World
from tests.relations import Visitor
from tests.target import Asks, Target
from trellis.kit import clock
from trellis.meetings.coaching import actions
from trellis.meetings.models import Coaching
from trellis.organizations.models import Appointment, Organization
from trellis.people.models import Person

KIND = "leader-coaching"
ASKING = frozenset({"principal", "superintendent"})


def coaching(world: World) -> Iterator[Target]:
    """One that ended, one that runs, and one that waits for a coach."""
    yield Target("meetings:coaching-list")
    near, far = world.who("coach"), world.who("coach", Relation.OTHER_REGION)
    place = str(at(near).pk)
    yield Target(
        "meetings:coaching-asking", data={"association": place, "words": "Alone"},
        sees=lambda v: any(one.role.code in ASKING and one.lent is None for one in v.places),
    )  # fmt: skip
    coached = world.persons["ended"]
    earlier = running_with(far, coached)
    actions.end_coaching(earlier, by=coached)
    running = running_with(near, coached)
    talk = actions.add_session(running, on=OPENED, minutes=45, by=near)
    two = only(coached, near)
    yield Target("meetings:coaching", (running.pk,), sees=two)
    yield Target("meetings:coaching-ending", (running.pk,), sees=two, moves_on=True)
    said = {"on": OPENED.isoformat(), "minutes": "45"}
    yield Target("meetings:coaching-sessions", (running.pk,), said, sees=two, moves_on=True)
    noted = {"note-talk": "Quiet", "note-next": "", "version": "1"}
    yield Target("meetings:coaching-session", (running.pk, talk.pk), noted, sees=two, moves_on=True)
    yield Target(
        "meetings:coaching-sharing", (running.pk,), {"earlier": str(earlier.pk)}, sees=two,
        acts=only(coached), moves_on=True,
    )  # fmt: skip
    asker = _asker(world)
    waiting = actions.ask_coaching(at(near), KIND, by=asker)
    yield Target(
        "meetings:coaching-acceptance", (waiting.pk,), sees=only(asker, near), acts=only(near),
        moves_on=True,
    )  # fmt: skip


def _asker(world: World) -> Person:
    """The principal of Oak, which no other test visits."""
    person = Person.objects.create_user("asker@oak.example", name="Asker of Oak")
    Appointment.objects.create(
        person=person, role="principal", organization=world["oak"], starts=APPOINTED
    )
    return person


def running_with(coach: Person, coached: Person) -> Coaching:
    """A coaching that was asked for when the person still held the role, and taken on."""
    with clock.standing_on(OPENED):
        asked = actions.ask_coaching(at(coach), KIND, by=coached)
        return actions.accept_coaching(asked, by=coach)


def at(coach: Person) -> Organization:
    """The association for which somebody coaches."""
    return coach.appointments.select_related("organization").get().organization


def only(*people: Person) -> Asks:
    """These and nobody else."""

    def asked(visitor: Visitor) -> bool:
        return visitor.person in people

    return asked
