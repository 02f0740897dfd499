"""Opening the year: 320,000 tasks with activities, notices and history, against bare rows.

The floor copies the same task rows by one INSERT … SELECT into a table with the same columns,
indexes and foreign keys. Each round opens in a transaction that is rolled back at the end, so that
every round meets the same database.
"""

from __future__ import annotations

import gc

from django.db import connection, transaction

from benches import world
from benches.meter import Taken, line, measured, resident_mb
from trellis.cycles.actions import publish_and_open
from trellis.designations.models import Release
from trellis.people.models import Person
from trellis.work.models import Task

ROUNDS = 3


def main() -> int:
    """Measure the large plan over 4,000 schools, then the plan that ships over 500."""
    world.install_plan(20, 4)
    state = world.make_schools(4000)
    by = world.administrator(state)
    run("open-year", world.checked_release(by), by)
    Release.objects.all().delete()
    world.install_matrix()
    release = world.checked_release(by)
    keep = list(release.designations.values_list("pk", flat=True)[:500])
    release.designations.exclude(pk__in=keep).delete()
    run("open-year-matrix", release, by)
    return 0


def run(name: str, release: Release, by: Person) -> None:
    """Interleave opening and floor, and print one line."""
    opened, floor, grown, tasks = [], [], 0.0, 0
    for _round in range(ROUNDS):
        gc.collect()
        before = resident_mb()
        with transaction.atomic():
            with measured() as taken:
                publish_and_open(release, by=by, acting_as="bench")
                check_keys()
            opened.append(taken)
            grown = max(grown, resident_mb() - before)
            tasks = Task.objects.count()
            floor.append(bare_copy())
            transaction.set_rollback(True)
    line(name, opened, floor, tasks, memory_growth_mb=round(grown, 1))


def bare_copy() -> Taken:
    """Insert the same task rows into an identical, empty table by one statement."""
    columns = ", ".join(f'"{field.column}"' for field in Task._meta.concrete_fields[1:])
    make_twin()
    with connection.cursor() as cursor, measured() as taken:
        cursor.execute(f"INSERT INTO bare_task ({columns}) SELECT {columns} FROM work_task")
        check_keys()
    return taken


def check_keys() -> None:
    """Let PostgreSQL check deferred foreign keys now, as a commit would."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def make_twin() -> None:
    """An empty table like the tasks' own: columns, checks, indexes and foreign keys."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CREATE TABLE bare_task (LIKE work_task INCLUDING ALL)")
            cursor.execute(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE conrelid = 'work_task'::regclass AND contype = 'f'"
            )
            for (definition,) in cursor.fetchall():
                cursor.execute(f"ALTER TABLE bare_task ADD {definition}")
            return
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = 'work_task' AND sql IS NOT NULL"
            " ORDER BY type DESC"
        )
        for (sql,) in cursor.fetchall():
            cursor.execute(sql.replace("work_task", "bare_task").replace('"task_by', '"bare_by'))
