"""When an offered time goes by, those still to pick are reminded, once for each time."""

from datetime import datetime, timedelta

import time_machine

from trellis.meetings.offers.actions import pick_times, refuse_times, set_time
from trellis.meetings.offers.reminding import remind
from trellis.meetings.offers.tests.casting import FIRST, SECOND, THIRD, offered, slots
from trellis.notices import planned
from trellis.notices.models import Notice


def told(word: str) -> list[str]:
    """Addresses that a reason wrote to, in order."""
    found = Notice.objects.filter(dedupe_key__startswith=f"offer-{word}")
    return sorted(found.values_list("address", flat=True))


def look(at: datetime) -> int:
    """What the worker writes a minute after a time went by."""
    with time_machine.travel(at + timedelta(minutes=1), tick=False):
        return remind(at + timedelta(minutes=1))


def test_who_has_not_picked_is_reminded_once_for_each_time_that_went_by(world):
    (offer,) = offered(world)
    pick_times(offer, slots(offer, THIRD), by=world.who("principal"))
    assert (look(FIRST), look(FIRST)) == (1, 1)
    assert told("left") == [world.who("district").email]
    look(SECOND)
    assert told("left") == [world.who("district").email] * 2


def test_who_said_that_none_suits_is_not_reminded(world):
    (offer,) = offered(world)
    refuse_times(offer, "", by=world.who("principal"))
    refuse_times(offer, "", by=world.who("district"))
    assert look(FIRST) == 0


def test_when_the_last_time_went_by_whoever_offered_is_told_once(world):
    offered(world)
    look(THIRD)
    look(THIRD)
    assert (told("passed"), told("left")) == ([world.who("coordinator").email], [])


def test_nothing_is_written_before_a_time_or_once_a_time_was_found(world):
    (offer,) = offered(world)
    assert remind(FIRST - timedelta(minutes=1)) == 0
    set_time(offer, *slots(offer, SECOND), by=world.who("coordinator"))
    assert look(FIRST) == 0


def test_the_list_of_planned_mail_names_each_moment_once(world):
    offered(world)
    offered(world)
    assert [one.at for one in planned.told("offered times", FIRST, SECOND)] == [FIRST, SECOND]
