"""Who could be named for one step at all its organizations at once."""

from __future__ import annotations

from collections.abc import Sequence

from trellis.kit import clock
from trellis.organizations.models import Appointment, in_force
from trellis.organizations.rules import Seat
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability
from trellis.work.rules import roles_doing


def candidates(seats: Sequence[Seat], tasks: Sequence[int]) -> dict[int, str]:
    """Holders of the role by number, by name; none where there is nobody to choose among.

    One query, and none for a single organization or for people who name nobody.
    """
    program = programs.current()
    leading = {
        seat.organization_id for seat in seats if seat.gives(Capability.TASK_ASSIGN, program)
    }
    if len(tasks) < 2 or not leading:
        return {}
    rows = Appointment.objects.filter(
        in_force(clock.today()),
        delegated_by=None,
        organization__in=leading,
        organization__held_tasks__in=tasks,
    ).values_list(
        "organization__held_tasks__role", "organization", "role", "person", "person__name",
        "person__sort_name",
    )  # fmt: skip
    found = list(rows.order_by("person__sort_name", "person").distinct())
    people = {
        pk: name
        for role, _at, theirs, pk, name, _sort in found
        if theirs in roles_doing(program, role)
    }
    one_seat = len({(role, at) for role, at, *_rest in found}) == 1
    return people if one_seat and len(people) > 1 else {}
