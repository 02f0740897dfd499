"""The relation *delegated*: who stands in for somebody of the cast, with all rights or a few."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tests.cast import APPOINTED, Relation, World
from tests.relations import Visitor, places_of
from trellis.organizations.models import Appointment
from trellis.people.models import Person
from trellis.programs.schema.roles import Capability, Level, Reach, Role

UNTIL = date(2027, 6, 30)
NOT_LENT = {"release.manage", "release.publish", "mail.manage"}
"""Told a second time: what two persons share is never lent, nor what shows releases ahead."""


def stand_ins(world: World) -> list[Visitor]:
    """A stand-in for the agency, a head of school, a server and a district; two with a part."""
    roles = world.program.roles.values()
    head = next(role for role in roles if role.held_at == Level.SCHOOL and role.single)
    server = next(role for role in roles if role.reach == Reach.ASSIGNED)
    district = next(role for role in roles if role.held_at == Level.DISTRICT and role.appoints)
    agency = world.program.roles[_publishing(world)]
    whole = [_stand_in(world, role, role.capabilities) for role in (agency, head, server, district)]
    reads = _stand_in(world, head, [Capability.YEAR_READ], "reads only")
    appoints = _stand_in(world, agency, [Capability.PEOPLE_APPOINT], "appoints only")
    return [*whole, reads, appoints]


def _publishing(world: World) -> str:
    return sorted(world.program.roles_with(Capability.RELEASE_PUBLISH))[0]


def _stand_in(world: World, role: Role, rights: Iterable[Capability], part: str = "all") -> Visitor:
    """Somebody new to whom a role near Lincoln is lent."""
    lender = world.who(role.code, Relation.OWN).appointments.get(delegated_by=None)
    name = f"{role.code} (delegated, {part})"
    address = name.replace(" ", "").strip("()").replace("(", "-").replace(",", "-")
    person = Person.objects.create_user(f"{address}@cast.example".replace(")", ""), name=name)
    lent = [right.value for right in rights if right.value not in NOT_LENT]
    Appointment.objects.create(
        person=person, role=role.code, organization=lender.organization, starts=APPOINTED,
        ends=UNTIL, delegated_by=lender, rights=lent,
    )  # fmt: skip
    return Visitor(name, person, places_of(role, Relation.OWN, lent=frozenset(lent)))
