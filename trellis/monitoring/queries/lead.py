"""All caseloads side by side, for whoever leads the coordinators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from trellis.designations.schema import Designations
from trellis.kit.dates import first_of_month
from trellis.monitoring.queries.statements import fetch, marks
from trellis.monitoring.rules import Scope, leading_roles
from trellis.monitoring.schema import Spotlight
from trellis.organizations.models import Appointment, Assignment, Organization, holding
from trellis.organizations.rules import Seat, within_reach
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability
from trellis.programs.texts import say


@dataclass
class Load:
    """What one person serves in one role."""

    person_id: int
    name: str
    role: str
    role_name: str
    most: int | None
    """How many organizations they take; None where nobody said."""
    by_support: list[tuple[str, int]] = field(default_factory=list)
    serves: int = 0
    expected: int = 0
    held: int = 0
    planned: int = 0
    behind: int = 0
    """Organizations whose meetings of the month are not all held or planned."""
    open: int = 0
    late: int = 0

    @property
    def is_full(self) -> bool:
        """Whether they serve as many as they take, or more."""
        return self.most is not None and self.serves >= self.most


@dataclass(frozen=True)
class Loads:
    """Everybody with a caseload, and how many meetings one can hold in a month."""

    rows: list[Load]
    possible: int | None
    unserved: int
    """Organizations with a running year that nobody serves."""


def loads(seats: Sequence[Seat], *, on: date) -> Loads:
    """The caseloads in reach of somebody who leads; three statements."""
    program = programs.current()
    possible = program.section("spotlight", Spotlight).possible_meetings
    return Loads(people(seats, on=on), possible, _unserved(seats, program, on))


def people(seats: Sequence[Seat], *, on: date) -> list[Load]:
    """Everybody in reach with a caseload, by name; two statements."""
    program = programs.current()
    rows = {(one.person_id, one.role): one for one in _people(seats, program, on)}
    _add_figures(rows, program, on)
    return list(rows.values())


def _people(seats: Sequence[Seat], program: Program, on: date) -> list[Load]:
    names = {role.code: say(role.name) for role in leading_roles(program)}
    reach = Organization.objects.filter(within_reach(seats, Capability.CASELOAD_LEAD))
    held = Appointment.objects.filter(
        holding(on), role__in=names, organization__in=reach, person__is_active=True,
        delegated_by=None,
    )  # fmt: skip
    rows = held.order_by("person__sort_name", "person_id", "role").values_list(
        "person_id", "person__name", "role", "caseload"
    )
    return [Load(pk, name, role, names[role], most) for pk, name, role, most in rows]


def _add_figures(rows: dict[tuple[int, str], Load], program: Program, on: date) -> None:
    named: dict[str, Any] = {"on": on, "month": first_of_month(on)}
    parts = {
        "people": marks("p", sorted({pk for pk, _role in rows}), named),
        "roles": marks("r", sorted({role for _pk, role in rows}), named),
    }
    terms = terms_of(program)
    for what, pk, role, kind, *figures in fetch("loads", named, **parts):
        load = rows.get((pk, role))
        if load is None:
            continue
        one, two, three, four = map(int, figures)  # PostgreSQL sums whole numbers to decimals
        if what == "kind":
            load.serves += one
            load.by_support.append((terms.get(kind) or kind, one))
        elif what == "meetings":
            load.expected, load.held, load.planned, load.behind = one, two, three, four
        else:
            load.open, load.late = one, two


def terms_of(program: Program) -> dict[str, str]:
    """What designations are called; later words win."""
    vocabularies = program.section("designations", Designations).vocabularies
    return {term.code: say(term.label) for one in vocabularies for term in one.terms}


def _unserved(seats: Sequence[Seat], program: Program, on: date) -> int:
    roles = [role.code for role in leading_roles(program)]
    served = Assignment.objects.filter(holding(on), role__in=roles).values("organization")
    return (
        Organization.objects.filter(
            within_reach(seats, Capability.CASELOAD_LEAD), cycles__state="running", closed_on=None
        )
        .exclude(pk__in=served)
        .distinct()
        .count()
    )


# ---- One of them


@dataclass(frozen=True)
class Served:
    """Whose schools somebody who leads looks at, in which role they serve, and which they are."""

    person: Person
    role: str
    places: list[Organization]

    @property
    def scope(self) -> Scope:
        """These schools as a scope."""
        schools = frozenset(one.pk for one in self.places if one.level == "school")
        districts = frozenset(one.pk for one in self.places if one.level == "district")
        return Scope(schools, districts, named=schools)


def served_by(person_id: int, seats: Sequence[Seat], *, on: date) -> Served | None:
    """What a person serves in the reach of these seats, by district and name; one query."""
    roles = [role.code for role in leading_roles(programs.current())]
    reach = Organization.objects.filter(within_reach(seats, Capability.CASELOAD_LEAD))
    rows = list(
        Assignment.objects.filter(
            holding(on), person=person_id, role__in=roles, organization__in=reach
        )
        .select_related("person", "organization__district")
        .order_by("organization__district__sort_name", "organization__sort_name", "pk")
    )
    if not rows or rows[0].person is None:
        return None
    role = rows[0].role
    return Served(rows[0].person, role, [one.organization for one in rows if one.role == role])


def targets(served: Served, seats: Sequence[Seat], *, on: date) -> list[Load]:
    """Who else holds the role in reach, with how many they serve; two queries."""
    program = programs.current()
    others = {
        (one.person_id, one.role): one
        for one in _people(seats, program, on)
        if one.role == served.role and one.person_id != served.person.pk
    }
    _add_figures(others, program, on)
    return list(others.values())
