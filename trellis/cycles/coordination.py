"""Giving every opened organization the person of the agency who serves it.

Districts stay together: who serves one school of a district is given the next one too; a new
district goes to whoever has the most room.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trellis.cycles.models import ImprovementCycle
from trellis.designations.models import Release
from trellis.organizations.models import Appointment, Assignment, Organization, holding
from trellis.programs.program import Program
from trellis.programs.schema.roles import Level, Reach


@dataclass(frozen=True)
class Server:
    """Somebody who may be assigned, and how many organizations they take (None: no limit)."""

    person_id: int
    name: str
    most: int | None


def assigned_roles(program: Program) -> list[str]:
    """Roles of the agency's own people that reach by assignment, one holder an organization."""
    return [
        role.code
        for role in program.roles.values()
        if role.reach == Reach.ASSIGNED and role.held_at == Level.STATE and role.in_matrix
    ]


def assign_missing(release: Release, program: Program, *, on: date) -> int:
    """Assign somebody to each organization a release opened that nobody serves; answers how many.

    Runs in the opening's transaction. Where nobody holds the role the organizations stay without,
    and the vacancy falls where the pack says.
    """
    opened = ImprovementCycle.objects.filter(release=release).values("organization")
    total = 0
    for role in assigned_roles(program):
        served = Assignment.objects.filter(holding(on), role=role)
        missing = (
            Organization.objects.filter(pk__in=opened)
            .exclude(pk__in=served.values("organization"))
            .order_by("district__sort_name", "sort_name", "pk")
        )
        chosen = distribute(missing, servers(role, on), _load(role, on))
        Assignment.objects.bulk_create(
            Assignment(role=role, organization_id=place, person_id=person, starts=on)
            for place, person in chosen.items()
        )
        total += len(chosen)
    return total


def servers(role: str, on: date) -> list[Server]:
    """Who holds the role at the agency, by name."""
    rows = (
        Appointment.objects.filter(
            holding(on), role=role, organization__level=Level.STATE, person__is_active=True
        )
        .order_by("person__sort_name", "person_id")
        .values_list("person_id", "person__name", "caseload")
    )
    return [Server(*row) for row in rows]


def _load(role: str, on: date) -> list[tuple[int, int | None, int]]:
    """Person, district and organization of what is served now."""
    rows = Assignment.objects.filter(holding(on), role=role, person__isnull=False)
    return [
        (person or 0, district, place)
        for person, district, place in rows.values_list(
            "person_id", "organization__district_id", "organization_id"
        )
    ]


def distribute(
    places: Iterable[Organization],
    available: list[Server],
    load: list[tuple[int, int | None, int]],
) -> dict[int, int]:
    """Organization id to person id: whole districts to one person, most room first."""
    if not available:
        return {}
    count = Counter(person for person, _district, _place in load)
    of_district = {district: person for person, district, _place in load if district}
    known = {server.person_id for server in available}
    chosen: dict[int, int] = {}
    for place in places:
        together = place.district_id or -place.pk
        person = of_district.get(together, 0)
        if person not in known:
            person = max(
                available,
                key=lambda one: ((one.most or 10_000) - count[one.person_id], -one.person_id),
            ).person_id
            of_district[together] = person
        chosen[place.pk] = person
        count[person] += 1
    return chosen
