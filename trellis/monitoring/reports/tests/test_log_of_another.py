"""Whoever leads reads the log of somebody they lead, and nothing told in confidence."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from tests.cast import Relation, World
from tests.visits import words
from trellis.meetings.actions import Facts, hold_meeting, plan_meeting, write_note
from trellis.meetings.models import Help

AT = datetime(2026, 11, 10, 16, tzinfo=UTC)
SECRET = "Only between us at the agency"


@pytest.fixture
def log(world: World) -> str:
    """The address of the log of Lincoln's coordinator, who met and helped in November."""
    by = world.who("coordinator")
    meeting = plan_meeting(
        [world["lincoln"]], kind="coordinator", year=world.year, facts=Facts(AT, 45), by=by
    )
    party = meeting.parties.select_related("meeting", "organization").get()
    write_note(party, "data", SECRET, visibility="agency", version=0, by=by)
    hold_meeting(meeting, by=by)
    for place in ("lincoln", "hyde"):
        Help.objects.create(
            organization=world[place], year=world.year, kind="planning", on=date(2026, 11, 12),
            minutes=30, text=SECRET, by=by, acting_as="x", at=AT,
        )  # fmt: skip
    return reverse("monitoring:log-of", args=[by.pk]) + "?month=2026-11"


def test_who_leads_reads_what_the_person_did_and_no_note(world, sign_in, log):
    answer = sign_in(world.who("agency")).get(log)
    text = words(answer)
    assert (answer.status_code, SECRET in text) == (200, False)
    assert f"Log of {world.who('coordinator').name}, November 2026" in text
    assert world["lincoln"].name in text


def test_it_is_linked_from_their_caseload(world, sign_in, log):
    own = reverse("monitoring:caseload-of", args=[world.who("coordinator").pk])
    answer = sign_in(world.who("agency")).get(own)
    assert log.partition("?")[0] in answer.content.decode()


@pytest.mark.parametrize(
    "who",
    ["coordinator", "principal", "district", "superintendent", "board", "regional-office",
     "coach", "vendor"],
)  # fmt: skip
def test_nobody_else_opens_it(world, sign_in, log, who):
    for route in (log, reverse("monitoring:log-of-file", args=[
        world.who("coordinator").pk, "docx",
    ])):  # fmt: skip
        relation = Relation.OTHER_REGION if who == "coordinator" else Relation.OWN
        assert sign_in(world.who(who, relation)).get(route).status_code == 404


def test_who_serves_nobody_has_no_log(world, sign_in):
    route = reverse("monitoring:log-of", args=[world.who("principal").pk])
    assert sign_in(world.who("agency")).get(route).status_code == 404


def test_reading_is_all_there_is(world, sign_in, log):
    assert sign_in(world.who("agency")).post(log).status_code == 405
