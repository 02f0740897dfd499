"""Mixed traffic of signed-in people against the real server, a tenth of it writing, for a while.

The server is the one that `./dev run` starts: granian, two workers, here on the bench's own
database. `errors` counts every answer that is not what a person would see, `locked` those of a
database that gave up waiting. `floor_cpu_s` is the CPU of as many answers of a page that is the
same for all.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

from django.db import connection, connections
from django.urls import reverse

from benches import world
from benches.meter import TICKS
from trellis.cycles.actions import publish_and_open
from trellis.organizations.models import Organization
from trellis.people.models import Person
from trellis.work.models import Task

SCHOOLS, READERS, SECONDS, THREADS = 200, 40, 20, 8
WRITES = 0.1
MINE = reverse("home:my-work")
ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Start the server, let everybody read and write at once, and say what came of it."""
    prepare()
    principals = Person.objects.filter(appointments__role="principal")[:READERS]
    readers = [Reader(one) for one in principals]
    connections.close_all()
    with served() as (port, server):
        for one in readers:
            one.port = port
            one.get(MINE)
        before = cpu_of(server)
        taken, wrong, seconds = crowd(readers)
        cpu = cpu_of(server) - before
        before = cpu_of(server)
        bare(port, len(taken))
        floor = cpu_of(server) - before
    print(json.dumps(result(readers, taken, wrong, seconds, cpu, floor)), flush=True)
    for said in wrong[:5]:
        print(said[:300], file=sys.stderr)
    return 1 if wrong else 0


def result(
    readers: list[Reader],
    taken: list[float],
    wrong: list[str],
    seconds: float,
    cpu: float,
    floor: float,
) -> dict[str, object]:
    """What came of it, in the keys that every bench has and its own."""
    taken.sort()
    return {
        "name": "throughput",
        "database": connection.vendor,
        "ratio": round(cpu / floor, 2) if floor else None,
        "queries": None,
        "cpu_s": round(cpu, 2),
        "floor_cpu_s": round(floor, 2),
        "n": len(taken),
        "requests_per_s": round(len(taken) / seconds, 1),
        "requests_per_cpu_s": round(len(taken) / cpu, 1),
        "median_ms": round(1000 * statistics.median(taken), 1),
        "p99_ms": round(1000 * taken[int(0.99 * len(taken))], 1),
        "writes": sum(one.writes for one in readers),
        "errors": len(wrong),
        "locked": sum("locked" in one for one in wrong),
        "seconds": round(seconds),
        "load": round(os.getloadavg()[0], 1),
    }


def prepare() -> None:
    """A state whose year is open; the server answers for it as in earnest."""
    world.install_plan(20, 4)
    state = world.make_schools(SCHOOLS)
    by = world.administrator(state)
    publish_and_open(world.checked_release(by), by=by, acting_as="bench")


class Reader:
    """A principal in a browser of their own: reads what they work with, and does a step."""

    port = 0
    writes = 0

    def __init__(self, person: Person) -> None:
        self._cookies = world.signed_in(person)
        school = Organization.objects.get(appointments__person=person)
        own = Task.objects.filter(role="principal", held_at=school, month__lte=date(2026, 12, 1))
        self._tasks = list(own.values_list("pk", flat=True))
        self._pages = [
            MINE, MINE, reverse("home:year", args=[school.code]),
            reverse("home:school", args=[school.code]), reverse("home:messages"),
            reverse("home:schools") + "?q=School",
            *(reverse("home:task", args=[pk]) for pk in self._tasks[:3]),
        ]  # fmt: skip
        self._chance = Random(person.pk)
        self._turn = 0
        self._connection: http.client.HTTPConnection | None = None

    def next(self) -> str:
        """One request; answers what was wrong with it, or nothing."""
        if self._chance.random() < WRITES:
            self.writes += 1
            return self._write()
        return self.get(self._chance.choice(self._pages))

    def _write(self) -> str:
        """Leave a note on a step: a record, a history entry, a page that says so."""
        self._turn += 1
        path = reverse("home:note", args=[self._chance.choice(self._tasks)])
        words = f"csrfmiddlewaretoken={self._cookies['csrftoken']}&text=Seen+{self._turn}"
        return self._ask("POST", path, words, (302,))

    def get(self, path: str) -> str:
        """Read a page."""
        return self._ask("GET", path, None, (200,))

    def _ask(self, method: str, path: str, body: str | None, good: tuple[int, ...]) -> str:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "Host": "localhost",
        }
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as failure:
            self._connection = None
            return f"{method} {path}: {failure!r}"
        for one in answer.headers.get_all("Set-Cookie") or ():
            name, _sign, rest = one.partition("=")
            self._cookies[name] = rest.partition(";")[0]
        if answer.status in good:
            return ""
        return f"{method} {path}: {answer.status} {re.sub('<[^>]+>', ' ', text)[:200]}"


def crowd(readers: list[Reader]) -> tuple[list[float], list[str], float]:
    """Everybody at once, from some threads: how long each answer took, and what was wrong."""
    taken: list[float] = []
    wrong: list[str] = []
    begun = time.monotonic()

    def work(mine: list[Reader]) -> None:
        while time.monotonic() - begun < SECONDS:
            for one in mine:
                started = time.monotonic()
                said = one.next()
                taken.append(time.monotonic() - started)
                if said:
                    wrong.append(said)

    threads = [threading.Thread(target=work, args=[readers[n::THREADS]]) for n in range(THREADS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return taken, wrong, time.monotonic() - begun


def bare(port: int, count: int) -> None:
    """The floor: answers of the same server to nobody, a page that lists nothing."""
    asks = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for _one in range(count):
        asks.request("GET", "/accessibility/", headers={"Host": "localhost"})
        asks.getresponse().read()


@contextlib.contextmanager
def served() -> Iterator[tuple[int, int]]:
    """The real server on this database; its port and process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--no-ws", "--host",
        "127.0.0.1", "--port", str(port), "--workers", "2", "--blocking-threads", "4",
        "--log-level", "warning", "trellis.web.wsgi:application",
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    try:
        _wait(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(15)


def _wait(port: int) -> None:
    latest = time.monotonic() + 60
    while time.monotonic() < latest:
        try:
            asks = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            asks.request("GET", "/", headers={"Host": "localhost"})
            asks.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("The server did not answer within a minute.")


def cpu_of(server: int) -> float:
    """CPU seconds of the server and its workers so far."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            pid, fields = int(stat.parent.name), stat.read_text().rsplit(")", 1)[1].split()
            if pid == server or int(fields[1]) == server:
                total += (int(fields[11]) + int(fields[12])) / TICKS
    return total
