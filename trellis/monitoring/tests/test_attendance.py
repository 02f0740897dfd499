"""Several meetings are noted at once: own ones with the selected schools, from their day on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from tests.cast import TODAY, World
from tests.visits import read, words
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.meetings.actions import cancel_meeting
from trellis.meetings.models import Attendance, Meeting
from trellis.meetings.tests.planning import AHEAD, FIRST, SECOND, leader, part, planned, rows
from trellis.monitoring.actions import note_meetings
from trellis.monitoring.queries.attendance import to_note

EVENING = datetime(2026, 12, 4, 1, tzinfo=UTC)
"""Seven in the evening of the cast's day, where it lives."""


def waiting(world: World, *places: str) -> list[Meeting]:
    """The meetings that the page offers Lincoln's coordinator for these schools."""
    codes = [world[one].code for one in places or ("lincoln",)]
    return to_note(leader(world), codes, on=TODAY)


def test_own_meetings_with_the_selected_schools_wait_from_their_day_on(world):
    first, evening = planned(world), planned(world, at=EVENING)
    planned(world, at=AHEAD)
    planned(world, "adams", by=world.publisher)
    planned(world, by=world.publisher)
    cancel_meeting(planned(world, at=SECOND), by=leader(world))
    assert waiting(world, "lincoln", "adams") == [first, evening]
    assert waiting(world, "grant") == []


def test_all_are_noted_or_none(world):
    first, second, ahead = (planned(world, at=at) for at in (FIRST, SECOND, AHEAD))
    with pytest.raises(NotReady):
        note_meetings({first: [], ahead: []}, by=leader(world))
    assert Meeting.objects.filter(state="held").count() == 0
    came = rows(part(first, world), "principal")
    assert note_meetings({first: came, second: []}, by=leader(world)) == 2
    with pytest.raises(OutOfOrder):
        note_meetings({first: []}, by=leader(world))
    assert list(Attendance.objects.filter(attended=True).values_list("pk", flat=True)) == came


def test_a_stranger_notes_nothing_and_nothing_is_not_noted(world):
    meeting = planned(world)
    with pytest.raises(NotAllowed):
        note_meetings({meeting: []}, by=world.who("principal"))
    with pytest.raises(NotReady):
        note_meetings({}, by=leader(world))


def offered(client: Client, world: World) -> BeautifulSoup:
    """The page for Lincoln and Adams."""
    return read(client.get(address(), {"at": [world["lincoln"].code, world["adams"].code]}))


def address() -> str:
    """Where attendance of several is marked."""
    return reverse("monitoring:attendance")


def test_the_page_notes_the_ticked_meetings_and_no_others(world, sign_in):
    mine, left, foreign = planned(world), planned(world, at=SECOND), planned(
        world, "adams", by=world.publisher
    )  # fmt: skip
    client = sign_in(leader(world))
    boxes = [one["value"] for one in offered(client, world).select("[name=held]")]
    assert boxes == [str(mine.pk), str(left.pk)]
    came = rows(part(mine, world), "principal") + rows(part(foreign, world, "adams"), "principal")
    form = {"at": [world["lincoln"].code], "held": [mine.pk, foreign.pk], "came": came}
    assert "1 meeting is noted as held" in words(client.post(address(), form, follow=True))
    assert list(Meeting.objects.filter(state="held")) == [mine]
    assert Attendance.objects.filter(attended=True).count() == 1


def test_without_a_tick_the_page_says_what_is_missing(world, sign_in):
    planned(world)
    answer = sign_in(leader(world)).post(address(), {"at": [world["lincoln"].code]})
    assert (answer.status_code, "Tick at least one meeting" in words(answer)) == (422, True)
