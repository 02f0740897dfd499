"""Whose work a task is: a seat's role where it is held, or the seat a vacancy falls to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from django.db.models import Q, QuerySet

from trellis.kit import clock
from trellis.organizations.models import Appointment, Assignment, Organization, holding
from trellis.organizations.rules import Seat, grants
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability, Reach, Role
from trellis.work.models import Task, Workplan

ABOVE = frozenset({"state", "office", "district"})
Why = Literal["own", "taking part", "vacant"]


@dataclass(frozen=True)
class Fit:
    """A seat from which a task may be done, and why it may."""

    seat: Seat
    why: Why


def roles_done_by(program: Program, role: str) -> tuple[str, ...]:
    """The roles whose tasks a holder of `role` does: the own one first."""
    return (role, *program.roles[role].does_tasks_of)


@lru_cache(maxsize=256)
def roles_doing(program: Program, role: str) -> tuple[str, ...]:
    """The roles whose holders do the tasks of `role`."""
    return tuple(one for one in program.roles if role in roles_done_by(program, one))


def stands_for(program: Program, role: Role, seat: Seat) -> bool:
    """Whether a vacancy of `role` falls to this seat's role."""
    falls_to = role.vacancy_falls_to
    return falls_to is not None and falls_to in roles_done_by(program, seat.role)


def fits(
    task: Task, seats: Sequence[Seat], *, capability: Capability = Capability.TASK_DO
) -> list[Fit]:
    """The seats from which a task may be done; a vacancy is looked up only where no seat fits."""
    program = programs.current()
    able = [seat for seat in seats if seat.gives(capability, program)]
    own = [
        Fit(seat, "own" if seat.organization_id == task.held_at_id else "taking part")
        for seat in able
        if task.role in roles_done_by(program, seat.role) and _reaches(program, seat, task)
    ]
    own = _running_only(own, task)
    if own or task.role not in program.roles:
        return own
    standing = [
        seat
        for seat in able
        if stands_for(program, program.roles[task.role], seat)
        and _is_above(program, seat, task.held_at)
    ]
    if not standing or not is_vacant(program, task.role, task.held_at, year=task.workplan.year_id):
        return []
    return [Fit(seat, "vacant") for seat in standing]


def _running_only(found: list[Fit], task: Task) -> list[Fit]:
    """Leave out seats that would take part from an organization without a year of its own."""
    below = {fit.seat.organization_id for fit in found if fit.why == "taking part"}
    if not below:
        return found
    running = set(
        Workplan.objects.filter(year=task.workplan.year_id, organization__in=below).values_list(
            "organization_id", flat=True
        )
    )
    return [fit for fit in found if fit.why == "own" or fit.seat.organization_id in running]


def _reaches(program: Program, seat: Seat, task: Task) -> bool:
    """The own organization, or one above it whose deed the seat takes part in."""
    if program.roles[seat.role].reach == Reach.ASSIGNED and not seat.assigned:
        # An appointment at the agency or a provider serves nobody until it is assigned; the deeds
        # of the state itself (a webinar) are for all who hold the role.
        return task.held_at_id == seat.organization_id and task.held_at.level == "state"
    return (
        task.held_at_id in dict(seat.ancestors).values() or task.held_at_id == seat.organization_id
    )


def _is_above(program: Program, seat: Seat, organization: Organization) -> bool:
    if program.roles[seat.role].reach == Reach.ASSIGNED and not seat.assigned:
        return False
    return seat.organization_id in {
        organization.pk,
        organization.parent_id,
        *organization.ancestor_ids().values(),
    }


def is_vacant(
    program: Program,
    role: str,
    organization: Organization,
    *,
    year: int | None = None,
    on: date | None = None,
) -> bool:
    """Whether nobody holds a role at an organization, nor one that does its tasks."""
    return not holders(program, role, organization, year=year, on=on).exists()


def holders(
    program: Program,
    role: str,
    organization: Organization,
    *,
    year: int | None = None,
    on: date | None = None,
) -> QuerySet[Appointment]:
    """The appointments of those whose work a role's tasks at an organization are.

    A deed that stands above the role's own floor (a district's, for principals) is the work of
    all who hold the role at an organization below that runs a year: that `year`, or any. Who only
    stands in is no holder: nothing waits for them, and a vacancy is still one.
    """
    on = on or clock.today()
    own = holding(on) & Q(delegated_by=None)
    doing = roles_doing(program, role)
    places = Q(organization=organization)
    if organization.level in ABOVE and organization.level != program.roles[role].works_at:
        below = Workplan.objects.filter(**{f"organization__{organization.level}": organization})
        if year is not None:
            below = below.filter(year=year)
        places |= Q(organization__in=below.values("organization"))
    if program.roles[role].reach != Reach.ASSIGNED:
        return Appointment.objects.filter(own, places, role__in=doing, person__is_active=True)
    serving = Assignment.objects.filter(holding(on), places, role=role)
    return Appointment.objects.filter(own, role=role, person__is_active=True).filter(
        Q(person__in=serving.values("person"))
        | Q(organization__in=serving.values("provider"))
        | Q(organization=organization, organization__level="state")
    )


def may_settle(seats: Iterable[Seat], task: Task) -> bool:
    """Whether somebody may mark others' tasks here not applicable."""
    return any(
        grants(seat, Capability.TASK_SETTLE, at=task.workplan.organization) for seat in seats
    )


def may_assign(seats: Iterable[Seat], task: Task) -> bool:
    """Whether somebody may name which holder does a task."""
    return any(
        grants(seat, Capability.TASK_ASSIGN, at=task.workplan.organization) for seat in seats
    )


def may_read(seats: Iterable[Seat], organization: Organization) -> bool:
    """Whether somebody may read the year of an organization."""
    return any(grants(seat, Capability.YEAR_READ, at=organization) for seat in seats)


def may_read_remarks(seats: Sequence[Seat], task: Task) -> bool:
    """Whether somebody may read the notes and files of a task: its year's readers and doers."""
    return may_read(seats, task.workplan.organization) or bool(fits(task, seats))
