"""A series holds several organizations: its leader sees all, each member its own part only."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from tests.cast import TODAY, Relation
from tests.objects_groups import KIND, series
from tests.visits import words
from trellis.kit.errors import NotAllowed, NotReady, OutOfOrder
from trellis.meetings.actions import Facts, cancel_meeting, write_note
from trellis.meetings.models import Meeting, Party
from trellis.meetings.rules import told
from trellis.meetings.series import actions
from trellis.notices.models import Notice
from trellis.organizations.models import Organization

AT = datetime(2026, 12, 10, 16, tzinfo=UTC)
CANARY = {"lincoln": "avocet", "adams": "bittern"}


def part(meeting: Meeting, place: Organization) -> Party:
    """One organization's part, as an action takes it."""
    return meeting.parties.select_related("meeting", "organization").get(organization=place)


def planned(world):
    """A series of Lincoln and Adams, its meeting planned, each with a word of its own."""
    found = series(world, "lincoln", "adams")
    by = world.who("agency")
    meeting = actions.plan_month(found, Facts(AT, 60), by=by)
    for place, word in CANARY.items():
        write_note(part(meeting, world[place]), "questions", word, visibility="shared",
                   version=0, by=by)  # fmt: skip
    return found, meeting


def test_the_months_meeting_has_a_part_for_each_member_and_the_topic_of_the_month(world):
    found, meeting = planned(world)
    assert {one.organization for one in meeting.parties.all()} == {world["lincoln"], world["adams"]}
    assert (meeting.series, meeting.topic) == (found, told().topics(12)["leadership-team"])
    with pytest.raises(OutOfOrder):
        actions.plan_month(found, Facts(AT + timedelta(days=7), 60), by=world.who("agency"))
    cancel_meeting(meeting, by=world.who("agency"))
    actions.plan_month(found, Facts(AT + timedelta(days=7), 60), by=world.who("agency"))


@pytest.mark.parametrize(
    ("role", "relation", "own", "other"),
    [
        ("principal", Relation.OWN, "lincoln", "adams"),
        ("district", Relation.OWN, "lincoln", "adams"),
        ("principal", Relation.OTHER_DISTRICT, "adams", "lincoln"),
        ("district", Relation.OTHER_DISTRICT, "adams", "lincoln"),
    ],
)
def test_a_member_reads_its_own_part_and_no_sign_of_the_others(
    world, sign_in, role, relation, own, other
):
    _found, meeting = planned(world)
    person = world.who(role, relation)
    client = sign_in(person)
    mine = client.get(reverse("meetings:meeting", args=[part(meeting, world[own]).pk]))
    assert CANARY[own] in words(mine)
    theirs = client.get(reverse("meetings:meeting", args=[part(meeting, world[other]).pk]))
    assert theirs.status_code == 404
    lists = [client.get(reverse("meetings:mine")),
             client.get(reverse("meetings:place", args=[world[own].code]))]  # fmt: skip
    for page in [mine, *lists]:
        said = page.content.decode()
        assert [one for one in (CANARY[other], world[other].name) if one in said] == []
    for mail in Notice.objects.filter(address=person.email):
        said = f"{mail.subject} {mail.text} {mail.calendar}"
        assert world[other].name not in said


def test_who_leads_the_series_sees_all_of_it(world, sign_in):
    found, _meeting = planned(world)
    said = words(sign_in(world.who("agency")).get(reverse("meetings:series", args=[found.pk])))
    assert [one for one in ("Lincoln School", "Adams School") if one not in said] == []
    client = sign_in(world.who("coordinator"))
    assert client.get(reverse("meetings:series", args=[found.pk])).status_code == 404


def test_who_left_has_no_part_in_later_meetings(world):
    found, by = series(world, "lincoln", "adams"), world.who("agency")
    member = found.members.get(organization=world["adams"])
    actions.end_membership(member, on=TODAY, by=by)
    meeting = actions.plan_month(found, Facts(AT, 60), by=by)
    assert [one.organization for one in meeting.parties.all()] == [world["lincoln"]]
    with pytest.raises(OutOfOrder):
        actions.end_membership(member, on=TODAY, by=by)
    actions.add_member(found, world["adams"], on=TODAY, by=by)
    with pytest.raises(OutOfOrder):
        actions.add_member(found, world["adams"], on=TODAY, by=by)


def test_only_who_leads_everywhere_begins_and_changes_a_series(world):
    found = series(world, "lincoln", "adams")
    places = [world["lincoln"], world["adams"]]
    for role in ("coordinator", "principal", "district", "board"):
        who = world.who(role)
        with pytest.raises(NotAllowed):
            actions.open_series(KIND, "Mine", places, year=world.year, on=TODAY, by=who)
        for deed in (
            lambda who=who: actions.add_member(found, world["hyde"], on=TODAY, by=who),
            lambda who=who: actions.plan_month(found, Facts(AT, 60), by=who),
            lambda who=who: actions.end_series(found, by=who),
        ):
            with pytest.raises(NotAllowed):
                deed()


def test_after_its_end_nothing_more_happens(world):
    found, by = series(world, "lincoln", "adams"), world.who("agency")
    actions.end_series(found, by=by)
    assert found.members.filter(ends=None).count() == 0


def test_what_makes_no_sense_is_refused(world):
    by = world.who("agency")
    with pytest.raises(NotReady):
        actions.open_series(KIND, "None", [], year=world.year, on=TODAY, by=by)
    with pytest.raises(NotReady):
        actions.open_series(
            "coordinator", "One", [world["lincoln"]], year=world.year, on=TODAY, by=by
        )
    found = series(world, "lincoln")
    (member,) = found.members.all()
    with pytest.raises(NotReady):
        actions.end_membership(member, on=TODAY - timedelta(days=1), by=by)


def test_an_hour_that_no_clock_shows_is_said_so(world, sign_in):
    found = series(world, "lincoln", "adams")
    wrong = {"day": "2027-03-14", "time": "02:30", "minutes": "60"}
    address = reverse("meetings:series-meetings", args=[found.pk])
    answer = sign_in(world.who("agency")).post(address, wrong)
    assert answer.status_code == 422
    assert "the clock goes forward" in words(answer)
    assert Meeting.objects.count() == 0
