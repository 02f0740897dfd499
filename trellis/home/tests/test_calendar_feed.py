"""One's own calendar: read by whoever has the address, holding what its person may know."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from tests import canaries
from tests.cast import TODAY, Relation
from tests.relations import visitors_of
from trellis.history.models import Entry
from trellis.kit.errors import NotAllowed, OutOfOrder
from trellis.meetings.actions import (
    Facts,
    add_follow_up,
    cancel_meeting,
    change_meeting,
    hold_meeting,
    plan_meeting,
    write_note,
)
from trellis.people.actions import deactivate_person
from trellis.people.calendar_keys import make_key, mark_of, take_back_key
from trellis.people.models import CalendarKey, Person
from trellis.web.logs import WithoutKeys
from trellis.work import actions as work
from trellis.work.models import Task

AT = datetime(2026, 12, 10, 16, tzinfo=UTC)


def read(token: str, **headers: str):
    """What a calendar program gets."""
    return Client().get(reverse("home:calendar-feed", args=[token]), headers=headers)


def key(person: Person) -> str:
    """A new address of a person's calendar."""
    return make_key(
        person, seen=mark_of(CalendarKey.objects.filter(person=person).first()), by=person
    )


def events(token: str) -> list[icalendar.Event]:
    """Everything in a calendar."""
    answer = read(token)
    assert answer.status_code == 200
    found = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    return [one for one in found if isinstance(one, icalendar.Event)]


def planned(world, *, at: datetime = AT, title: str = ""):
    """A meeting with Lincoln."""
    return plan_meeting(
        [world["lincoln"]], kind="coordinator", year=world.year,
        facts=Facts(at, 45, title=title, link="https://video.example/a"),
        by=world.who("coordinator"),
    )  # fmt: skip


def of(meeting, token: str) -> icalendar.Event:
    """A meeting's entry."""
    (found,) = [one for one in events(token) if str(one["uid"]) == str(meeting.uid)]
    return found


def steps(token: str) -> list[icalendar.Event]:
    """The entries of whole days."""
    return [one for one in events(token) if type(one.decoded("dtstart")) is date]


def test_a_person_makes_an_address_sees_it_once_and_reads_meetings_and_days(world, client, sign_in):
    planned(world)
    sign_in(world.who("principal"))
    page = client.post(reverse("home:calendar-address"), {"seen": ""})
    url = BeautifulSoup(page.content, "lxml").find(id="address-text")["value"]
    token = url.rpartition("/")[2].removesuffix(".ics")
    assert url.encode() not in client.get(reverse("home:calendar")).content
    found = events(token)
    (meeting,) = [one for one in found if isinstance(one.decoded("dtstart"), datetime)]
    assert (str(meeting["summary"]), meeting.decoded("dtstart")) == (
        "Coordinator meeting: Lincoln School", AT,
    )  # fmt: skip
    owed = Task.objects.filter(role="principal", workplan__organization=world["lincoln"],
                               due__isnull=False, state="open")  # fmt: skip
    days = {one.decoded("dtstart") for one in found if one is not meeting}
    assert set(owed.values_list("due", flat=True)) <= days


def test_only_a_hash_of_the_address_is_kept(world):
    token = key(world.who("principal"))
    kept = str(list(CalendarKey.objects.values())) + str(list(Entry.objects.values()))
    assert len(token) >= 40
    assert token not in kept


def test_a_new_address_puts_the_old_one_out_of_use(world):
    principal = world.who("principal")
    old, new = key(principal), key(principal)
    assert (read(old).status_code, read(new).status_code) == (404, 200)


def test_the_same_form_sent_twice_makes_one_address(world, client, sign_in):
    sign_in(world.who("principal"))
    first = client.post(reverse("home:calendar-address"), {"seen": ""})
    again = client.post(reverse("home:calendar-address"), {"seen": ""})
    assert (first.status_code, again.status_code) == (200, 409)


def test_an_address_taken_back_opens_nothing_and_is_taken_back_once(world):
    principal = world.who("principal")
    token = key(principal)
    take_back_key(principal, by=principal)
    assert read(token).status_code == 404
    with pytest.raises(OutOfOrder):
        take_back_key(principal, by=principal)


def test_nobody_makes_or_takes_back_the_address_of_somebody_else(world):
    principal, agency = world.who("principal"), world.who("agency")
    for act in (
        lambda: make_key(principal, seen="", by=agency),
        lambda: take_back_key(principal, by=agency),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 5000, "é", "%00", "..", "'--"])
def test_what_is_no_address_opens_nothing(world, token):
    key(world.who("principal"))
    assert read(token).status_code in (400, 404)


def test_a_closed_account_has_no_calendar(world):
    principal = Person.objects.get(pk=world.who("principal").pk)  # the cast's own stays open
    token = key(principal)
    deactivate_person(principal, by=world.who("agency"))
    assert read(token).status_code == 404


def test_rights_end_with_the_appointment(world):
    planned(world)
    principal = world.who("principal")
    token = key(principal)
    assert events(token) != []
    principal.appointments.update(ends=TODAY - timedelta(days=1))
    work.complete_task(
        world.task("intensive-planning/nov-grant-start.team-1"), by=world.who("team"), on=TODAY
    )  # somebody does something, so that every calendar is looked at again
    assert events(token) == []


def test_an_unchanged_calendar_is_only_said_to_be_so(world, django_assert_num_queries):
    token = key(world.who("principal"))
    first = read(token)
    assert first["Cache-Control"] == "private, no-cache"
    with django_assert_num_queries(2):
        by_tag = read(token, if_none_match=first["ETag"])
    with django_assert_num_queries(2):
        by_day = read(token, if_modified_since=first["Last-Modified"])
    assert [(one.status_code, one.content, one["ETag"]) for one in (by_tag, by_day)] == [
        (304, b"", first["ETag"])
    ] * 2
    assert read(token).content == first.content


def test_a_moved_meeting_keeps_its_identity_and_counts_up(world):
    meeting = planned(world)
    token = key(world.who("principal"))
    before, first = of(meeting, token), read(token)
    change_meeting(
        meeting, Facts(AT + timedelta(days=1), 45), version=1, by=world.who("coordinator")
    )
    answer = read(token, if_none_match=first["ETag"])
    assert (answer.status_code, answer["ETag"] == first["ETag"]) == (200, False)
    after = of(meeting, token)
    assert after.decoded("dtstart") == AT + timedelta(days=1)
    assert after.decoded("sequence") == before.decoded("sequence") + 1
    assert after.decoded("last-modified") >= before.decoded("last-modified")


def test_a_meeting_that_is_called_off_stands_there_as_cancelled(world):
    meeting = planned(world)
    token = key(world.who("district"))
    cancel_meeting(meeting, by=world.who("coordinator"))
    found = of(meeting, token)
    assert (str(found["status"]), found.decoded("sequence")) == ("CANCELLED", 1)


def test_a_done_step_goes_and_a_moved_one_keeps_its_identity(world):
    principal = world.who("principal")
    token = key(principal)
    task = (
        Task.objects.filter(role="principal", workplan__organization=world["lincoln"], state="open")
        .filter(due__isnull=False, deed="").order_by("pk")[0]
    )  # fmt: skip
    before = {str(one["uid"]): one for one in steps(token)}
    Task.objects.filter(pk=task.pk).update(due=date(2028, 2, 29))
    other = world.task("intensive-planning/nov-grant-start.team-1")
    work.complete_task(other, by=world.who("team"), on=TODAY)
    moved = {str(one["uid"]): one for one in steps(token)}
    (changed,) = [uid for uid in moved if moved[uid].decoded("dtstart") == date(2028, 2, 29)]
    assert changed in before
    assert moved[changed].decoded("sequence") > before[changed].decoded("sequence")
    work.complete_task(task, by=principal, on=TODAY)
    assert set(moved) - {str(one["uid"]) for one in steps(token)} == {changed}


def test_a_step_owed_for_many_schools_is_one_entry(world):
    titles = [str(one["summary"]) for one in steps(key(world.who("district")))]
    assert any(title.endswith("(2 organizations)") for title in titles)
    assert len(titles) == len(set(titles))


def test_titles_hold_nothing_that_somebody_typed(world):
    meeting = planned(world, title="Concerns about Pat Winter")
    party = meeting.parties.select_related("meeting", "organization").get()
    leader = world.who("coordinator")
    write_note(party, "data", "AGENCY-WORD", visibility="agency", version=0, by=leader)
    write_note(party, "data", "SHARED-WORD", visibility="shared", version=0, by=leader)
    add_follow_up(party, title="Talk to Kit Bloom", role="principal", due=AT.date(), by=leader)
    for role in ("principal", "coordinator", "district", "team", "agency"):
        said = read(key(world.who(role))).content.decode()
        for words in ("Pat Winter", "AGENCY-WORD", "SHARED-WORD", "Kit Bloom"):
            assert words not in said.replace("\r\n ", "")
    titles = [str(one["summary"]) for one in steps(key(world.who("principal")))]
    assert "A step agreed in a meeting" in titles


def test_no_calendar_names_other_people_or_holds_what_its_person_may_not_read(world):
    hold_meeting(planned(world, at=AT - timedelta(days=20)), by=world.who("coordinator"))
    planned(world)
    planted = canaries.plant(world)
    everybody = list(Person.objects.all())
    wrong = []
    for visitor in visitors_of(world):
        if visitor.person is None:
            continue
        answer = read(key(visitor.person))
        said = answer.content.decode().replace("\r\n ", "")
        wrong += canaries.found(planted, visitor, answer)
        wrong += [
            f"{visitor.name} reads of {one.name}" for one in everybody
            if one.name in said or one.email in said
        ]  # fmt: skip
    assert wrong == []


def test_meetings_of_others_stand_in_nobodys_calendar(world):
    meeting = planned(world)
    for role, relation in (
        ("principal", Relation.SAME_DISTRICT), ("district", Relation.OTHER_DISTRICT),
        ("coordinator", Relation.OTHER_REGION), ("board", Relation.OWN), ("agency", Relation.OWN),
    ):  # fmt: skip
        token = key(world.who(role, relation))
        assert str(meeting.uid) not in read(token).content.decode()


def test_single_files_say_the_same(world, client, sign_in):
    meeting = planned(world)
    sign_in(world.who("principal"))
    party = meeting.parties.get()
    answer = client.get(reverse("meetings:file", args=[party.pk]))
    (found,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(found["uid"]), found.decoded("dtstart")) == (str(meeting.uid), AT)
    task = Task.objects.filter(workplan__organization=world["lincoln"], due__isnull=False)[0]
    answer = client.get(reverse("home:task-day", args=[task.pk]))
    (found,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert found.decoded("dtstart") == task.due
    undated = Task.objects.filter(workplan__organization=world["lincoln"], due=None)[0]
    assert client.get(reverse("home:task-day", args=[undated.pk])).status_code == 404


def test_the_log_says_no_address(world, caplog):
    token = key(world.who("principal"))
    Client().post(reverse("home:calendar-feed", args=[token]))
    (record,) = [one for one in caplog.records if "calendar" in one.getMessage()]
    WithoutKeys().filter(record)
    assert token not in record.getMessage()
