"""Who is asked to come to a meeting: holders of its roles at an organization and above it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from trellis.organizations.models import Appointment, Assignment, Organization, holding
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Reach
from trellis.work.rules import roles_doing


class Asked(NamedTuple):
    """Somebody who is asked to come, and the role in which."""

    person: Person
    role: str


def places_of(organization: Organization) -> list[int]:
    """The organization first, then those above it."""
    above = [organization.district_id, organization.office_id, organization.state_id]
    return list(dict.fromkeys(pk for pk in (organization.pk, *above) if pk))


def asked_to(
    organizations: Sequence[Organization], roles: Collection[str], *, on: date
) -> dict[int, list[Asked]]:
    """Who holds these roles for each organization, by its id; at most two queries.

    A role that nobody holds is answered for by those who do its steps. A person stands once.
    """
    program = programs.current()
    wanted = {role: roles_doing(program, role) for role in roles if role in program.roles}
    doing = {one for many in wanted.values() for one in many}
    places = {one.pk: places_of(one) for one in organizations}
    everywhere = {pk for many in places.values() for pk in many}
    held: dict[tuple[int, str], list[Person]] = {}
    for one in (
        Appointment.objects.filter(
            holding(on), delegated_by=None, role__in=doing, organization__in=everywhere,
            person__is_active=True,
        )
        .select_related("person")
        .order_by("person__sort_name", "pk")
    ):  # fmt: skip
        if program.roles[one.role].reach != Reach.ASSIGNED:
            held.setdefault((one.organization_id, one.role), []).append(one.person)
    assigned = {one for one in doing if program.roles[one].reach == Reach.ASSIGNED}
    serving = Assignment.objects.filter(
        holding(on), role__in=assigned, organization__in=everywhere, person__is_active=True
    )  # no query where no such role is asked for
    for served in serving.select_related("person").order_by("person__sort_name", "pk"):
        if served.person is not None:
            held.setdefault((served.organization_id, served.role), []).append(served.person)
    return {pk: _asked(near, wanted, held) for pk, near in places.items()}


def _asked(
    near: Sequence[int],
    wanted: dict[str, tuple[str, ...]],
    held: dict[tuple[int, str], list[Person]],
) -> list[Asked]:
    found: dict[int, Asked] = {}
    for role, doing in wanted.items():
        own = [one for place in near for one in held.get((place, role), [])]
        rest = [one for place in near for other in doing for one in held.get((place, other), [])]
        for person in own or rest:
            found.setdefault(person.pk, Asked(person, role))
    return list(found.values())
