"""However an opening is killed, the year is either wholly open or not at all, and can be opened.

Full size: 50 schools, 50 kills with -9, each at a random statement or after a random time.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from random import Random
from typing import Any

from django.db import connection, connections, transaction
from django.db.models import QuerySet

from benches import world
from trellis.cycles.actions import publish_and_open
from trellis.cycles.models import ImprovementCycle, Proposal, ScheduledTask
from trellis.designations.models import Release, SupportStatus
from trellis.history.models import Entry
from trellis.notices.models import Notice
from trellis.organizations.models import Appointment, Assignment, Organization
from trellis.people.models import Person
from trellis.work.models import Activity, Task, Workplan

Run = Callable[..., Any]


def main() -> int:
    """Open once to know what everything is, then kill and look."""
    reader = argparse.ArgumentParser()
    reader.add_argument("--size", choices=("full", "small"), default="full")
    full = reader.parse_args().size == "full"
    by, nothing = prepare(schools=50 if full else 8)
    for _ in "12":  # the first opening of a year also writes its dates
        statements, seconds, everything = open_once(by)
        close_again()
        assert standing() == nothing
    assert everything["tasks"] > everything["cycles"] > 0
    kill(50 if full else 5, by, nothing, everything, statements, seconds)
    return 0


def prepare(*, schools: int) -> tuple[Person, dict[str, Any]]:
    """A release for some schools with the plan that ships, and a coordinator to be assigned."""
    world.install_matrix()
    state = world.make_schools(schools)
    by = world.administrator(state)
    coordinator = Person.objects.create_user("coordinator@example.org", name="Coordinator")
    Appointment.objects.create(
        person=coordinator, role="coordinator", organization=state, starts="2020-01-01"
    )
    world.checked_release(by)
    return by, standing()


def standing() -> dict[str, Any]:
    """All that an opening leaves behind."""
    release = Release.objects.get()
    return {
        "state": str(release.state),
        "by": release.published_by_id,
        "workplans": Workplan.objects.count(),
        "cycles": ImprovementCycle.objects.count(),
        "proposals": Proposal.objects.count(),
        "statuses": SupportStatus.objects.count(),
        "activities": Activity.objects.count(),
        "tasks": Task.objects.count(),
        "notices": Notice.objects.count(),
        "assignments": Assignment.objects.count(),
        "entries": entries_of("opened", "opened the year", "published").count(),
    }


def entries_of(*verbs: str) -> QuerySet[Entry]:
    """What history says of an opening; a pack that is installed publishes its own things."""
    return Entry.objects.filter(verb__in=verbs).exclude(subject__startswith="supports.")


def open_once(by: Person) -> tuple[int, float, dict[str, Any]]:
    """The number of statements and seconds of an opening, and what it writes."""
    count = 0

    def counting(execute: Run, *rest: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*rest)

    started = time.monotonic()
    with connection.execute_wrapper(counting):
        publish_and_open(Release.objects.get(), by=by, acting_as="proof")
    return count, time.monotonic() - started, standing()


EMPTIED = (
    Task, Activity, ImprovementCycle, Workplan, ScheduledTask, Notice, Assignment, Proposal,
    SupportStatus,
)  # fmt: skip


@transaction.atomic
def close_again() -> None:
    """Take everything back, so that the next round meets the checked release."""
    for model in EMPTIED:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
    entries_of("opened", "opened the year", "published").delete()
    Release.objects.update(state=Release.State.CHECKED, published_by=None, published_at=None)


def kill(
    rounds: int,
    by: Person,
    nothing: dict[str, Any],
    everything: dict[str, Any],
    statements: int,
    seconds: float,
) -> None:
    """Kill, look, open what is not open, look again, take it back."""
    chance, found = Random(rounds), {"nothing": 0, "everything": 0}
    for number in range(rounds):
        if number % 2:
            killed_at = f"statement {kill_at_statement(by, chance.randrange(statements))}"
        else:
            killed_at = f"{kill_after(by, chance.uniform(0, seconds)):.3f} s"
        wait_for_the_dead()
        now = standing()
        assert now in (nothing, everything), f"half open after a kill at {killed_at}: {now}"
        found["nothing" if now == nothing else "everything"] += 1
        if now == nothing:
            publish_and_open(Release.objects.get(), by=by, acting_as="proof")
            assert standing() == everything, f"not opened again after a kill at {killed_at}"
        check_file()
        close_again()
    assert found["nothing"] >= rounds // 2, "Too few kills met the opening at work."
    schools = Organization.objects.filter(level="school").count()
    print(f"{rounds} kills of an opening of {schools} schools: {found}; every one could be opened")


def kill_at_statement(by: Person, number: int) -> int:
    """Die right before or right after one statement of the opening."""
    process, _ = start(by, number)
    process.join()
    # It ends well where its program was at hand and it needed a statement less.
    assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
    return number


def kill_after(by: Person, seconds: float) -> float:
    """Let it run for some time."""
    process, begun = start(by, None)
    begun.recv()
    time.sleep(seconds)
    process.kill()
    process.join()
    return seconds


def start(by: Person, number: int | None) -> tuple[multiprocessing.Process, Connection]:
    """Open in a process of its own, with a connection of its own."""
    connections.close_all()
    here, there = multiprocessing.Pipe(duplex=False)
    fork = multiprocessing.get_context("fork")  # Django stays ready; connections are closed
    process = fork.Process(target=run, args=(by, number, there))
    process.start()
    return process, here  # type: ignore[return-value]


def run(by: Person, number: int | None, begun: Connection) -> None:
    """What the victim does."""
    seen = 0

    def dying(execute: Run, *rest: Any) -> Any:
        nonlocal seen
        if seen == number and number % 4 < 2:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = execute(*rest)
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)
        seen += 1
        return answer

    release = Release.objects.get()
    begun.send("begun")
    with connection.execute_wrapper(dying):
        publish_and_open(release, by=by, acting_as="proof")


def wait_for_the_dead() -> None:
    """PostgreSQL ends the victim's work only when it notices that nobody listens any more."""
    if connection.vendor != "postgresql":
        return
    for _ in range(600):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.05)
    raise AssertionError("The server still works for somebody who is dead.")


def check_file() -> None:
    """SQLite's own look at its file."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for check, fine in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
                cursor.execute(f"PRAGMA {check}")
                assert cursor.fetchall() == fine, check
