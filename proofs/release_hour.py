"""Several workers come to a release at its hour, and it goes out once, wholly, with one message.

Worker processes of their own wait for the same moment, when there is a look for each of them. One
publishes; to the others it is done. In some rounds somebody moves the hour or takes it away at that
very moment: then that holds, or the person is told that it is too late. In others a worker is
killed with -9 on its way: what it left is done by the next look. Full size: 60 rounds.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess
from random import Random
from typing import Any

from django.core.management import call_command
from django.db import connection, connections
from django_tasks_db.models import DBTaskResult

from benches import world
from proofs.open_kill import check_file, close_again, open_once, standing, wait_for_the_dead
from trellis.cycles.actions.hours import publish_when_due
from trellis.designations.actions import schedule, unschedule
from trellis.designations.models import Release
from trellis.history.models import Entry
from trellis.kit import clock
from trellis.kit.errors import OutOfOrder
from trellis.notices.models import Notice
from trellis.organizations.models import Appointment
from trellis.people.models import Person
from trellis.programs.models import YearDate

WORKERS = 4
SOON = timedelta(seconds=0.5)
OURS = (
    "published at its hour", "not published", "scheduled", "unscheduled", "dated",
)  # fmt: skip
FORK = multiprocessing.get_context("fork")  # Django stays ready; connections are closed


def main() -> int:
    """Let the hour come, again and again, in three ways."""
    reader = argparse.ArgumentParser()
    reader.add_argument("--size", choices=("full", "small"), default="full")
    rounds = 60 if reader.parse_args().size == "full" else 3
    proof = Proof(prepare())
    for number in range(rounds):
        proof.fresh()
        (proof.everybody_looks, proof.somebody_moves_it, proof.a_worker_dies)[number % 3]()
        check_file()
    publications = Release.objects.filter(state=Release.State.PUBLISHED).count()
    assert publications <= 1
    print(
        f"{rounds} hours with {WORKERS} workers each: one publication, one set of"
        f" {proof.everything['cycles']} cycles, one of {proof.everything['notices']} messages;"
        f" {dict(proof.tried)}"
    )
    return 0


def prepare() -> Person:
    """A checked release for some schools, and who sets its hour."""
    world.install_matrix()
    state = world.make_schools(8)
    by = world.administrator(state)
    coordinator = Person.objects.create_user("coordinator@example.org", name="Coordinator")
    Appointment.objects.create(
        person=coordinator, role="coordinator", organization=state, starts="2020-01-01"
    )
    world.checked_release(by)
    return by


@dataclass
class Proof:
    """One release, whose hour comes again and again."""

    by: Person
    chance: Random = field(default_factory=lambda: Random(11))
    tried: Counter[str] = field(default_factory=Counter)
    nothing: dict[str, Any] = field(default_factory=dict)
    everything: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    """How long a publication takes here."""

    def __post_init__(self) -> None:
        """Know what nothing and everything are."""
        self.nothing = standing()
        _statements, self.seconds, self.everything = open_once(self.by)
        assert self.everything["cycles"] > 0 < self.everything["notices"]

    def fresh(self) -> None:
        """Take everything back; the year has no days but those that somebody set."""
        close_again()
        Release.objects.update(publish_at=None, scheduled_by=None)
        Entry.objects.filter(verb__in=OURS).delete()
        YearDate.objects.filter(set_at=None).delete()
        DBTaskResult.objects.all().delete()
        assert standing() == self.nothing

    # ---- Three ways

    def everybody_looks(self) -> None:
        """All workers look at the moment; one of them publishes."""
        hour = self._set_hour()
        self._finish(self._workers(hour))
        self._went_out_once(messages=(1,))
        self.tried["all looked"] += 1

    def somebody_moves_it(self) -> None:
        """Whoever is first decides: the hour that comes, or the person who moves it."""
        hour = self._set_hour()
        told = FORK.SimpleQueue()
        later = self.chance.choice((None, hour + timedelta(days=1)))
        wait = self.chance.choice((0.0, self.chance.uniform(0, 4 * self.seconds)))
        person = start(move, hour + timedelta(seconds=wait), later, self.by, told.put)
        self._finish([*self._workers(hour), person])
        answer = told.get()
        if answer == "done":
            release = Release.objects.get()
            assert (standing(), release.publish_at) == (self.nothing, later), "moved, yet public"
            assert Notice.objects.count() == self.nothing["notices"]
        else:
            assert answer == "“Release” is published already.", answer
            self._went_out_once(messages=(1,))
        self.tried["was moved first" if answer == "done" else "was public first"] += 1

    def a_worker_dies(self) -> None:
        """The first worker is killed on its way; the next look does what it left."""
        hour = self._set_hour()
        victim, *others = self._workers(hour, later=self.chance.choice((0.0, 0.1, 0.5)))
        wait = self.chance.uniform(0, 2 * self.seconds)
        time.sleep(max(0.0, (hour - clock.now()).total_seconds()) + wait)
        victim.kill()
        victim.join()
        self._finish(others)
        wait_for_the_dead()
        work()  # the looks after the hour
        # Killed between publishing and saying so, it leaves the message unsaid, never half a year.
        self._went_out_once(messages=(0, 1), left=("RUNNING",))
        self.tried["one was killed"] += 1

    # ---- The course

    def _set_hour(self) -> datetime:
        """An hour in a moment, set twice: so there are six looks, all of them due at once."""
        hour = clock.now() + SOON
        for _ in "12":
            schedule(Release.objects.get(), at=hour, by=self.by)
        looks = DBTaskResult.objects.filter(task_path=publish_when_due.module_path)
        assert looks.update(run_after=hour) == 6
        return hour

    def _workers(self, hour: datetime, later: float = 0.0) -> list[BaseProcess]:
        """Workers that wait for the hour; all but the first may come a moment later."""
        late = [0.0] + [later + self.chance.choice((0.0, 0.002, 0.02))] * (WORKERS - 1)
        return [start(work_at, hour + timedelta(seconds=seconds)) for seconds in late]

    def _finish(self, processes: list[BaseProcess]) -> None:
        for one in processes:
            one.join(timeout=60)
            assert one.exitcode == 0, f"a process ended with {one.exitcode}"

    def _went_out_once(self, *, messages: tuple[int, ...], left: tuple[str, ...] = ()) -> None:
        """One publication, one year, one set of messages, and at most one to who set the hour."""
        said = Notice.objects.filter(kind="release-hour")
        assert said.count() in messages, f"{said.count()} messages to who set the hour"
        assert {one.subject for one in said} <= {"“Release” is public"}
        told = Entry.objects.filter(verb__in=("published at its hour", "not published"))
        assert [one.verb for one in told] == ["published at its hour"] * said.count()
        now = standing()
        now["notices"] -= said.count()
        assert now == self.everything, now
        found = DBTaskResult.objects.filter(task_path=publish_when_due.module_path)
        assert {str(one.status) for one in found} <= {"SUCCESSFUL", *left}, "a look failed"


# ---- Processes of their own ----


def start(run: Callable[..., None], *words: Any) -> BaseProcess:
    """Run something in a process with a connection of its own."""
    connections.close_all()
    process = FORK.Process(target=run, args=words)
    process.start()
    return process


def work_at(moment: datetime) -> None:
    """A worker that does nothing before the moment, and then all that is due."""
    connection.ensure_connection()
    time.sleep(max(0.0, (moment - clock.now()).total_seconds()))
    work()


def work() -> None:
    """What a worker does until nothing is due."""
    call_command(
        "db_worker", batch=True, interval=0.01, startup_delay=False, reload=False, verbosity=0
    )


def move(moment: datetime, later: datetime | None, by: Person, tell: Callable[[str], None]) -> None:
    """Somebody takes the hour away, or sets a later one, at the moment."""
    connection.ensure_connection()
    time.sleep(max(0.0, (moment - clock.now()).total_seconds()))
    try:
        if later is None:
            unschedule(Release.objects.get(), by=by)
        else:
            schedule(Release.objects.get(), at=later, by=by)
    except OutOfOrder as refusal:
        tell(str(refusal))
    else:
        tell("done")
