"""However looks and deliveries are killed, each reminder is written once, and leaves once or twice.

Two workers do what the real one does: look whose hour has come, then empty the outbox into a mail
server. They are killed with -9, before and after random statements and after random times, and by
the server itself at the moment when it has a mail. In between steps are done. At the end everybody
who owes something has one mail, nobody has two, and a second copy follows only a kill after DATA.
Full size: 50 kills for each week, over 300 people.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.core.mail.utils import DNS_NAME
from django.db import connection, connections

from benches import world
from proofs.mail_server import serve
from trellis.cycles.actions import publish_and_open
from trellis.home.digests import queries
from trellis.home.digests.actions import write_reminders
from trellis.kit import clock
from trellis.notices import smtp
from trellis.notices.actions import deliver_waiting, outbox
from trellis.notices.models import Notice, Turn
from trellis.people.models import Person
from trellis.work.models import State, Task
from trellis.work.reminders import rules

FORK = multiprocessing.get_context("fork")  # Django stays ready; connections are closed
BATCH = 20
"""People of one transaction, so that kills fall between many."""
Run = Callable[..., Any]


def main() -> int:
    """Write and deliver under kills, then count."""
    reader = argparse.ArgumentParser()
    reader.add_argument("--size", choices=("full", "small"), default="full")
    full = reader.parse_args().size == "full"
    world.install_plan(8, 4)
    state = world.make_schools(300 if full else 30)
    by = world.administrator(state)
    publish_and_open(world.checked_release(by), by=by, acting_as="proof")
    Notice.objects.all().delete()
    queries.BATCH = BATCH
    rules.LATEST[rules.WEEKLY] = timedelta(days=9)  # whatever day it is today
    with tempfile.TemporaryDirectory() as folder:
        proof = Proof(Path(folder))
        try:
            proof.run(kills=50 if full else 5)
        finally:
            proof.end()
    return 0


class Proof:
    """A mail server, two workers at a time, and who was killed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.chance = folder, Random(11)
        self.workers: list[BaseProcess] = []
        self.killed: set[int] = set()
        # The Monday of this very week: what waits is looked at again by the true clock.
        today = clock.now().date()
        monday = today - timedelta(days=today.weekday())
        self.at = datetime.combine(monday, datetime.min.time(), UTC) + timedelta(
            hours=12, minutes=5
        )
        self.server = self.start(serve, folder)

    def run(self, *, kills: int) -> None:
        """Kill and start again; then let everything end, and look."""
        owing = self.make_them_owe()
        while not (self.folder / "port").exists():
            time.sleep(0.01)
        for number in range(kills):
            self.two_workers(number)
            self.kill_one(number)
            if number % 5 == 0:
                owing -= self.do_one(number)
        self.finish()
        self.count(kills, owing)

    def make_them_owe(self) -> set[int]:
        """One open step each, due on the Friday after; who owes it."""
        month, due = self.at.date().replace(day=1), self.at.date() + timedelta(days=4)
        Task.objects.update(state=State.DONE, settled_on=month)
        steps = Task.objects.filter(role="principal", template_code__contains="activity-0.")
        steps.update(state=State.OPEN, settled_on=None, month=month, due=due, late_after=due)
        held = set(steps.values_list("held_at", flat=True))
        people = Person.objects.filter(appointments__organization__in=held)
        return set(people.filter(appointments__role="principal").values_list("pk", flat=True))

    def do_one(self, number: int) -> set[int]:
        """Somebody does their step while mail is under way."""
        step = Task.objects.filter(state=State.OPEN).order_by("pk")[number]
        Task.objects.filter(held_at=step.held_at_id).update(
            state=State.DONE, settled_on=self.at.date()
        )
        done = Person.objects.filter(appointments__organization=step.held_at_id)
        return set(done.values_list("pk", flat=True))

    # ---- Workers

    def start(self, run: object, *words: object) -> BaseProcess:
        """Another process, without our connection."""
        connections.close_all()
        process = FORK.Process(target=run, args=words)  # type: ignore[arg-type]
        process.start()
        return process

    def two_workers(self, number: int) -> None:
        """See that two are at work; every second dies at a statement of its own."""
        self.workers = [one for one in self.workers if one.is_alive()]
        port = int((self.folder / "port").read_text())
        while len(self.workers) < 2:
            fatal = self.chance.randrange(4, 60) if number % 2 else None
            self.workers.append(self.start(work, port, self.at, fatal))

    def kill_one(self, number: int) -> None:
        """After a random time, or by the server with the mail in its hands, or by itself."""
        if number % 4 == 0:
            (self.folder / "new").write_text("before" if number % 8 else "after")
            (self.folder / "new").rename(self.folder / "kill")
        patience = time.monotonic() + self.chance.uniform(0.02, 1.0)
        while time.monotonic() < patience and all(one.is_alive() for one in self.workers):
            time.sleep(0.01)
        if all(one.is_alive() for one in self.workers):
            self.chance.choice(self.workers).kill()
        (self.folder / "kill").unlink(missing_ok=True)
        for one in self.workers:
            one.join(0.05)
            if not one.is_alive():
                assert one.exitcode == -signal.SIGKILL, one.exitcode
                self.killed.add(one.pid or 0)

    def finish(self) -> None:
        """One last worker that nobody kills writes and sends what is left."""
        for one in self.workers:
            one.kill()
            one.join()
            self.killed.add(one.pid or 0)
        port = int((self.folder / "port").read_text())
        last = self.start(work, port, self.at, None)
        waits = Notice.objects.filter(sent_at=None, failed_at=None)
        latest = time.monotonic() + 300
        while time.monotonic() < latest:
            time.sleep(0.2)
            if Turn.objects.count() >= self.people() and not waits.exists():
                break
        last.kill()
        last.join()
        assert not waits.exists(), f"{waits.count()} mails still wait"

    def people(self) -> int:
        """How many have an hour that has come."""
        return Person.objects.filter(appointments__role__in=["principal", "agency"]).count()

    def end(self) -> None:
        """Leave no process behind."""
        for one in [*self.workers, self.server]:
            if one.is_alive():
                one.kill()
                one.join()

    # ---- Counting

    def count(self, kills: int, owing: set[int]) -> None:
        """Rows: one for each who owes, none twice. Copies: one, or two after a kill in DATA."""
        rows = Counter(Notice.objects.values_list("recipient", flat=True))
        lost = owing - set(rows)
        twice = {pk for pk, count in rows.items() if count > 1}
        assert not lost, f"lost: {sorted(lost)}"
        assert not twice, f"written twice: {sorted(twice)}"
        took: Counter[str] = Counter()
        excused: Counter[str] = Counter()
        last: dict[int, str] = {}
        for line in (self.folder / "log").read_text().splitlines():
            _word, name, client, how = line.split()
            took[name] += 1
            last[int(client)] = name
            excused[name] += how == "drop"
        for process, name in last.items():
            excused[name] += process in self.killed
        names = {smtp.message(one).extra_headers["Message-ID"] for one in Notice.objects.all()}
        assert names <= set(took), "a mail was never delivered"
        over = {name: count for name, count in took.items() if count > 1 + excused[name]}
        assert not over, f"more copies than kills excuse: {over}"
        again = sum(took.values()) - len(took)
        print(
            f"{kills} kills, {len(self.killed)} workers died: {len(rows)} reminders written,"
            f" 0 twice, 0 lost of {len(owing)} that had to be; {again} second copies, each after"
            f" a kill with the mail handed over"
        )


def work(port: int, at: datetime, fatal: int | None) -> None:
    """What a worker does until it is killed: look, deliver, again; or die at a statement."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 0.5
    smtp.LONGEST, outbox.CLAIM, outbox.TRIES = 1.5, timedelta(seconds=6), 1000
    DNS_NAME._fqdn = f"worker-{os.getpid()}"
    seen = 0

    def dying(execute: Run, *rest: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == fatal and seen % 2:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = execute(*rest)
        if seen == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    with connection.execute_wrapper(dying):
        while True:
            write_reminders(at)
            deliver_waiting()
            time.sleep(0.01)
