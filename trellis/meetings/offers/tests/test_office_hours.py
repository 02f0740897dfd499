"""Office hours: many times at once on the leader's clock, each booked by one school at most."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Relation
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.meetings.actions import cancel_meeting
from trellis.meetings.models import Meeting, Slot
from trellis.meetings.offers.actions import Terms
from trellis.meetings.offers.booking import book_slot, close_hours, give_back, open_hours, weekly
from trellis.meetings.offers.queries import hours as listed_hours
from trellis.meetings.offers.tests.casting import FIRST, HOURS, SECOND, hours
from trellis.notices.models import Notice
from trellis.organizations.models import Assignment
from trellis.organizations.rules import seats_of

ZONE = "America/Chicago"


@pytest.mark.pure
@given(
    first=st.dates(date(2026, 9, 1), date(2030, 6, 1)),
    begins=st.times(time(6), time(16)),
    weeks=st.integers(1, 40),
    every=st.integers(1, 4),
)
def test_hours_stand_at_the_same_hour_of_the_clock_each_week(first, begins, weeks, every):
    begins = begins.replace(second=0, microsecond=0)
    ends = (datetime.combine(first, begins) + timedelta(minutes=60)).time()
    found = weekly(first, begins, ends, 20, weeks=weeks, every=every, zone=ZONE)
    here = [one.astimezone(ZoneInfo(ZONE)) for one in found]
    assert len(here) == 3 * weeks
    assert {one.time() for one in here[::3]} == {begins}
    assert [one.date() for one in here[::3]] == [
        first + timedelta(weeks=every * n) for n in range(weeks)
    ]


@pytest.mark.pure
def test_an_hour_that_the_clock_leaves_out_is_refused():
    spring = date(2027, 3, 14)
    with pytest.raises(NotReady):
        weekly(spring, time(2), time(3), 20, weeks=1, every=1, zone=ZONE)
    with pytest.raises(NotReady):
        weekly(spring - timedelta(weeks=1), time(2), time(3), 20, weeks=2, every=1, zone=ZONE)
    assert len(weekly(spring, time(3), time(4), 20, weeks=1, every=1, zone=ZONE)) == 3


@pytest.mark.pure
@pytest.mark.parametrize(
    ("ends", "weeks", "every"), [(time(9, 19), 1, 1), (time(8), 1, 1), (time(10), 41, 1),
                                 (time(10), 0, 1), (time(10), 1, 5)],
)  # fmt: skip
def test_hours_without_room_or_without_end_are_refused(ends, weeks, every):
    with pytest.raises(NotReady):
        weekly(date(2026, 12, 1), time(9), ends, 20, weeks=weeks, every=every, zone=ZONE)


def test_a_booked_time_is_a_meeting_with_the_school_and_the_leader_gets_its_entry(world):
    (slot,) = hours(world)
    principal = world.who("principal")
    meeting = book_slot(slot, world["lincoln"], by=principal, about="The grant")
    assert (meeting.kind, meeting.starts_at, meeting.minutes) == (HOURS, FIRST, 20)
    party = meeting.parties.get()
    assert [item.text for item in party.agenda.all()] == ["The grant"]
    assert {row.person for row in party.attendance.all()} == {principal, world.who("coordinator")}
    told = Notice.objects.filter(kind="meeting-planned")
    assert {mail.address for mail in told} == {principal.email, world.who("coordinator").email}
    assert all("BEGIN:VEVENT" in mail.calendar for mail in told)


def test_who_booked_is_known_to_the_leader_and_to_themselves_alone(world):
    (slot,) = hours(world)
    book_slot(slot, world["lincoln"], by=world.who("principal"))
    told = {}
    for role in ("principal", "coordinator", "district"):
        who = world.who(role)
        (found,) = listed_hours(who, seats_of(who))
        told[role] = [(one.place, bool(one.party), one.free) for one in found.times]
    known = [("Lincoln School", True, False)]
    assert told == {"principal": known, "coordinator": known, "district": [("", False, False)]}


@pytest.mark.parametrize("role", ["district", "superintendent"])
def test_the_district_books_for_its_school(world, role):
    (slot,) = hours(world)
    meeting = book_slot(slot, world["lincoln"], by=world.who(role))
    assert meeting.parties.get().organization == world["lincoln"]


def test_the_second_learns_that_somebody_was_faster(world):
    (slot,) = hours(world)
    book_slot(slot, world["lincoln"], by=world.who("principal"))
    with pytest.raises(OutOfOrder):
        book_slot(slot, world["lincoln"], by=world.who("district"))
    assert Meeting.objects.count() == 1


def test_nobody_books_a_time_in_which_the_leader_has_another_meeting(world):
    (one,), (same,) = hours(world), hours(world, FIRST + timedelta(minutes=10))
    book_slot(one, world["lincoln"], by=world.who("principal"))
    with pytest.raises(OutOfOrder):
        book_slot(same, world["lincoln"], by=world.who("district"))


def test_a_time_given_back_is_free_again_and_the_leader_is_told(world):
    (slot,) = hours(world)
    principal = world.who("principal")
    first = book_slot(slot, world["lincoln"], by=principal)
    give_back(slot, by=principal)
    first.refresh_from_db()
    assert first.state == "cancelled"
    mail = Notice.objects.get(kind="meeting-cancelled", address=world.who("coordinator").email)
    assert "METHOD:CANCEL" in mail.calendar
    again = book_slot(slot, world["lincoln"], by=world.who("district"))
    assert Slot.objects.get(pk=slot.pk).meeting == again
    with pytest.raises(NotAllowed):
        give_back(slot, by=principal)


def test_a_meeting_that_the_leader_called_off_frees_its_time(world):
    (slot,) = hours(world)
    meeting = book_slot(slot, world["lincoln"], by=world.who("principal"))
    cancel_meeting(meeting, by=world.who("coordinator"))
    assert book_slot(slot, world["lincoln"], by=world.who("district")).state == "planned"


def test_closed_hours_are_not_booked_and_what_is_booked_stays(world):
    one, other = hours(world, FIRST, SECOND)
    meeting = book_slot(one, world["lincoln"], by=world.who("principal"))
    close_hours(one.offer, by=world.who("coordinator"))
    with pytest.raises(OutOfOrder):
        book_slot(other, world["lincoln"], by=world.who("principal"))
    with pytest.raises(OutOfOrder):
        close_hours(one.offer, by=world.who("coordinator"))
    meeting.refresh_from_db()
    assert meeting.state == "planned"


def test_strangers_book_open_close_and_give_back_nothing(world):
    (slot,) = hours(world)
    other = world.who("principal", Relation.OTHER_REGION)
    for by, place in (
        (world.persons["stranger"], "lincoln"), (other, "lincoln"), (other, "hyde"),
        (world.who("team"), "lincoln"), (world.who("coordinator"), "lincoln"),
        (world.who("principal"), "grant"), (world.persons["ended"], "lincoln"),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            book_slot(slot, world[place], by=by)
    book_slot(slot, world["lincoln"], by=world.who("principal"))
    for by in (other, world.who("district"), world.who("coordinator"), world.persons["stranger"]):
        with pytest.raises(NotAllowed):
            give_back(slot, by=by)
    for by in (other, world.who("principal"), world.who("coordinator", Relation.OTHER_REGION)):
        with pytest.raises(NotAllowed):
            close_hours(slot.offer, by=by)
    with pytest.raises(NotAllowed):
        hours(world, by=world.who("principal"))
    assert Meeting.objects.count() == 1


def test_who_leads_the_school_no_more_is_not_booked_for_it(world):
    (slot,) = hours(world)
    leader = world.who("coordinator")
    Assignment.objects.filter(person=leader, organization=world["lincoln"]).delete()
    with pytest.raises(NotAllowed):
        book_slot(slot, world["lincoln"], by=world.who("principal"))


def test_whoever_leads_everywhere_opens_hours_for_the_whole_state(world):
    (slot,) = hours(world, by=world.who("agency"))
    for relation in (Relation.OTHER_REGION, Relation.OWN):
        place = {"hyde", "lincoln"} - ({"hyde"} if relation == Relation.OWN else {"lincoln"})
        meeting = book_slot(slot, world[place.pop()], by=world.who("principal", relation))
        cancel_meeting(meeting, by=world.who("agency"))


def test_a_time_that_has_gone_by_is_not_booked(world):
    (slot,) = hours(world)
    Slot.objects.filter(pk=slot.pk).update(starts_at=datetime(2026, 12, 1, tzinfo=UTC))
    with pytest.raises(OutOfOrder):
        book_slot(slot, world["lincoln"], by=world.who("principal"))


def test_only_kinds_that_are_booked_have_hours(world):
    with pytest.raises(NotReady):
        open_hours("coordinator", starts=[FIRST], terms=Terms(20), by=world.who("coordinator"))
