"""Who could be named for one step at all its organizations at once."""

from __future__ import annotations

from collections.abc import Sequence

from trellis.home.queries.my_work import StepPage
from trellis.kit import clock
from trellis.organizations.models import Appointment, in_force
from trellis.organizations.rules import Seat
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability
from trellis.work.rules import roles_doing


def candidates(seats: Sequence[Seat], step: StepPage) -> dict[int, str]:
    """Holders of the role by number, by name; none where there is nobody to choose among.

    One query, and none for a single organization or for people who name nobody.
    """
    program = programs.current()
    leading = {
        seat.organization_id for seat in seats if seat.gives(Capability.TASK_ASSIGN, program)
    }
    if step.line.owed < 2 or not step.alike or step.held_at not in leading:
        return {}
    rows = Appointment.objects.filter(
        in_force(clock.today()),
        delegated_by=None,
        organization=step.held_at,
        role__in=roles_doing(program, step.role),
    ).values_list("person", "person__name")
    people = dict(rows.order_by("person__sort_name", "person"))
    return people if len(people) > 1 else {}
