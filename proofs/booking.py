"""Nobody's time is given away twice: bookings and picks at one moment, in processes of their own.

Two schools book one office hour; two schools settle the same time of one coordinator from offers of
their own; a booking meets a pick. Each time exactly one meeting stands, the others are told, nobody
meets a deadlock. Full size: 120 rounds.
"""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

from benches import world
from proofs.double_click import Deed, at_once
from trellis.cycles.actions import publish_and_open
from trellis.meetings.models import Meeting, Offer, Slot
from trellis.meetings.offers.actions import Terms, offer_times, pick_times
from trellis.meetings.offers.booking import book_slot, open_hours
from trellis.organizations.models import Appointment, Assignment, Organization
from trellis.people.models import Person

SCHOOLS = 4


def main() -> int:
    """Each scene in turn, as often as the size says."""
    reader = argparse.ArgumentParser()
    reader.add_argument("--size", choices=("full", "small"), default="full")
    rounds = 120 if reader.parse_args().size == "full" else 12
    cast, chance, tried = Cast(), Random(rounds), Counter[str]()
    for number in range(rounds):
        scene = SCENES[number % len(SCENES)]
        at = cast.at(number)
        told = at_once(chance, scene(cast, at))
        happened = [what for what, _words in told if what == "done"]
        assert len(happened) == 1, (scene.__name__, told)
        assert all(_is_refusal(*one) for one in told if one[0] != "done"), told
        assert Meeting.objects.filter(starts_at=at, state="planned").count() == 1
        assert Slot.objects.filter(starts_at=at, meeting__isnull=False).count() == 1
        tried[scene.__name__] += 1
    print(f"{rounds} rounds: one meeting each, nobody's time twice; {dict(tried)}")
    return 0


def _is_refusal(what: str, words: str) -> bool:
    """Told that the time is gone: in the order of events, or as nothing left to choose."""
    return what == "refused" or words.startswith("NotReady(")


class Cast:
    """One coordinator of some schools, with a principal each."""

    def __init__(self) -> None:
        world.install_matrix()
        state = world.make_schools(SCHOOLS, per_district=SCHOOLS)
        agency = world.administrator(state)
        publish_and_open(world.checked_release(agency), by=agency)
        self.schools = list(Organization.objects.filter(level="school").order_by("pk"))
        self.leader = Person.objects.create_user("c@example.org", name="Coordinator")
        start = date(2020, 1, 1)
        Appointment.objects.create(
            person=self.leader, role="coordinator", organization=state, starts=start
        )
        Assignment.objects.filter(organization__in=self.schools).delete()
        for one in self.schools:
            Assignment.objects.create(
                person=self.leader, role="coordinator", organization=one, starts=start
            )
        Appointment.objects.exclude(role__in=("principal", "coordinator")).exclude(
            organization=state
        ).delete()

    def principal(self, school: Organization) -> Person:
        """Who heads a school."""
        return Appointment.objects.get(role="principal", organization=school).person

    def at(self, number: int) -> datetime:
        """A time of its own for each round."""
        first = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        return first + timedelta(days=1, hours=2 * number)

    def hour(self, at: datetime) -> Slot:
        """An office hour."""
        return open_hours("office-hours", starts=[at], terms=Terms(20), by=self.leader).slots.get()

    def offers(self, at: datetime, schools: list[Organization]) -> list[Offer]:
        """The same time offered to several schools."""
        return offer_times(
            schools, kind="coordinator", starts=[at], terms=Terms(45), by=self.leader
        )

    def pick(self, offer: Offer) -> Deed:
        """The principal's pick, the only one needed."""
        assert offer.organization is not None
        by, slot = self.principal(offer.organization), offer.slots.get().pk
        return lambda: pick_times(offer, [slot], by=by)

    def book(self, slot: Slot, school: Organization) -> Deed:
        """A booking by the principal."""
        by = self.principal(school)
        return lambda: book_slot(slot, school, by=by)


def many_book_one_hour(cast: Cast, at: datetime) -> list[Deed]:
    """Every school wants the same office hour."""
    slot = cast.hour(at)
    return [cast.book(slot, school) for school in cast.schools]


def many_settle_one_time(cast: Cast, at: datetime) -> list[Deed]:
    """Every school picks the same time, each from an offer of its own."""
    return [cast.pick(offer) for offer in cast.offers(at, cast.schools)]


def a_booking_meets_a_pick(cast: Cast, at: datetime) -> list[Deed]:
    """One school books the hour in which another picks its meeting."""
    (offer,) = cast.offers(at, cast.schools[:1])
    return [cast.pick(offer), cast.book(cast.hour(at), cast.schools[1])]


def one_person_clicks_twice(cast: Cast, at: datetime) -> list[Deed]:
    """A double click plans one meeting."""
    (offer,) = cast.offers(at, cast.schools[:1])
    return [cast.pick(offer), cast.pick(offer)]


SCENES = (
    many_book_one_hour,
    many_settle_one_time,
    a_booking_meets_a_pick,
    one_person_clicks_twice,
)
