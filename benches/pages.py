"""Pages at the size of a state: 4,000 schools, 320,000 tasks; against their own SQL and f-strings.

The floor repeats the very statements that the page ran, through the cursor, and writes each row
into a line of HTML by an f-string. Page and floor alternate; the ratio is of the medians.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from datetime import date
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any

from django.contrib.staticfiles import finders
from django.db import connection

from benches import world
from benches.meter import Taken, line, measured
from trellis.cycles.actions import publish_and_open
from trellis.organizations.models import Appointment, Assignment, Organization
from trellis.people.models import Person
from trellis.web.wsgi import application
from trellis.work.models import Completion, Task

ROUNDS, CALLS = 7, 20
SCHOOLS = 4000


class Reader:
    """A signed-in person who asks for pages in process, as the server would."""

    def __init__(self, person: Person) -> None:
        self._cookies = world.signed_in(person)
        self._handler = application

    def get(self, path: str) -> bytes:
        """The page's body; anything but 200 is an error."""
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path.partition("?")[0],
            "QUERY_STRING": path.partition("?")[2],
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "wsgi.input": BytesIO(),
            "wsgi.url_scheme": "http",
        }
        status: list[str] = []

        def begin(code: str, headers: list[tuple[str, str]], *_error: object) -> Any:
            status.append(code)
            for name, value in headers:
                if name == "Set-Cookie":  # a browser sends back what it was given
                    found = SimpleCookie(value)
                    self._cookies |= {one.key: one.value for one in found.values()}

        body = b"".join(self._handler(environ, begin))
        if not status[0].startswith("200"):
            raise AssertionError(f"{path} answered {status[0]}")
        return body


def make_state() -> tuple[Person, Person, Organization]:
    """Open the year of a whole state; a principal, a coordinator of 20 schools, a school."""
    world.install_plan(20, 4)
    state = world.make_schools(SCHOOLS)
    by = world.administrator(state)
    publish_and_open(world.checked_release(by), by=by, acting_as="bench")
    schools = list(Organization.objects.filter(level="school").order_by("pk")[:20])
    coordinator = Person.objects.create_user("coordinator@example.org", name="Coordinator")
    start = date(2020, 1, 1)
    Appointment.objects.create(
        person=coordinator, role="coordinator", organization=state, starts=start
    )
    Assignment.objects.bulk_create(
        Assignment(person=coordinator, role="coordinator", organization=one, starts=start)
        for one in schools
    )
    principal = Person.objects.get(appointments__organization=schools[0])
    _some_done(schools[0], principal)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return principal, coordinator, schools[0]


def _some_done(school: Organization, by: Person) -> None:
    """The school is two months into its year."""
    first = Task.objects.filter(workplan__organization=school, role="principal")[:4]
    for task in first:
        Task.objects.filter(pk=task.pk).update(
            state="done", settled_on=date(world.YEAR, 11, 3), settled_by=by
        )
        Completion.objects.create(
            task=task, by=by, acting_as="bench", on=date(world.YEAR, 11, 3),
            at=f"{world.YEAR}-11-03T12:00:00Z",
        )  # fmt: skip


def measure(name: str, asks: list[tuple[str, Person, str]]) -> None:
    """Print one line for the most expensive of some pages: (who, person, path)."""
    results = [_measured(person, path) for _who, person, path in asks]
    ratios = [sum(t.cpu for t in taken) / sum(f.cpu for f in floor) for taken, floor, _ in results]
    worst = ratios.index(max(ratios))
    taken, floor, body = results[worst]
    extras = {
        f"{who}_ratio": round(ratio, 2) for (who, _, _), ratio in zip(asks, ratios, strict=True)
    }
    line(
        name, taken, floor, Task.objects.count(), page=asks[worst][0],
        html_kb_compressed=round(max(len(gzip.compress(b, 6)) for _, _, b in results) / 1024, 1),
        html_kb=round(max(len(b) for _, _, b in results) / 1024, 1),
        cold_kb=round(_cold(body) / 1024, 1), **extras,
    )  # fmt: skip


def _measured(person: Person, path: str) -> tuple[list[Taken], list[Taken], bytes]:
    reader = Reader(person)
    body = reader.get(path)
    asked: list[tuple[str, Any]] = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, *rest: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, *rest)

    with connection.execute_wrapper(keep):
        reader.get(path)
    taken, floor = [], []
    for _round in range(ROUNDS):
        with measured() as page:
            for _call in range(CALLS):
                reader.get(path)
        page.queries //= CALLS
        taken.append(page)
        with measured() as bare:
            for _call in range(CALLS):
                _bare_page(asked)
        floor.append(bare)
    return taken, floor, body


def _bare_page(asked: list[tuple[str, Any]]) -> str:
    """What cannot be saved: the statements, and a line of HTML for each row."""
    parts = []
    with connection.cursor() as cursor:
        for sql, params in asked:
            cursor.execute(sql, params)
            if cursor.description:
                parts += [f"<li>{' '.join(map(str, row))}</li>" for row in cursor.fetchall()]
    return "".join(parts)


def _cold(body: bytes) -> int:
    """Bytes of a first visit: the page and its style, font and pictures, compressed as served."""
    total = len(gzip.compress(body, 6))
    text = body.decode()
    for address in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', text)):
        found = finders.find(address.removeprefix("/static/"))
        if found:
            data = open(found, "rb").read()  # noqa: PTH123, SIM115
            total += len(data) if address.endswith("woff2") else len(gzip.compress(data, 6))
    return total
