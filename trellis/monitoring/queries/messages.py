"""Whom a message about several schools reaches, and what was written to one school."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q

from trellis.monitoring.models import Addressee, Message
from trellis.monitoring.rules import writable
from trellis.monitoring.schema import Spotlight
from trellis.organizations.models import Appointment, Organization, in_force
from trellis.organizations.rules import Seat, grants
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability
from trellis.programs.texts import say

PAGE = 30


@dataclass
class Reached:
    """Somebody a message goes to: for which organizations, in which roles each."""

    person: Person
    held: list[tuple[int, str]] = field(default_factory=list)

    @property
    def roles(self) -> dict[int, str]:
        """The first role for each organization."""
        found: dict[int, str] = {}
        for place, role in self.held:
            found.setdefault(place, role)
        return found


def reached(
    organizations: Sequence[Organization], roles: Collection[str], *, on: date
) -> list[Reached]:
    """Holders of roles at organizations or at their districts, each once; one query."""
    above: dict[int, list[int]] = {}
    for one in organizations:
        above.setdefault(one.pk, []).append(one.pk)
        if one.district_id and one.district_id != one.pk:
            above.setdefault(one.district_id, []).append(one.pk)
    rows = (
        Appointment.objects.filter(in_force(on), organization__in=above, role__in=roles)
        .filter(delegated_by=None)
        .select_related("person")
        .order_by("person__sort_name", "person_id", "pk")
    )
    found: dict[int, Reached] = {}
    for row in rows:
        who = found.setdefault(row.person_id, Reached(row.person))
        for place in above[row.organization_id]:
            who.held.append((place, row.role))
    return list(found.values())


def writable_among(seats: Sequence[Seat], codes: Collection[str]) -> list[Organization]:
    """Those of some organizations to whose people these seats may write, by name; one query."""
    found = Organization.objects.filter(writable(seats), code__in=list(codes), closed_on=None)
    return list(found.select_related("district").order_by("sort_name", "code"))


def roles_written_to(program: Program) -> list[tuple[str, str]]:
    """Code and plural of the roles to which a message may go, in the order of the pack."""
    codes = program.section("spotlight", Spotlight).written_to
    return [(code, say(program.roles[code].plural)) for code in codes]


def messages_of(
    organization: Organization, person: Person, seats: Sequence[Seat], *, before: int | None
) -> tuple[list[Message], int | None]:
    """What was written to a school's people, the newest first, and where the next page begins.

    Its sender, who got it, and whoever may write to the school read it; two queries.
    """
    here = Addressee.objects.filter(organization=organization)
    about = here.filter(message=OuterRef("pk"))
    rows = Message.objects.filter(Exists(about)).select_related("sender")
    if not writes_to(organization, seats):
        rows = rows.filter(Q(sender=person) | Exists(about.filter(person=person)))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    shown = here.select_related("person").order_by("person__sort_name", "pk")
    found: list[Any] = list(
        rows.prefetch_related(Prefetch("addressees", shown, to_attr="here")).order_by("-pk")[
            : PAGE + 1
        ]
    )
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def writes_to(organization: Organization, seats: Sequence[Seat]) -> bool:
    """Whether these seats may write to the people of an organization; no query."""
    return any(grants(seat, Capability.MESSAGE_SEND, at=organization) for seat in seats)


def role_names() -> dict[str, str]:
    """What roles are called."""
    return {code: say(role.name) for code, role in programs.current().roles.items()}


@dataclass(frozen=True)
class Counted:
    """How many people hold a role at some schools, and at how many of these nobody does."""

    role: str
    people: int
    without: int


def counted(organizations: Sequence[Organization], *, on: date) -> list[Counted]:
    """For each role of the pack, whom a message to it would reach; one query."""
    roles = roles_written_to(programs.current())
    people = reached(organizations, [code for code, _plural in roles], on=on)
    found = []
    for code, plural in roles:
        there = [{place for place, role in one.held if role == code} for one in people]
        places = set().union(*there)
        count = sum(1 for one in there if one)
        found.append(Counted(plural, count, len(organizations) - len(places)))
    return found
