"""A school that moves brings what is planned with it: meetings, offered times, booked hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.cast import TODAY, Relation
from tests.objects_groups import series
from trellis.history.models import Entry
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, OutOfOrder
from trellis.meetings.actions import cancel_meeting, change_meeting, hold_meeting
from trellis.meetings.actions.planning import Facts
from trellis.meetings.models import Meeting
from trellis.meetings.offers.actions import pick_times
from trellis.meetings.offers.booking import book_slot, give_back
from trellis.meetings.offers.passing import Move, pass_on
from trellis.meetings.offers.tests.casting import FIRST, SECOND, hours, offered, slots
from trellis.meetings.tests.planning import part, planned
from trellis.monitoring.actions import move_schools
from trellis.notices.models import Notice

DAY = TODAY + timedelta(days=4)
AFTER, BEFORE = datetime(2026, 12, 10, 16, tzinfo=UTC), datetime(2026, 12, 4, 16, tzinfo=UTC)


@pytest.fixture
def other(world):
    """The coordinator of another region."""
    return world.who("coordinator", Relation.OTHER_REGION)


@pytest.fixture
def move(world, coordinator, other):
    """Move Lincoln to the other coordinator on Monday, or today."""

    def move(starts=DAY):
        return move_schools(
            "coordinator", [world["lincoln"]], source=coordinator, target=other, starts=starts,
            by=world.who("agency"), on=TODAY, acting_as="cast",
        )  # fmt: skip

    return move


def mails(meeting):
    rows = Notice.objects.filter(kind="meeting-changed", about=f"meeting:{meeting.pk}")
    return {one.recipient_id: one for one in rows}


def test_a_planned_meeting_is_led_by_the_new_one_and_all_are_told_once(
    world, move, coordinator, other
):
    meeting = planned(world, at=AFTER)
    move()
    now = Meeting.objects.get(pk=meeting.pk)
    assert (now.led_by, now.uid, now.sequence, now.version) == (
        other, meeting.uid, meeting.sequence + 1, meeting.version + 1,
    )  # fmt: skip
    rows = part(now, world).attendance.values_list("person", "role")
    assert (other.pk, "coordinator") in set(rows)
    assert coordinator.pk not in {person for person, _role in rows}
    told = mails(meeting)
    assert set(told) == {person for person, _role in rows} | {coordinator.pk}
    assert Notice.objects.filter(about=f"meeting:{meeting.pk}", kind="meeting-changed").count() == (
        len(told)
    )
    entry = Entry.objects.get(subject=f"meeting:{meeting.pk}", verb="passed on")
    assert (entry.before, entry.after) == (
        {"led_by": coordinator.name}, {"led_by": other.name},
    )  # fmt: skip


def test_calendars_update_the_same_entry_and_the_former_ones_loses_it(
    world, move, coordinator, other
):
    meeting = planned(world, at=AFTER)
    move()
    told = mails(meeting)
    kept, gone = told[world.who("principal").pk].calendar, told[coordinator.pk].calendar
    for entry, method in ((kept, "METHOD:REQUEST"), (gone, "METHOD:CANCEL")):
        lines = entry.replace("\r\n ", "").splitlines()
        assert method in lines
        assert f"UID:{meeting.uid}" in lines
        assert f"SEQUENCE:{meeting.sequence + 1}" in lines
    assert other.email in kept
    assert "STATUS:CANCELLED" in gone


def test_what_lies_before_the_day_or_is_settled_stays_with_who_led_it(world, move, coordinator):
    early, cancelled = planned(world, at=BEFORE), planned(world, at=AFTER)
    held = planned(world)
    hold_meeting(held, by=coordinator)
    cancel_meeting(cancelled, by=coordinator)
    Notice.objects.all().delete()
    move()
    leaders = {one.led_by for one in Meeting.objects.filter(pk__in=[early.pk, held.pk])}
    assert leaders == {coordinator}
    assert Meeting.objects.get(pk=cancelled.pk).led_by == coordinator
    assert not Notice.objects.filter(kind="meeting-changed").exists()


def test_a_meeting_with_others_stays_with_who_leads_it(world, move):
    agency = world.who("agency")
    meeting = planned(world, "lincoln", "grant", at=AFTER, by=agency)
    Meeting.objects.filter(pk=meeting.pk).update(led_by=world.who("coordinator"))
    move()
    assert Meeting.objects.get(pk=meeting.pk).led_by == world.who("coordinator")


def test_from_the_day_on_the_new_one_changes_it_and_the_former_one_no_more(
    world, move, coordinator, other
):
    meeting = planned(world, at=AFTER)
    move(starts=TODAY)
    now = Meeting.objects.get(pk=meeting.pk)
    facts = Facts(AFTER + timedelta(hours=1), now.minutes, title=now.title, topic=now.topic)
    with pytest.raises(NotAllowed):
        change_meeting(now, facts, version=now.version, by=coordinator)
    changed = change_meeting(now, facts, version=now.version, by=other)
    assert changed.sequence == meeting.sequence + 2


def test_offered_times_follow_and_a_pick_before_the_day_still_finds_a_time(world, move, other):
    (offer,) = offered(world, starts=(BEFORE, FIRST, SECOND))
    move()
    offer.refresh_from_db()
    assert offer.offered_by == other
    assert set(offer.slots.values_list("starts_at", flat=True)) == {FIRST, SECOND}
    for who in ("principal", "district"):
        pick_times(offer, slots(offer, FIRST), by=world.who(who))
    meeting = Meeting.objects.get(slot__offer=offer)
    assert (meeting.led_by, meeting.starts_at) == (other, FIRST)


def test_times_that_all_lie_before_the_day_stay(world, move, coordinator):
    (offer,) = offered(world, starts=(BEFORE,))
    move()
    offer.refresh_from_db()
    assert offer.offered_by == coordinator


def test_a_booked_hour_follows_and_can_be_given_back(world, move, other):
    slot = hours(world)[0]
    principal = world.who("principal")
    meeting = book_slot(slot, world["lincoln"], by=principal)
    move()
    slot.refresh_from_db()
    assert (Meeting.objects.get(pk=meeting.pk).led_by, slot.offer.offered_by) == (other, other)
    give_back(slot, by=principal)
    assert Meeting.objects.get(pk=meeting.pk).state == Meeting.State.CANCELLED


def test_a_series_follows_once_all_who_take_part_move(world, move, coordinator, other):
    alone, both = series(world, "lincoln"), series(world, "lincoln", "adams")
    for one in (alone, both):
        type(one).objects.filter(pk=one.pk).update(led_by=coordinator)
    move()
    alone.refresh_from_db()
    both.refresh_from_db()
    assert (alone.led_by, both.led_by) == (other, coordinator)


def test_a_move_that_is_refused_passes_nothing_on(world, move, coordinator):
    meeting = planned(world, at=AFTER)
    move()
    with pytest.raises(OutOfOrder):
        move()
    assert Meeting.objects.get(pk=meeting.pk).sequence == meeting.sequence + 1


@pytest.mark.parametrize("who", ["coordinator", "principal", "district", "board"])
def test_who_does_not_say_who_serves_passes_nothing_on(world, coordinator, other, who):
    meeting = planned(world, at=AFTER)
    asked = Move("coordinator", [world["lincoln"]], coordinator, other, clock.today())
    with pytest.raises(NotAllowed):
        pass_on(asked, by=world.who(who))
    assert Meeting.objects.get(pk=meeting.pk).led_by == coordinator
