"""Release day: proposals, letters, publication and opening for 500 of 4,000 designated schools.

The floor copies all the rows that the day writes (proposals, statuses, cycles, tasks, notices,
history, letters) by one INSERT … SELECT each into tables of the same columns, indexes and keys.
Each round is rolled back at its end, so that every round meets the same database.
"""

from __future__ import annotations

import gc
import re

from django.db import connection, models, transaction

from benches import world
from benches.meter import Taken, line, measured, resident_mb
from benches.open_year import check_keys
from trellis.cycles.actions import propose, publish_and_open
from trellis.cycles.models import ImprovementCycle, Proposal
from trellis.designations.actions import check
from trellis.designations.letters.actions import write_letters
from trellis.designations.models import Designation, Letter, Release, SupportStatus
from trellis.history.models import Entry
from trellis.notices.models import Notice
from trellis.people.models import Person
from trellis.work.models import Activity, Task, Workplan

SCHOOLS, OPENING, DISTRICTS = 4000, 500, 850
ROUNDS = 3
WRITTEN = (
    Proposal, SupportStatus, ImprovementCycle, Workplan, Activity, Task, Notice, Entry, Letter,
)  # fmt: skip
CONSTRAINTS = """
SELECT pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = '{table}'::regclass AND contype = 'f'
"""


def main() -> int:
    """Live through release day in turns with its floor."""
    world.install_matrix()
    state = world.make_schools(SCHOOLS, per_district=-(-SCHOOLS // DISTRICTS))
    by = world.administrator(state)
    release = world.checked_release(by)
    ids = list(release.designations.order_by("organization").values_list("pk", flat=True))
    # Every eighth school opens: they lie in as many districts as they can.
    quiet = [pk for n, pk in enumerate(ids) if n % (SCHOOLS // OPENING)]
    Designation.objects.filter(pk__in=quiet).update(kind="commendable", label="Commendable")
    Release.objects.update(state="draft", checked_by=None, checked_at=None, vocabulary="2022-2025")
    second = Person.objects.get(email="second@example.org")
    run(Release.objects.select_related("year").get(), by, second)
    return 0


def run(release: Release, by: Person, second: Person) -> None:
    """Interleave the day and its floor, and print one line."""
    days, floor, grown, rows, letters = [], [], 0.0, 0, 0
    for _round in range(ROUNDS):
        gc.collect()
        before = resident_mb()
        with transaction.atomic():
            empty: dict[type[models.Model], int] = {one: highest(one) for one in WRITTEN}
            with measured() as taken:
                live(Release.objects.select_related("year").get(pk=release.pk), by, second)
                check_keys()
            days.append(taken)
            grown = max(grown, resident_mb() - before)
            rows = sum(
                model._default_manager.filter(pk__gt=empty[model]).count() for model in WRITTEN
            )
            letters = Letter.objects.filter(release=release).count()
            floor.append(bare_copies(empty))
            transaction.set_rollback(True)
    line("release", days, floor, rows, memory_growth_mb=round(grown, 1), letters=letters)


def live(release: Release, by: Person, second: Person) -> None:
    """What a release team does, without looking at a page."""
    propose(release, by=by, acting_as="bench")
    write_letters(release, by=by, acting_as="bench")
    release = Release.objects.select_related("year").get(pk=release.pk)
    check(release, by=second, acting_as="bench")
    publish_and_open(release, by=by, acting_as="bench")


def highest(model: type[models.Model]) -> int:
    """The highest number so far."""
    found = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return int(found or 0)


def bare_copies(before: dict[type[models.Model], int]) -> Taken:
    """Insert the same rows into identical, empty tables, one statement each."""
    for model in WRITTEN:
        make_twin(model._meta.db_table)
    with connection.cursor() as cursor, measured() as taken:
        for model in WRITTEN:
            table = model._meta.db_table
            columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
            cursor.execute(
                f"INSERT INTO bare_{table} ({columns}) SELECT {columns} FROM {table} WHERE id > %s",
                [before[model]],
            )
        check_keys()
    return taken


def make_twin(table: str) -> None:
    """An empty table like another: columns, checks, indexes and foreign keys."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
            cursor.execute(CONSTRAINTS.format(table=table))
            for (definition,) in cursor.fetchall():
                cursor.execute(f"ALTER TABLE bare_{table} ADD {definition}")
            return
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL"
            " ORDER BY type DESC",
            [table],
        )
        for (sql,) in cursor.fetchall():
            twin = sql.replace(f'"{table}"', f'"bare_{table}"')
            cursor.execute(re.sub(r'INDEX "', 'INDEX "bare_', twin, count=1))
