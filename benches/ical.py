"""A calendar program asks whether somebody's calendar changed: the answer against an empty view.

The calendar is that of a coordinator with twenty schools, two meetings each and every dated step.
Nothing was written since it asked last. `after_a_deed` is the same question right after something
happened elsewhere in the state: then the calendar is looked at anew, and is still unchanged.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
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
from trellis.web import policy
from trellis.web.urls import urlpatterns as ours
from trellis.web.wsgi import application

ROUNDS, CALLS, SCHOOLS = 9, 200, 20


def empty(_request: HttpRequest) -> HttpResponse:
    """Nothing, behind all that happens around every page."""
    return HttpResponse()


urlpatterns = [path("empty/", empty, name="empty"), *ours]


def main() -> int:
    """Measure both in turn."""
    feed, by = made()
    policy.BY_ROUTE["empty"] = policy.public("empty")
    with override_settings(ROOT_URLCONF="benches.ical"):
        tag = ask(feed)[1]["ETag"]
        same = {"HTTP_IF_NONE_MATCH": tag}
        expect(ask(feed, **same)[0], 304)
        taken, floor, looked = [], [], []
        for _ in range(ROUNDS):
            floor.append(_measured(lambda: expect(ask("/empty/")[0], 200)))
            taken.append(_measured(lambda: expect(ask(feed, **same)[0], 304)))
            looked.append(_after_a_deed(lambda: expect(ask(feed, **same)[0], 304), by))
    anew = sorted(a.cpu / b.cpu * CALLS for a, b in zip(looked, floor, strict=True))
    line("ical", taken, floor, CALLS, after_a_deed=round(anew[len(anew) // 2], 2))
    return 0


def made() -> tuple[str, Person]:
    """A coordinator's calendar, and somebody of the agency."""
    world.install_matrix()
    state = world.make_schools(SCHOOLS)
    by = world.administrator(state)
    publish_and_open(world.checked_release(by), by=by, acting_as="bench")
    leader = Person.objects.create_user("coordinator@example.org", name="Coordinator")
    start = date(2020, 1, 1)
    Appointment.objects.create(person=leader, role="coordinator", organization=state, starts=start)
    schools = list(Organization.objects.filter(level="school"))
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
    return reverse("home:calendar-feed", args=[token]), by


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


def _after_a_deed(call: Callable[[], None], by: Person) -> Taken:
    record("bench:1", "Bench", "did something", by=by)
    with measured() as taken:
        call()
    return taken
