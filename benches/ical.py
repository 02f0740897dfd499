"""A calendar program asks whether somebody's calendar changed: the answer against an empty view.

The calendar is that of a coordinator with twenty schools, two meetings each and every dated step.
Nothing was written since it asked last. `after_others` is the same question each time after
somebody has done a step at a school of somebody else; `looked_anew` after something that may
concern everybody: where the calendar is read for it, it is still unchanged.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path, reverse

from benches import world
from benches.meter import Taken, line, measured
from trellis.cycles.actions import publish_and_open
from trellis.history.actions import record
from trellis.meetings.actions import Facts, plan_meeting
from trellis.organizations.models import Appointment, Assignment, Organization
from trellis.people.calendar_keys import make_key
from trellis.people.models import Person
from trellis.programs.models import ProgramYear
from trellis.web import doors, policy
from trellis.web.urls import urlpatterns as ours
from trellis.web.wsgi import application
from trellis.work.models import Task

ROUNDS, CALLS, DEEDS, SCHOOLS = 9, 200, 40, 20


def empty(_request: HttpRequest) -> HttpResponse:
    """Nothing, behind all that happens around every page."""
    return HttpResponse()


urlpatterns = [path("empty/", empty, name="empty"), *ours]


def main() -> int:
    """Measure both in turn."""
    feed, by, elsewhere = made()
    policy.BY_ROUTE["empty"] = doors.public("empty")
    with override_settings(ROOT_URLCONF="benches.ical"):
        tag = ask(feed)[1]["ETag"]
        same = {"HTTP_IF_NONE_MATCH": tag}
        expect(ask(feed, **same)[0], 304)
        expect(ask(feed, **same)[0], 304)
        taken, floor, others, looked = [], [], [], []
        for _ in range(ROUNDS):
            floor.append(_measured(lambda: expect(ask("/empty/")[0], 200)))
            taken.append(_measured(partial(expect_status, feed, same)))
            poll = partial(expect_status, feed, same)
            others.append(sum(_after(elsewhere, poll, by) for _deed in range(DEEDS)) / DEEDS)
            looked.append(_after("bench:1", poll, by))
    once = statistics.median(one.cpu for one in floor) / CALLS
    line(
        "ical", taken, floor, CALLS, after_others=round(statistics.median(others) / once, 2),
        looked_anew=round(statistics.median(looked) / once, 2),
    )  # fmt: skip
    return 0


def made() -> tuple[str, Person, str]:
    """A coordinator's calendar, somebody of the agency, and a step at a school of others."""
    world.install_matrix()
    state = world.make_schools(2 * SCHOOLS)
    by = world.administrator(state)
    publish_and_open(world.checked_release(by), by=by, acting_as="bench")
    leader = Person.objects.create_user("coordinator@example.org", name="Coordinator")
    start = date(2020, 1, 1)
    Appointment.objects.create(person=leader, role="coordinator", organization=state, starts=start)
    schools = list(Organization.objects.filter(level="school").order_by("pk"))
    others = schools[SCHOOLS:]
    del schools[SCHOOLS:]
    Assignment.objects.filter(organization__in=schools).delete()
    Assignment.objects.bulk_create(
        Assignment(person=leader, role="coordinator", organization=one, starts=start)
        for one in schools
    )
    first, year = datetime.now(UTC) + timedelta(days=1), ProgramYear.objects.get()
    for n, school in enumerate(2 * schools):
        facts = Facts(first + timedelta(hours=n), 45)
        plan_meeting([school], kind="coordinator", year=year, facts=facts, by=leader, tell=False)
    token = make_key(leader, seen="", by=leader)
    step = Task.objects.filter(role="principal", held_at__in=others, deed="").order_by("pk")[0]
    return reverse("home:calendar-feed", args=[token]), by, f"task:{step.pk}"


def ask(where: str, **headers: str) -> tuple[int, dict[str, str]]:
    """Status and headers of an answer, in process, as the server would ask."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET", "PATH_INFO": where, "QUERY_STRING": "",
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http", **headers,
    }  # fmt: skip
    got: list[Any] = []

    def begin(code: str, found: list[tuple[str, str]], *_error: object) -> Any:
        got[:] = [int(code[:3]), dict(found)]

    b"".join(application(environ, begin))
    return got[0], got[1]


def expect(status: int, wanted: int) -> None:
    """An error for any other answer."""
    if status != wanted:
        raise AssertionError(f"answered {status}, not {wanted}")


def _measured(call: Callable[[], None]) -> Taken:
    with measured() as taken:
        for _ in range(CALLS):
            call()
    taken.queries //= CALLS
    return taken


def expect_status(feed: str, same: dict[str, str]) -> None:
    """Nothing has changed."""
    expect(ask(feed, **same)[0], 304)


def _after(subject: str, call: Callable[[], None], by: Person) -> float:
    """The CPU of a question right after a deed."""
    record(subject, "Bench", "did something", by=by)
    with measured() as taken:
        call()
    return taken.cpu
