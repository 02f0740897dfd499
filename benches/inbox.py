"""All steps of one district for 4,000 schools: page 1,000 against page 1, in a large state."""

from __future__ import annotations

import statistics
from datetime import date

from django.db import connection
from django.urls import reverse

from benches import pages, world
from benches.meter import Taken, line, measured
from trellis.cycles.actions import publish_and_open
from trellis.home.queries.inbox import ROWS, key_text
from trellis.kit.clock import standing_on
from trellis.organizations.models import Appointment, Assignment, Organization
from trellis.organizations.rules import seats_of
from trellis.people.models import Person
from trellis.work import inbox, queries
from trellis.work.models import Task

SCHOOLS, SERVED = 4000, 50
DEEP = 1000
ON = date(world.YEAR, 12, 3)


def main() -> int:
    """Measure the district's pages, and the first and last of a coordinator of fifty schools."""
    district, coordinator = _people()
    first = reverse("home:everything")
    with standing_on(ON):
        steps, deep = _key(district, DEEP)
        few, last = _key(coordinator, 10**6)
        # The list as it begins; how much each month holds is asked on a first visit alone.
        begin = f"{first}?after={date(world.YEAR, 1, 1)}"
        taken, floor = _against(district, f"{first}?after={deep}", begin)
        late, early = _against(coordinator, f"{first}?after={last}", begin)
        visit = _visit(district, first)
    line(
        "inbox", taken, floor, Task.objects.count(), steps=steps, pages=-(-steps // ROWS),
        coordinator_ratio=_ratio(late, early), coordinator_steps=few,
        first_visit_cpu_s=visit,
    )  # fmt: skip
    return 0


def _people() -> tuple[Person, Person]:
    """Somebody of a district with every school of the state, and a coordinator of fifty."""
    world.install_plan(20, 4)
    state = world.make_schools(SCHOOLS, per_district=SCHOOLS)
    by = world.administrator(state)
    publish_and_open(world.checked_release(by), by=by, acting_as="bench")
    start = date(2020, 1, 1)
    district = Person.objects.create_user("district@example.org", name="District")
    coordinator = Person.objects.create_user("coordinator@example.org", name="Coordinator")
    there = Organization.objects.get(level="district")
    Appointment.objects.create(person=district, role="district", organization=there, starts=start)
    Appointment.objects.create(
        person=coordinator, role="coordinator", organization=state, starts=start
    )
    schools = list(Organization.objects.filter(level="school").order_by("pk")[:SERVED])
    Assignment.objects.filter(organization__in=schools).delete()
    Assignment.objects.bulk_create(
        Assignment(person=coordinator, role="coordinator", organization=one, starts=start)
        for one in schools
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return district, coordinator


def _key(person: Person, page: int) -> tuple[int, str]:
    """How many steps somebody's list has, and the key behind which a page, or the last, begins."""
    seats = seats_of(person, on=ON)
    year, running = queries.standing_of(seats)
    if year is None:
        raise AssertionError("No year is open.")
    pairs = queries.pairs_of(seats, year, running, on=ON)
    rows = inbox.inbox(person, pairs, year, away={}, on=ON, most=10**6)
    before = min((page - 1) * ROWS, (len(rows) - 1) // ROWS * ROWS)
    return len(rows), key_text(inbox.key_of(rows[before - 1]))


def _against(person: Person, path: str, other: str) -> tuple[list[Taken], list[Taken]]:
    reader = pages.Reader(person)
    reader.get(path), reader.get(other)
    taken: list[Taken] = []
    floor: list[Taken] = []
    for _round in range(pages.ROUNDS):
        for address, kept in ((path, taken), (other, floor)):
            with measured() as page:
                for _call in range(pages.CALLS):
                    reader.get(address)
            page.queries //= pages.CALLS
            kept.append(page)
    return taken, floor


def _visit(person: Person, path: str) -> float:
    """CPU seconds of a visit that also counts the steps of each month."""
    reader, taken = pages.Reader(person), []
    for _round in range(3):
        with measured() as page:
            reader.get(path)
        taken.append(page.cpu)
    return round(min(taken), 4)


def _ratio(taken: list[Taken], floor: list[Taken]) -> float:
    cpu, floor_cpu = (statistics.median(one.cpu for one in all_) for all_ in (taken, floor))
    return round(cpu / floor_cpu, 2)
