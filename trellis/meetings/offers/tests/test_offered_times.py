"""District and principal pick from offered times; the meeting and its entry go to everybody."""

from datetime import timedelta

import icalendar
import pytest

from tests.cast import APPOINTED, Relation
from trellis.history.models import Entry
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.meetings.models import Meeting, Offer, Pick
from trellis.meetings.offers.actions import (
    Terms,
    offer_times,
    pick_times,
    refuse_times,
    set_time,
    withdraw_offer,
)
from trellis.meetings.offers.tests.casting import (
    FIRST,
    KIND,
    SECOND,
    TERMS,
    THIRD,
    offered,
    slots,
)
from trellis.notices.models import Notice
from trellis.organizations.models import Appointment
from trellis.people.models import Person


def told(kind: str) -> set[str]:
    """Addresses that a kind of mail goes to."""
    return set(Notice.objects.filter(kind=kind).values_list("address", flat=True))


def test_a_time_stands_once_district_and_principal_picked_it(world):
    (offer,) = offered(world)
    principal, district = world.who("principal"), world.who("district")
    assert pick_times(offer, slots(offer, FIRST, SECOND), by=principal) is None
    meeting = pick_times(offer, slots(offer, SECOND, THIRD), by=district)
    assert (meeting.starts_at, meeting.minutes, meeting.state) == (SECOND, 45, "planned")
    assert meeting.led_by == world.who("coordinator")
    assert [party.organization.name for party in meeting.parties.all()] == ["Lincoln School"]
    offer.refresh_from_db()
    assert offer.state == "settled"
    assert offer.slots.get(meeting=meeting).starts_at == SECOND


def test_everybody_asked_gets_the_same_entry_the_one_who_led_and_the_one_who_picked_too(world):
    (offer,) = offered(world)
    pick_times(offer, slots(offer, FIRST), by=world.who("principal"))
    meeting = pick_times(offer, slots(offer, FIRST), by=world.who("district"))
    mails = Notice.objects.filter(kind="meeting-planned")
    asked = {row.person.email for party in meeting.parties.all() for row in party.attendance.all()}
    people = {world.who(role).email for role in ("coordinator", "principal", "district")}
    assert {mail.address for mail in mails} == asked
    assert people <= asked
    for mail in mails:
        whole = icalendar.Calendar.from_ical(mail.calendar)
        (event,) = whole.walk("VEVENT")
        assert (str(whole["method"]), str(event["uid"])) == ("REQUEST", str(meeting.uid))
        assert event.decoded("dtstart") == FIRST
        assert str(event["url"]) == TERMS.link
        assert str(event["attendee"]) == f"mailto:{mail.address}"


def test_whoever_picks_is_told_of_the_times_on_their_own_clock_once_for_all_schools(world):
    principal = world.who("principal")
    Person.objects.filter(pk=principal.pk).update(time_zone="America/Denver")
    offered(world, "lincoln")
    mail = Notice.objects.get(kind="meeting-times", address=principal.email)
    assert "Tue, Dec 8, 2026, 9:00 AM MST" in mail.text
    district = Notice.objects.get(kind="meeting-times", address=world.who("district").email)
    assert "10:00 AM CST" in district.text
    assert told("meeting-times") == {principal.email, district.address}


def test_a_role_that_nobody_holds_is_not_waited_for(world):
    Appointment.objects.filter(role="district", organization=world["birch"]).delete()
    Appointment.objects.filter(role="superintendent", organization=world["birch"]).delete()
    (offer,) = offered(world)
    assert pick_times(offer, slots(offer, FIRST), by=world.who("principal")).starts_at == FIRST


def test_one_of_several_holders_is_enough(world):
    other = world.persons["stranger"]
    Appointment.objects.create(
        person=other, role="district", organization=world["birch"], starts=APPOINTED
    )
    (offer,) = offered(world)
    pick_times(offer, slots(offer, FIRST), by=other)
    assert pick_times(offer, slots(offer, FIRST), by=world.who("principal")).starts_at == FIRST


def test_a_new_pick_takes_the_place_of_the_earlier_one(world):
    (offer,) = offered(world)
    principal = world.who("principal")
    pick_times(offer, slots(offer, FIRST), by=principal)
    pick_times(offer, slots(offer, SECOND), by=principal)
    assert [pick.slot.starts_at for pick in Pick.objects.filter(person=principal)] == [SECOND]


def test_a_pick_of_somebody_who_left_does_not_count(world):
    (offer,) = offered(world)
    principal = world.who("principal")
    pick_times(offer, slots(offer, FIRST), by=principal)
    principal.appointments.update(ends=clock.today() - timedelta(days=1))
    Appointment.objects.create(
        person=world.persons["stranger"], role="principal", organization=world["lincoln"],
        starts=APPOINTED,
    )  # fmt: skip
    assert pick_times(offer, slots(offer, FIRST), by=world.who("district")) is None


def test_none_suits_reaches_whoever_offered_with_the_words(world):
    (offer,) = offered(world)
    principal = world.who("principal")
    pick_times(offer, slots(offer, FIRST), by=principal)
    refuse_times(offer, "Mondays after three", by=principal)
    mail = Notice.objects.get(kind="meeting-times", address=world.who("coordinator").email)
    assert "Mondays after three" in mail.text
    assert (mail.from_name, mail.reply_to) == (principal.name, principal.email)
    assert not Pick.objects.filter(person=principal).exists()
    pick_times(offer, slots(offer, SECOND), by=principal)
    assert not offer.refusals.exists()


def test_whoever_offered_settles_the_time_with_one_pick_and_the_others_are_told(world):
    (offer,) = offered(world)
    meeting = set_time(offer, *slots(offer, THIRD), by=world.who("coordinator"))
    assert meeting.starts_at == THIRD
    people = {world.who(role).email for role in ("principal", "district", "team")}
    assert people <= told("meeting-planned")


def test_an_offer_taken_back_is_told_and_nothing_can_be_picked(world):
    (offer,) = offered(world)
    withdraw_offer(offer, by=world.who("coordinator"))
    with pytest.raises(OutOfOrder):
        pick_times(offer, slots(offer, FIRST), by=world.who("principal"))
    assert Notice.objects.filter(dedupe_key__startswith="offer-withdrawn").count() == 2


def test_a_time_that_one_school_took_is_closed_for_the_others(world):
    coordinator = world.who("coordinator")
    world["grant"].served_by.filter(role="coordinator").update(person=coordinator)
    here, there = offered(world, "lincoln", "grant")
    set_time(here, *slots(here, FIRST), by=coordinator)
    principal = world.who("principal", Relation.SAME_DISTRICT)
    with pytest.raises(NotReady):
        pick_times(there, slots(there, FIRST), by=principal)
    with pytest.raises(NotReady):
        set_time(there, *slots(there, FIRST), by=coordinator)
    assert pick_times(there, slots(there, FIRST, SECOND), by=principal) is None
    assert Meeting.objects.count() == 1


def test_times_that_overlap_another_meeting_are_not_free(world):
    half = FIRST + timedelta(minutes=30)
    coordinator = world.who("coordinator")
    (one,) = offered(world, starts=(FIRST,))
    (other,) = offered(world, starts=(half, FIRST + timedelta(minutes=45)))
    set_time(one, *slots(one, FIRST), by=coordinator)
    with pytest.raises(NotReady):
        set_time(other, *slots(other, half), by=coordinator)
    after = set_time(other, *slots(other, FIRST + timedelta(minutes=45)), by=coordinator)
    assert after.starts_at == FIRST + timedelta(minutes=45)


@pytest.mark.parametrize("role", ["team", "board", "regional-office", "agency"])
def test_others_neither_pick_nor_refuse(world, role):
    (offer,) = offered(world)
    for act in (
        lambda by: pick_times(offer, slots(offer, FIRST), by=by),
        lambda by: refuse_times(offer, "", by=by),
    ):
        with pytest.raises(NotAllowed):
            act(world.who(role))


def test_strangers_to_the_school_do_nothing(world):
    (offer,) = offered(world)
    for by in (
        world.persons["stranger"], world.persons["ended"],
        world.who("principal", Relation.SAME_DISTRICT),
        world.who("district", Relation.OTHER_DISTRICT),
        world.who("coordinator", Relation.OTHER_REGION),
    ):  # fmt: skip
        for act in (
            lambda by=by: pick_times(offer, slots(offer, FIRST), by=by),
            lambda by=by: refuse_times(offer, "", by=by),
            lambda by=by: set_time(offer, *slots(offer, FIRST), by=by),
            lambda by=by: withdraw_offer(offer, by=by),
            lambda by=by: offered(world, by=by),
        ):
            with pytest.raises(NotAllowed):
                act()
    assert Offer.objects.count() == 1


@pytest.mark.parametrize(
    ("starts", "terms"),
    [
        ((), TERMS),
        ((clock.now() - timedelta(days=900),), TERMS),
        (tuple(FIRST + timedelta(hours=n) for n in range(13)), TERMS),
        ((FIRST,), Terms(4)),
        ((FIRST,), Terms(601)),
        ((FIRST,), Terms(45, link="javascript:alert(1)")),
    ],
)
def test_odd_times_and_terms_are_refused(world, starts, terms):
    with pytest.raises(NotReady):
        offer_times(
            [world["lincoln"]], kind=KIND, starts=starts, terms=terms, by=world.who("coordinator")
        )


@pytest.mark.parametrize("kind", ["office-hours", "district-session", "none"])
def test_kinds_without_picks_are_not_offered(world, kind):
    with pytest.raises(NotReady):
        offer_times(
            [world["lincoln"]], kind=kind, starts=[FIRST], terms=TERMS, by=world.who("coordinator")
        )


def test_every_step_stands_in_the_history(world):
    (offer,) = offered(world)
    refuse_times(offer, "", by=world.who("district"))
    pick_times(offer, slots(offer, FIRST), by=world.who("principal"))
    pick_times(offer, slots(offer, FIRST), by=world.who("district"))
    verbs = (
        Entry.objects.filter(subject=f"offer:{offer.pk}")
        .order_by("id")
        .values_list("verb", flat=True)
    )
    assert list(verbs) == [
        "offered times", "refused all times", "picked times", "picked times", "found a time",
    ]  # fmt: skip
