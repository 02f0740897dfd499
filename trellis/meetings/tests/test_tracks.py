"""Two and more tracks of capacity: topics on agendas, notes of their own, side by side."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.cast import World
from tests.objects_teams import leadership
from tests.visits import read
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.meetings import rules
from trellis.meetings.actions import (
    Overtaken,
    cancel_meeting,
    hold_meeting,
    reopen_meeting,
    write_note,
)
from trellis.meetings.models import Note, Party
from trellis.meetings.queries.thread import thread_of, tracks
from trellis.meetings.tests.planning import FIRST, leader, part, planned, rows
from trellis.organizations.rules import seats_of
from trellis.programs.tests.packs import change, copy_of_prairie, problems
from trellis.programs.texts import say

JANUARY = datetime(2027, 1, 12, 16, tzinfo=UTC)
PRINCIPAL, TEACHERS = "principal-capacity", "teacher-leaders"
SAID = {PRINCIPAL: "Opens each meeting with the data", TEACHERS: "Two teachers lead a cycle"}


def note(party: Party, heading: str, text: str, *, by, visibility="shared", version=0) -> Note:
    return write_note(party, heading, text, visibility=visibility, version=version, by=by)


def month_of(world: World, month: int, reader: str = "principal"):
    """A month of Lincoln's thread by the code of its track."""
    found = thread_of(world["lincoln"], world.year, seats_of(world.who(reader)))
    one = next(each for each in found if each.month.month == month)
    return {track.code: strand for track, strand in zip(tracks(), one.strands, strict=True)}


def test_a_meeting_brings_the_months_topic_of_each_track_that_its_kind_takes_up(world):
    party = part(planned(world, at=JANUARY), world)
    points = list(party.agenda.filter(source__startswith="topic:1:").values_list("text", "source"))
    assert points == [
        ("Leadership team: Growing the skills of the leadership team", "topic:1:leadership-team"),
        ("Principal: Leading the leadership team", f"topic:1:{PRINCIPAL}"),
        ("Teacher leaders: Leading improvement work", f"topic:1:{TEACHERS}"),
    ]
    assert party.meeting.topic == "Growing the skills of the leadership team"


def test_a_teams_own_meeting_takes_up_its_own_track(world, sign_in):
    leadership(world)
    principal = world.who("principal")
    party = part(planned(world, at=JANUARY, kind="team-meeting", by=principal), world)
    assert party.meeting.topic == "Leading improvement work"
    page = read(sign_in(principal).get(reverse("meetings:meeting", args=[party.pk])))
    assert [one.get_text() for one in page.select("h3")][-1] == "Teacher leaders"


def test_each_track_has_notes_of_its_own_and_the_thread_shows_them_side_by_side(world, sign_in):
    party = part(planned(world, at=FIRST), world)
    hold_meeting(party.meeting, by=leader(world), came=rows(party, "principal", "district"))
    for code, text in SAID.items():
        note(party, code, text, by=leader(world))
    note(party, PRINCIPAL, "For us alone", by=leader(world), visibility="agency")
    strands = month_of(world, FIRST.month)
    assert {code: [one.text for one in strand.notes] for code, strand in strands.items()} == {
        "leadership-team": [], PRINCIPAL: [SAID[PRINCIPAL]], TEACHERS: [SAID[TEACHERS]],
    }  # fmt: skip
    thread = reverse("meetings:thread", args=[world["lincoln"].code])
    page = read(sign_in(world.who("district")).get(thread))
    november = page.select("main section.card")[0]
    assert [one.find(string=True).strip() for one in november.select(".grid h3")] == [
        "Leadership team", "Principal", "Teacher leaders",
    ]  # fmt: skip
    assert "For us alone" not in page.get_text()


@pytest.mark.parametrize("reader", ["board", "advisor", "coach", "regional-office"])
def test_a_stranger_reads_no_track(world, sign_in, reader):
    party = part(planned(world, at=FIRST), world)
    note(party, TEACHERS, SAID[TEACHERS], by=leader(world))
    found = thread_of(world["lincoln"], world.year, seats_of(world.who(reader)))
    assert [one.notes for month in found for one in month.strands if one.notes] == []


@pytest.mark.parametrize("who", ["principal", "district", "team", "board"])
def test_only_who_notes_the_meeting_writes_of_a_track(world, who):
    party = part(planned(world, at=FIRST), world)
    with pytest.raises(NotAllowed):
        note(party, PRINCIPAL, "Mine", by=world.who(who))
    assert not Note.objects.exists()


def test_a_track_is_noted_while_planned_held_and_reopened_and_never_once_cancelled(world):
    party, by = part(planned(world, at=FIRST), world), leader(world)
    note(party, PRINCIPAL, "Before", by=by)
    hold_meeting(party.meeting, by=by)
    note(party, PRINCIPAL, "After", by=by, version=1)
    reopen_meeting(party.meeting, by=by)
    note(party, PRINCIPAL, "Again", by=by, version=2)
    with pytest.raises(Overtaken):
        note(party, PRINCIPAL, "Late", by=by, version=2)
    cancel_meeting(party.meeting, by=by)
    with pytest.raises(OutOfOrder):
        note(party, PRINCIPAL, "Gone", by=by, version=3)
    assert month_of(world, FIRST.month)[PRINCIPAL].notes == []


def test_a_kind_that_takes_up_no_track_has_no_heading_for_it(world):
    session = planned(world, at=FIRST, kind="district-session", by=world.who("agency"))
    party = part(session, world)
    note(party, PRINCIPAL, "Leading", by=world.who("agency"))
    with pytest.raises(NotReady, match="no such heading"):
        note(party, TEACHERS, "Not theirs", by=world.who("agency"))


def test_another_state_has_its_own_tracks_in_its_own_order(prairie):
    visit = planned(prairie, kind="campus-visit", at=FIRST.replace(month=10),
                    by=prairie.who("network-lead"))  # fmt: skip
    party = part(visit, prairie)
    sources = party.agenda.filter(source__startswith="topic:10:").values_list("source", flat=True)
    assert list(sources) == ["topic:10:heads", "topic:10:circles"]
    assert [one.code for one in tracks()] == ["heads", "circles"]
    assert visit.topic == say(rules.told().topics(10)["heads"]) == "Giving away decisions"


SLIPS = [
    ("    tracks: [circles, heads]", "    tracks: [circels, heads]",
     'track "circels" is not in tracks; did you mean "circles"?'),
    ("    tracks: [circles, heads]", "    tracks: [circles, circles]",
     "this track is named already"),
    ("    tracks: [circles, heads]\n    minutes: 90\n    headings:\n      - {code: seen,",
     "    tracks: [circles, heads]\n    minutes: 90\n    headings:\n      - {code: heads,",
     "a heading has this code already"),
    ("    grown_by: [head-of-school]", "    grown_by: [head-of-scool]",
     'role "head-of-scool" is not in roles.yaml; did you mean "head-of-school"?'),
    ("  - track: heads\n    month: 12", "  - track: heads\n    month: 10",
     "a month of a track has one topic"),
    ("  - track: heads\n    month: 12", "  - track: hands\n    month: 12",
     'track "hands" is not in tracks; did you mean "heads"?'),
]  # fmt: skip


@pytest.mark.pure
@pytest.mark.parametrize(("old", "new", "sentence"), SLIPS)
def test_a_slip_about_tracks_is_told(tmp_path, old, new, sentence):
    pack = copy_of_prairie(tmp_path)
    change(pack, "meetings.yaml", old, new)
    told = [one for one in problems(pack) if sentence in one]
    assert told
    assert told[0].startswith("meetings.yaml:")
