"""The weekly overview of 20,000 people, against a template and a bare insert of the same mails.

The floor knows every word already: it fills a template for each step and each mail, and inserts the
rows into the same table by the statement that the engine takes fastest. `duplicates` counts mails
beyond one per person after looking twice, and once more while nothing is due.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction

from benches import world
from benches.meter import Taken, line, measured, peak_mb
from trellis.cycles.actions import publish_and_open
from trellis.home.digests.actions import write_reminders
from trellis.kit import bulk
from trellis.notices.actions.bulk import COLUMNS
from trellis.notices.models import Notice, Turn
from trellis.organizations.models import Appointment, Organization
from trellis.people.models import Person
from trellis.work.models import Task

SCHOOLS, PEOPLE, ROUNDS = 4000, 20_000, 3
MONDAY = datetime(world.YEAR, 12, 7, 12, 5, tzinfo=UTC)
"""Five minutes past six where the pack is."""


class Mail(NamedTuple):
    """What the floor knows of a mail beforehand: the words of each step, and what stands around."""

    person: int
    address: str
    subject: str
    steps: list[list[str]]
    foot: str
    key: str


def main() -> int:
    """Write, forget, write again; each round beside the floor."""
    make_people()
    taken: list[Taken] = []
    floor: list[Taken] = []
    write_reminders(MONDAY)  # the first fills what a worker keeps in memory
    mails = [known(one) for one in Notice.objects.order_by("id")]
    for _round in range(ROUNDS):
        forget()
        with measured() as once:
            write_reminders(MONDAY)
        taken.append(once)
        written = Notice.objects.count()
        write_reminders(MONDAY)
        write_reminders(MONDAY + timedelta(hours=3))
        beyond = Notice.objects.count() - Notice.objects.values("recipient").distinct().count()
        forget()
        with measured() as bare, transaction.atomic():
            template_and_insert(mails)
        floor.append(bare)
    line(
        "reminders", taken, floor, written, duplicates=beyond, recipients=PEOPLE,
        steps=sum(len(one.steps) for one in mails), peak_mb=round(peak_mb()),
        kb_per_mail=round(sum(len(one.text) for one in Notice.objects.all()) / written / 1024, 2),
    )  # fmt: skip
    return 0


def make_people() -> None:
    """A state whose year is open, with four of a team beside each principal, in December."""
    world.install_plan(20, 4)
    state = world.make_schools(SCHOOLS)
    by = world.administrator(state)
    publish_and_open(world.checked_release(by), by=by, acting_as="bench")
    schools = list(Organization.objects.filter(level="school").values_list("pk", flat=True))
    persons = Person.objects.bulk_create(
        (
            Person(email=f"t{n}@example.org", name=f"Member {n}", sort_name=f"member {n:06}")
            for n in range(PEOPLE - SCHOOLS)
        ),
        batch_size=2000,
    )
    Appointment.objects.bulk_create(
        (
            Appointment(
                person=one, role="team", organization_id=schools[n // 4],
                starts=date(2020, 1, 1),
            )
            for n, one in enumerate(persons)
        ),
        batch_size=2000,
    )  # fmt: skip
    december = date(world.YEAR, 12, 1)
    day = date(world.YEAR, 12, 10)
    Task.objects.filter(month__lt=december).update(state="done", settled_on=december, settled_by=by)
    Task.objects.filter(month=december, template_code__endswith="step-0").update(
        due=day, late_after=day
    )
    forget()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def forget() -> None:
    """As if nobody had been seen to."""
    Notice.objects.all().delete()
    Turn.objects.all().delete()


def known(one: Notice) -> Mail:
    """A written mail, taken apart into what a template would be given."""
    *parts, foot = one.text.split("\n\n\n")
    steps = [step.split("\n") for part in parts for step in part.split("\n\n")]
    return Mail(one.recipient_id or 0, one.address, one.subject, steps, foot, one.dedupe_key)


def template_and_insert(mails: list[Mail]) -> None:
    """What cannot be saved: filling in the words, and the rows."""
    at = connection.ops.adapt_datetimefield_value(MONDAY)
    rows = []
    for one in mails:
        steps = "\n\n".join(
            "{}\n{}\n{}\n{}\n{}".format(*step) if len(step) == 5 else "\n".join(step)
            for step in one.steps
        )
        text = f"{steps}\n\n\n{one.foot}"
        rows.append(
            (one.person, one.address, "overview", one.subject, text, one.key, at, 0, "", False)
        )
    bulk.insert("notices_notice", COLUMNS, rows, conflict="(dedupe_key) DO NOTHING")
