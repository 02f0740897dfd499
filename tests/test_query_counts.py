"""Every page that lists something asks the database as often for one row as for three.

One table of literal counts for all pages of the policy table, for whoever sees most of each. The
session, the program and the seats are in them: three to five before a page begins.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import cast, objects
from tests.cast import APPOINTED, TODAY, World
from tests.mails import came_back
from tests.target import Target
from tests.visits import sign_in_as
from trellis.cycles.actions import publish_and_open
from trellis.designations.models import Designation
from trellis.history.actions import record
from trellis.kit import clock
from trellis.organizations.models import Appointment, Import, Organization
from trellis.people.models import Person
from trellis.web.policy import TABLE, Door
from trellis.work import actions as work

MOST = 8

PAGES = {
    "web:tokens": ("principal", 4),
    "web:accessibility": ("principal", 4),
    "web:privacy": ("principal", 4),
    "documents:file": ("principal", 7),
    "designations:releases": ("agency", 5),
    "designations:support": ("agency", 5),
    "designations:upload": ("agency", 4),
    "designations:release": ("agency", 8),
    "designations:changes": ("agency", 8),
    "designations:moved": ("agency", 7),
    "designations:hour": ("agency", 5),
    "designations:advance-notices": ("agency", 8),
    "designations:advance": ("superintendent", 7),
    "designations:letters": ("agency", 8),
    "designations:letters-of-kind": ("agency", 6),
    "designations:my-letters": ("coordinator", 6),
    "designations:letter": ("agency", 8),
    "designations:letter-file": ("principal", 6),
    "home:front": ("principal", 5),
    "home:help": ("principal", 4),
    "home:schools": ("principal", 7),
    "home:search": ("principal", 8),
    "home:school": ("principal", 8),
    "home:district": ("district", 8),
    "home:office": ("principal", 7),
    "home:my-work": ("principal", 8),
    "home:everything": ("principal", 8),
    "home:messages": ("principal", 5),
    "home:message-stop": ("principal", 7),
    "home:calendar": ("principal", 5),
    "home:calendar-feed": ("public", 8),
    "home:task-day": ("principal", 5),
    "meetings:file": ("principal", 5),
    "meetings:offers": ("coordinator", 5),
    "meetings:offering": ("coordinator", 5),
    "meetings:offer": ("principal", 8),
    "meetings:hours": ("principal", 7),
    "meetings:hours-opening": ("coordinator", 4),
    "supports:catalog": ("principal", 6),
    "supports:search": ("principal", 7),
    "supports:service": ("principal", 8),
    "supports:school": ("principal", 8),
    "supports:memberships": ("superintendent", 7),
    "supports:asking": ("principal", 6),
    "supports:requests": ("principal", 6),
    "supports:queue": ("agency", 6),
    "supports:request": ("agency", 8),
    "supports:offered": ("principal", 6),
    "supports:offered-at": ("principal", 6),
    "home:handover": ("team", 8),
    "home:statewide": ("agency", 7),
    "home:statewide-list": ("agency", 8),
    "home:statewide-csv": ("agency", 6),
    "home:statewide-xlsx": ("agency", 7),
    "home:year": ("principal", 7),
    "home:everyone": ("principal", 7),
    "home:whole": ("principal", 7),
    "home:print": ("principal", 7),
    "home:my-month": ("principal", 7),
    "home:task": ("principal", 8),
    "home:history": ("principal", 6),
    "meetings:mine": ("coordinator", 7),
    "meetings:plan": ("coordinator", 5),
    "meetings:place": ("coordinator", 8),
    "meetings:meeting": ("coordinator", 8),
    "meetings:facts": ("coordinator", 8),
    "meetings:agenda": ("coordinator", 8),
    "meetings:attendance": ("coordinator", 8),
    "meetings:note": ("coordinator", 8),
    "meetings:series-list": ("coordinator", 5),
    "meetings:series-new": ("coordinator", 5),
    "meetings:series": ("coordinator", 8),
    "meetings:thread": ("coordinator", 7),
    "meetings:came": ("coordinator", 7),
    "meetings:help-place": ("coordinator", 8),
    "meetings:help-answer": ("coordinator", 5),
    "meetings:log": ("coordinator", 7),
    "meetings:log-file": ("coordinator", 7),
    "meetings:student-groups": ("coordinator", 6),
    "meetings:past-logs": ("coordinator", 5),
    "meetings:past-log": ("coordinator", 6),
    "meetings:coaching-list": ("coach", 5),
    "meetings:coaching-asking": ("principal", 5),
    "meetings:coaching": ("coach", 8),
    "meetings:coaching-session": ("coach", 7),
    "people:profile": ("principal", 5),
    "people:unsent": ("principal", 5),
    "cycles:publication": ("agency", 8),
    "cycles:proposals": ("agency", 7),
    "cycles:corrections": ("agency", 6),
    "cycles:running": ("agency", 5),
    "cycles:ending": ("agency", 7),
    "cycles:earlier": ("agency", 6),
    "cycles:selections": ("agency", 6),
    "cycles:years": ("agency", 7),
    "cycles:dates": ("agency", 6),
    "cycles:date": ("agency", 6),
    "cycles:changes": ("agency", 8),
    "cycles:wording": ("agency", 6),
    "cycles:activity-wording": ("agency", 6),
    "cycles:contact-wording": ("agency", 6),
    "cycles:links": ("agency", 6),
    "monitoring:caseload": ("coordinator", 7),
    "monitoring:briefs": ("coordinator", 8),
    "monitoring:message": ("coordinator", 6),
    "monitoring:attendance": ("coordinator", 7),
    "monitoring:snoozes": ("coordinator", 7),
    "monitoring:messages": ("coordinator", 6),
    "monitoring:coordinators": ("agency", 8),
    "monitoring:caseload-of": ("agency", 8),
    "monitoring:transfer": ("agency", 7),
    "monitoring:forecast": ("agency", 8),
    "monitoring:picture": ("agency", 8),
    "monitoring:picture-file": ("agency", 7),
    "monitoring:picture-list": ("agency", 7),
    "monitoring:picture-list-file": ("agency", 6),
    "monitoring:log": ("coordinator", 6),
    "learning:events": ("principal", 7),
    "learning:event": ("principal", 6),
    "learning:event-calendar": ("principal", 5),
    "learning:asked": ("principal", 5),
    "learning:place": ("public", 2),
    "learning:event-addition": ("agency", 4),
    "learning:event-terms": ("agency", 5),
    "learning:registrations": ("agency", 6),
    "learning:library": ("principal", 5),
    "learning:item": ("principal", 7),
    "learning:keeping": ("agency", 6),
    "learning:addition": ("agency", 5),
    "learning:words": ("agency", 6),
    "monitoring:log-file": ("coordinator", 6),
    "monitoring:log-of": ("agency", 7),
    "monitoring:log-of-file": ("agency", 7),
    "monitoring:brief": ("agency", 8),
    "monitoring:brief-file": ("agency", 8),
    "monitoring:closing": ("agency", 8),
    "monitoring:closing-file": ("agency", 8),
    "monitoring:board-updates": ("agency", 6),
    "monitoring:board-update": ("agency", 8),
    "monitoring:board-update-file": ("agency", 8),
    "organizations:administration": ("agency", 8),
    "organizations:upload": ("agency", 5),
    "organizations:import": ("agency", 6),
    "organizations:organizations": ("agency", 6),
    "organizations:addition": ("agency", 4),
    "organizations:organization": ("agency", 8),
    "organizations:appointments": ("principal", 8),
    "organizations:ending": ("principal", 5),
    "organizations:delegation": ("principal", 5),
    "organizations:mail-week": ("agency", 8),
    "organizations:mail-log": ("agency", 5),
    "organizations:mail-text": ("agency", 5),
    "organizations:bounces": ("principal", 5),
    "organizations:bounce": ("principal", 5),
    "organizations:people": ("principal", 5),
    "organizations:person": ("principal", 8),
    "organizations:assignments": ("agency", 8),
    "organizations:teams": ("principal", 7),
    "organizations:team": ("principal", 8),
    "organizations:team-place": ("principal", 6),
    "organizations:team-end": ("principal", 5),
    "organizations:team-charter": ("principal", 6),
    "organizations:team-review": ("principal", 5),
    "organizations:invitations": ("principal", 5),
    "organizations:inviting": ("principal", 5),
    "organizations:invitation": ("principal", 7),
    "organizations:invitation-seat": ("principal", 7),
    "organizations:identity-provider": ("agency", 7),
    "organizations:identity-trial": ("agency", 6),
    "organizations:welcome": ("principal", 6),
    "organizations:role-request": ("principal", 6),
    "organizations:role-requests": ("principal", 5),
    "jobs:job": ("agency", 5),
}
"""Who asks for most, and how often the page then asks the database."""


def client_of(world: World, who: str) -> Client:
    """A browser in which somebody has signed in, or nobody."""
    return Client() if who == "public" else sign_in_as(Client(), world.who(who))


@pytest.fixture
def found(world: World, settings, tmp_path) -> dict[str, Target]:
    """The targets of the matrix."""
    settings.MEDIA_ROOT = tmp_path
    return objects.targets(world)


def grow(world: World) -> None:
    """Three of everything where there was one: schools, people, notes, entries, releases, files."""
    lincoln, birch = world["lincoln"], world["birch"]
    for n in range(2):
        school = Organization.objects.create(
            code=f"CAST-NEW-{n}", kind=lincoln.kind, level="school", name=f"New School {n}",
            sort_name=f"new school {n}", parent=birch, district=birch, office=lincoln.office,
            state=lincoln.state,
        )  # fmt: skip
        world.organizations[f"new {n}"] = school
        for role, place in (("principal", school), ("team", lincoln), ("district", birch)):
            person = Person.objects.create_user(f"{role}{n}@new.example", name=f"New {role} {n}")
            Appointment.objects.create(
                person=person, role=role, organization=place, starts=APPOINTED
            )
        Import.objects.create(
            kind="directory", state="checked", name=f"{n}.csv", layout="illinois",
            sha256="0" * 64, on=TODAY, by=world.publisher, created_at=clock.now(),
        )  # fmt: skip
    more = cast.draft(world, title="More", without=("lincoln", "hyde"))
    for n in range(2):
        Designation.objects.create(
            release=more, organization=world[f"new {n}"], kind="intensive", label="intensive"
        )
    publish_and_open(cast.checked(world, more), by=world.publisher)
    world["new 0"].served_by.update(person=world.who("coordinator"))
    world["new 1"].served_by.update(person=world.who("coordinator"))
    task = world.task("intensive-planning/oct-designations.principal-1")
    team = world.task("intensive-planning/nov-grant-start.team-1")
    for n in range(2):
        came_back(world.who("team"), f"again {n}")
    for n in range(3):
        record(f"task:{task.pk}", "Task", "noted", by=world.publisher, after={"note": n})
        work.add_note(team, by=world.who("team"), text=f"Note {n}")
        work.add_file(team, ContentFile(b"Three.\n", name=f"{n}.txt"), by=world.who("team"))


def queries(client: Client, target: Target) -> int:
    """How often a page asks the database."""
    url = reverse(target.route, args=target.args) + target.query
    client.get(url)  # what the process keeps in memory is there now
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(url)
    assert answer.status_code == 200, (target.route, answer.status_code)
    return len(seen)


def pages() -> Iterator[str]:
    """Pages of ours that people read; the account package's own stand in `people`."""
    for row in TABLE:
        ours = ":" in row.route and row.door not in (Door.SAMPLE, Door.SIGN_IN_PAGES)
        if ours and "GET" in row.methods:
            yield row.route


@pytest.mark.pure
def test_every_page_stands_in_the_table():
    assert sorted(PAGES) == sorted(pages())


@pytest.mark.pure
def test_no_page_asks_more_than_eight_times():
    assert [route for route, (_who, count) in PAGES.items() if count > MOST] == []


def test_each_page_asks_as_often_for_three_rows_as_for_one(world, found):
    clients = {who: client_of(world, who) for who, _count in PAGES.values()}
    one = {route: queries(clients[who], found[route]) for route, (who, _) in PAGES.items()}
    grow(world)
    three = {route: queries(clients[who], found[route]) for route, (who, _) in PAGES.items()}
    assert one == {route: count for route, (_who, count) in PAGES.items()}
    assert three == one
