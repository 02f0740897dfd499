"""What the reports read beside the briefs of the caseload."""

from __future__ import annotations

from datetime import date

from trellis.kit.dates import first_of_month, short
from trellis.monitoring.queries.briefs import Brief, briefs_of
from trellis.monitoring.reports.closing import words_of
from trellis.monitoring.rules import Scope, leading_roles
from trellis.organizations.models import Assignment, Organization, holding
from trellis.organizations.rules import Seat, within_reach
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability
from trellis.programs.texts import say
from trellis.work.models import State, Task, Workplan


def place_of(code: str, seats: list[Seat]) -> Organization | None:
    """A school or district whose year these seats read; one query."""
    reach = within_reach(seats, Capability.YEAR_READ)
    found = Organization.objects.filter(reach, level__in=["school", "district"], code=code)
    return found.select_related("district").first()


def brief_of(place: Organization, *, on: date) -> Brief | None:
    """How one organization stands; four queries."""
    found = briefs_of(Scope(places=frozenset({place.pk})), [place.code], on=on)
    return found[0] if found else None


def done_in_month(place: Organization, program: Program, *, on: date) -> list[str]:
    """Steps of the own workplan marked done this month up to the day, each deed once."""
    tasks = Task.objects.filter(
        workplan__organization=place, state=State.DONE, settled_on__gte=first_of_month(on),
        settled_on__lte=on,
    ).order_by("settled_on", "order", "pk")  # fmt: skip
    found: dict[str, str] = {}
    for task in tasks[:60]:
        role = program.roles.get(task.role)
        who = say(role.column) if role else task.role
        day = short(task.settled_on) if task.settled_on else ""
        found.setdefault(task.deed or str(task.pk), f"{words_of(task, program)} ({who}, {day})")
    return list(found.values())


def served_by(place: Organization, program: Program, *, on: date) -> list[str]:
    """Whoever serves it in a role with a caseload, with address; one query."""
    roles = [role.code for role in leading_roles(program)]
    rows = Assignment.objects.filter(
        holding(on), organization=place, role__in=roles, person__isnull=False
    ).values_list("person__name", "person__email")
    return [f"{name}, {email}" for name, email in rows]


def latest_workplan(place: Organization) -> Workplan | None:
    """The newest year that was opened there; one query."""
    rows = Workplan.objects.filter(organization=place).select_related("organization", "year")
    return rows.order_by("-year__start").first()
