"""From November to July with meetings: offered, picked, moved, held, noted, carried and closed.

Everybody reads pages and sends forms; only the clock and the worker that writes overviews are moved
from outside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests import stories, test_story_illinois
from tests.stories import Browser
from trellis.meetings.models import Meeting, Offer, Party
from trellis.monitoring.models import Decision
from trellis.notices.models import Notice
from trellis.organizations.models import Appointment, Organization, Team
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.work.models import State, Task, Workplan

TITLE = "Zebra reading list"
SAID = "Zebras read better in pairs."
CARRIED, CLOSED = "Ask the zoo for a visit", "Count the zebras of the county"
MONTHS = [date(2026, 11, 24), date(2026, 12, 15)] + [date(2027, month, 15) for month in range(1, 8)]


@dataclass
class Saga:
    """Who is who in a state's story, and what is called how."""

    pack: str
    language: str
    school: str
    leads: str
    head: str
    picks: tuple[str, ...]
    kind: str
    heading: str
    head_role: str
    team: str
    brings: dict[str, str]
    """What each role of the team brings."""
    doers: tuple[str, ...]
    zone: str = "America/Chicago"

    @property
    def at(self) -> Organization:
        """The school of the story."""
        return Organization.objects.get(code=self.school)

    def people(self) -> dict[str, Browser]:
        """Everybody's browser, by first name."""
        addresses = Person.objects.values_list("email", flat=True)
        return {one.partition("@")[0]: Browser(one, self.language) for one in addresses}


ILLINOIS = Saga(
    "illinois", "en", test_story_illinois.CEDAR, "cy", "pam", ("di", "pam"), "coordinator",
    "planning", "principal", "leadership", {"team": "teacher", "district": "district-staff"},
    ("ada", "cy", "sue", "di", "bo", "bea", "pam", "tess", "tom", "pete", "tia"),
)  # fmt: skip


@pytest.fixture
def illinois(db, tmp_path):
    """Illinois, its people and its open year."""
    with stories.noon(date(2026, 9, 20)):
        call_command("pack", "install", settings.PACK_FOLDER / "illinois")
        stories.load("import_directory", tmp_path, "d.csv", test_story_illinois.DIRECTORY)
        stories.load("import_people", tmp_path, "p.csv", test_story_illinois.PEOPLE)
    with stories.noon(date(2026, 10, 5)):
        people = ILLINOIS.people()
        people["ada"].sign_in()
        table = stories.table("release.csv", test_story_illinois.DESIGNATIONS)
        stories.publish(people["ada"], people["abe"], table, year=2026)


def test_the_meetings_of_a_planning_year_in_illinois(illinois):
    live(ILLINOIS)
    people = ILLINOIS.people()
    with stories.noon(date(2027, 10, 5)):
        people["ada"].sign_in()
        table = stories.table("release.csv", test_story_illinois.DESIGNATIONS)
        stories.publish(people["ada"], people["abe"], table, year=2027)
    with stories.noon(date(2027, 10, 6)):
        the_carried_step_is_done(ILLINOIS, people[ILLINOIS.head])


def live(saga: Saga) -> None:
    """One school's meetings, from the first offer to the end of the year."""
    people = saga.people()
    with stories.noon(date(2026, 11, 2)):
        sign_in(people)
        overviews_are_read(saga)
        meeting = a_time_is_found(saga, people)
        feed = a_calendar_is_fetched(saga, people, meeting)
        it_moves(saga, people, meeting, feed)
    with stories.noon(date(2026, 11, 17)):
        sign_in(people)
        it_is_held_and_noted(saga, people, meeting)
        a_brief_is_printed(saga, people)
        a_team_is_formed(saga, people)
    for day in MONTHS:
        with stories.noon(day):
            sign_in(people)
            meet_this_month(saga, people[saga.leads], day)
            everybody_does_their_work(saga, people, day)
    with stories.noon(date(2027, 7, 31)):
        sign_in(people)
        steps_stay_open(saga, people[saga.leads], due="2027-08-20")
        the_year_ends(saga, people[saga.leads])
        the_year_is_closed(saga, people)


def sign_in(people: dict[str, Browser]) -> None:
    """Sessions end after some hours."""
    for one in people.values():
        one.sign_in()


def overviews_are_read(saga: Saga) -> None:
    """On Monday everybody who owes something has one overview, and its steps stand in it."""
    call_command("send_reminders", "--on", "2026-11-02")
    head = Person.objects.get(email__startswith=f"{saga.head}@")
    (mail,) = Notice.objects.filter(recipient=head, kind="overview")
    assert mail.subject and mail.text.count("\n") > 3
    assert not re.search(r"\bNone\b|\{\{|%\(", mail.text)
    call_command("send_reminders", "--on", "2026-11-02")
    assert Notice.objects.filter(recipient=head, kind="overview").count() == 1


def a_time_is_found(saga: Saga, people: dict[str, Browser]) -> Meeting:
    """Two times are offered; whoever has to pick picks the second, and it is planned."""
    leads = people[saga.leads]
    path = f"{reverse('meetings:offering')}?at={saga.school}"
    leads.send(
        leads.form(path, "form.card"), to=path, kind=saga.kind, minutes="45",
        organizations=[saga.school], link="https://video.example/room",
        day_1="2026-11-10", time_1="10:00", day_2="2026-11-12", time_2="10:30",
    )  # fmt: skip
    offer = Offer.objects.get(organization=saga.at, kind=saga.kind)
    later = str(offer.slots.order_by("-starts_at")[0].pk)
    for name in saga.picks:
        assert not Meeting.objects.filter(slot__offer=offer).exists()
        form = people[name].form(
            reverse("meetings:offer", args=[offer.pk]), "form[action$='/picks/']"
        )
        people[name].send(form, slot=[later])
    meeting = Meeting.objects.get(slot__offer=offer)
    assert local(saga, meeting.starts_at) == datetime(2026, 11, 12, 10, 30)
    return meeting


def local(saga: Saga, at: datetime) -> datetime:
    """A moment on the clock of the state."""
    zone = programs.current().pack.time_zone or saga.zone
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def a_calendar_is_fetched(saga: Saga, people: dict[str, Browser], meeting: Meeting) -> str:
    """The head of the school makes an address; a calendar program reads the meeting there."""
    head = people[saga.head]
    page = head.send(head.form(reverse("home:calendar"), "form[action$='/address/']"))
    found = re.search(r"/calendar/[\w-]+\.ics", str(page))
    assert found is not None
    feed = found.group()
    assert entries(feed)[str(meeting.uid)][0] == meeting.starts_at
    return feed


def entries(feed: str) -> dict[str, tuple[datetime, int]]:
    """When each entry of a feed begins, and how often it changed, by the first part of its id."""
    answer = Client().get(feed)
    assert answer.status_code == 200
    calendar = icalendar.Calendar.from_ical(answer.content)
    return {
        str(one["uid"]).partition("@")[0]: (one.decoded("dtstart"), int(one.get("sequence", 0)))
        for one in calendar.walk("VEVENT")
    }


def it_moves(saga: Saga, people: dict[str, Browser], meeting: Meeting, feed: str) -> None:
    """Moved by five days, in the calendar it is the same entry at another time."""
    leads, party = people[saga.leads], meeting.parties.get()
    before = entries(feed)[str(meeting.uid)]
    form = leads.form(reverse("meetings:facts", args=[party.pk]), "form.card")
    leads.send(form, day="2026-11-17", time="09:00")
    meeting.refresh_from_db()
    assert local(saga, meeting.starts_at) == datetime(2026, 11, 17, 9)
    after = entries(feed)[str(meeting.uid)]
    assert (after[0], after[1] > before[1]) == (meeting.starts_at, True)
    told = Notice.objects.filter(recipient=people[saga.head].person).exclude(calendar="")
    assert told.count() >= 2


def it_is_held_and_noted(saga: Saga, people: dict[str, Browser], meeting: Meeting) -> None:
    """Who came, what was said and what is to do; the notes go out and are found again."""
    leads, head, party = people[saga.leads], people[saga.head], meeting.parties.get()
    hold(leads, party)
    path = reverse("meetings:note", args=[party.pk, saga.heading, "shared"])
    leads.send(leads.form(path, "form.card"), text=SAID)
    page = reverse("meetings:meeting", args=[party.pk])
    form = leads.form(page, "form[action$='/follow-up/']")
    leads.send(form, title=TITLE, role=saga.head_role, due="2026-11-23")
    leads.send(leads.form(page, "form[action$='/summary/']"))
    mail = Notice.objects.filter(recipient=head.person, text__contains=SAID)
    assert mail.count() == 1
    assert SAID in head.open(page).get_text()
    found = head.open(f"{reverse('home:search')}?q=zebra")
    task = Task.objects.get(title=TITLE)
    (link,) = found.select("main ul.lines a")
    assert link["href"] == reverse("home:task", args=[task.pk])


def hold(leads: Browser, party: Party) -> None:
    """All who were asked came."""
    path = reverse("meetings:attendance", args=[party.pk])
    form = leads.form(path, "form.card")
    came = [str(box["value"]) for box in form.select("input[name='came']")]
    leads.send(form, came=came, held="1")
    party.refresh_from_db()
    assert party.state == Meeting.State.HELD


def a_brief_is_printed(saga: Saga, people: dict[str, Browser]) -> None:
    """One page of the school, with its meeting in it."""
    leads = people[saga.leads]
    page = leads.open(f"{reverse('monitoring:briefs')}?at={saga.school}")
    assert saga.at.name in page.get_text()
    assert page.select_one("main form[method='post']") is None


def a_team_is_formed(saga: Saga, people: dict[str, Browser]) -> None:
    """The head of the school begins the team, names who is on it, and lets it exist."""
    head, at = people[saga.head], saga.at
    begin = reverse("organizations:team-beginning", args=[at.pk, saga.team])
    head.send(head.form(reverse("organizations:teams", args=[at.pk]), f"form[action='{begin}']"))
    team = Team.objects.get(organization=at, kind=saga.team)
    path = reverse("organizations:team", args=[team.pk])
    form = head.form(path, "form[action$='/members/']")
    names = {str(one["name"]) for one in form.select("select[name^='person-']")}
    roles = {f"person-{pk}": role for pk, role in Appointment.objects.values_list("pk", "role")}
    chosen = {name: saga.brings[roles[name]] for name in names if roles[name] in saga.brings}
    head.send(form, **chosen, on="2026-11-17")
    head.send(head.form(path, "form[action$='/formation/']"), on="2026-11-17")
    team.refresh_from_db()
    assert team.formed_on == date(2026, 11, 17)


def meet_this_month(saga: Saga, leads: Browser, day: date) -> None:
    """A meeting is planned for the morning and held."""
    if Party.objects.filter(organization=saga.at, month=day.replace(day=1), state="held").exists():
        return
    path = f"{reverse('meetings:plan')}?at={saga.school}"
    form = leads.form(path, "form.card")
    roles = [str(box["value"]) for box in form.select("input[name='roles']")]
    leads.send(
        form, to=path, kind=saga.kind, organizations=[saga.school], roles=roles,
        day=(day - timedelta(days=1)).isoformat(), time="09:00", minutes="45",
    )  # fmt: skip
    party = Party.objects.get(organization=saga.at, month=day.replace(day=1), kind=saga.kind)
    hold(leads, party)


def everybody_does_their_work(saga: Saga, people: dict[str, Browser], day: date) -> None:
    """All that My work offers, and what teams do elsewhere; the caseload then has nothing late."""
    for name in saga.doers:
        people[name].do_my_work()
        stories.do_what_teams_owe(people[name], by=day)
    assert Task.objects.get(title=TITLE).state == State.DONE
    late = Task.objects.filter(state="open", late_after__lt=day, role__in=doing(saga))
    assert list(late.values_list("template_code", flat=True)) == [], day
    page = people[saga.leads].open(reverse("monitoring:caseload"))
    assert saga.at.name in page.get_text()


def doing(saga: Saga) -> set[str]:
    """The roles of those who do their work in this story."""
    emails = [people.person.email for people in saga.people().values()]
    doers = [one for one in emails if one.partition("@")[0] in saga.doers]
    return set(Appointment.objects.filter(person__email__in=doers).values_list("role", flat=True))


def steps_stay_open(saga: Saga, leads: Browser, *, due: str) -> None:
    """The last meeting agrees on two steps for which this year is too short."""
    party = Party.objects.filter(organization=saga.at, kind=saga.kind).order_by("month").last()
    assert party is not None
    page = reverse("meetings:meeting", args=[party.pk])
    for title in (CARRIED, CLOSED):
        form = leads.form(page, "form[action$='/follow-up/']")
        leads.send(form, title=title, role=saga.head_role, due=due)


def the_year_ends(saga: Saga, leads: Browser) -> None:
    """One step is carried on, every other one closed with a reason; only then the year closes."""
    path = reverse("monitoring:closing", args=[saga.school])
    end = f"form[action='{reverse('monitoring:closing-end', args=[saga.school])}']"
    while True:
        page = leads.open(path)
        form = page.select_one("main form[action$='/decision/']")
        if form is None:
            break
        assert page.select_one(end) is None, "Steps are open."
        line = form.find_parent("li")
        assert line is not None
        kind = "carry" if CARRIED in line.get_text() else "close"
        leads.send(form, kind=kind, reason="" if kind == "carry" else "The year was too short")
    leads.send(leads.form(path, end))
    plan = Workplan.objects.get(organization=saga.at, year__start=2026)
    assert plan.closing.by == leads.person
    assert not plan.tasks.filter(state="open").exists()
    kinds = dict(Decision.objects.filter(task__workplan=plan).values_list("words", "kind"))
    assert (kinds[CARRIED], kinds[CLOSED]) == ("carry", "close")
    assert Decision.objects.get(words=CARRIED).into is None


def the_carried_step_is_done(saga: Saga, head: Browser) -> None:
    """The next year has opened, and the step stands on the list of whoever owed it."""
    head.sign_in()
    assert CARRIED in head.open(stories.MY_WORK).get_text()
    head.do_my_work()
    step = Task.objects.get(title=CARRIED, workplan__year__start=2027)
    assert (step.state, step.workplan.organization) == (State.DONE, saga.at)


def the_year_is_closed(saga: Saga, people: dict[str, Browser]) -> None:
    """Nine months have their meeting; no list has anything left; the year can still be read."""
    held = Party.objects.filter(organization=saga.at, kind=saga.kind, state="held")
    months = sorted(held.values_list("month", flat=True))
    assert months == sorted({day.replace(day=1) for day in MONTHS})
    for name in saga.doers:
        assert people[name].do_my_work() == 0
    place = people[saga.leads].open(reverse("meetings:place", args=[saga.school]))
    assert len(place.select("main a[href*='/meetings/']")) >= len(MONTHS)
    assert saga.at.name in people[saga.head].open(reverse("home:whole", args=[saga.school])).text
