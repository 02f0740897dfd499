"""What pages ask about organizations and who holds which role."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.errors import NotReady
from trellis.kit.names import sort_key
from trellis.organizations.imports.layouts import kinds, regions
from trellis.organizations.models import (
    Appointment,
    Assignment,
    Level,
    Organization,
    Placement,
    holding,
)
from trellis.organizations.rules import Seat, holds
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability
from trellis.programs.texts import say

PAGE = 50
MOST_CODES = 300
LAST = "\U0010ffff"
SHOWN = ("code", "kind", "level", "name", "sort_name", "region", "county", "city", "closed_on")


@dataclass(frozen=True)
class Found:
    """A page of organizations, how many there are in all, and the key of the next page."""

    organizations: list[Organization]
    count: int
    after: str


def search(
    text: str = "",
    *,
    program: Program,
    level: str = "",
    county: str = "",
    region: str = "",
    kind: str = "",
    where: Q | None = None,
    closed: bool = False,
    unlisted: bool = False,
    after: str = "",
    size: int = PAGE,
) -> Found:
    """Organizations by words of their name or the beginning of their code, a page by key.

    Two queries whatever is found. `where` is one more filter, such as a designation's.
    """
    rows = Organization.objects.filter(where or Q())
    listed = [code for code, one in kinds(program).items() if one.listed]
    if not unlisted:
        rows = rows.filter(kind__in=listed)
    if not closed:
        rows = rows.filter(closed_on=None)
    for field, value in (("level", level), ("county", county), ("region", region), ("kind", kind)):
        if value:
            rows = rows.filter(**{field: value})
    rows = matching(rows, text)
    count = rows.count()
    page = rows.select_related("district").order_by("sort_name", "code")
    name, _mark, code = after.partition("|")
    if code:
        page = page.filter(sort_name__gte=name).filter(Q(sort_name__gt=name) | Q(code__gt=code))
    found = list(page.only(*SHOWN, "district__name", "district__code")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Found(found[:size], count, f"{last.sort_name}|{last.code}" if last else "")


def matching(rows: QuerySet[Organization], text: str) -> QuerySet[Organization]:
    """Those whose code begins so (dashes or not), or whose name has all the words."""
    code = code_asked(text)
    if code:
        return rows.filter(code__gte=code, code__lt=code + LAST)
    for word in sort_key(text).split()[:8]:
        rows = rows.filter(sort_name__contains=word)
    return rows


def code_asked(text: str) -> str:
    """The beginning of a code, if the text looks like one and not like words of a name."""
    plain = re.sub(r"[\s./-]", "", text).upper()
    digits = sum(sign.isdigit() for sign in plain)
    words = [word for word in re.split(r"[\s-]+", text) if word.isalpha() and len(word) > 2]
    looks_so = plain.isascii() and plain.isalnum() and 5 <= len(plain) <= 40
    return plain if looks_so and not words and digits * 2 >= len(plain) else ""


def county_names(program: Program) -> dict[str, str]:
    """Names of counties by code; no query."""
    return {one.code: one.name for one in regions(program).counties}


def region_names(program: Program) -> dict[str, str]:
    """Names of regions by code, in the order of the pack; no query."""
    return {one.region: say(one.name) for one in regions(program).offices}


def beneath(organization: Organization) -> list[Organization]:
    """The open organizations directly under this one, by name."""
    rows = organization.children.filter(closed_on=None).order_by("sort_name", "code")
    return list(rows.only(*SHOWN)[:500])


def appointments_of(person: Person, *, on: date | None = None) -> list[Appointment]:
    """One list over all appointments that a person holds on a day or will hold."""
    day = on or clock.today()
    return list(
        Appointment.objects.filter(Q(ends=None) | Q(ends__gte=day), person=person)
        .select_related("organization", "organization__district", "delegated_by__person")
        .order_by("starts", "organization__sort_name", "role")
    )


def appointments_at(organization: Organization, *, on: date | None = None) -> list[Appointment]:
    """Who holds, will hold or lately held a role at an organization; ended ones come last."""
    rows = (
        Appointment.objects.filter(organization=organization)
        .select_related("person", "organization", "delegated_by__person")
        .order_by("role", "person__sort_name", "-starts")[:500]
    )
    day = on or clock.today()
    return sorted(rows, key=lambda one: one.ends is not None and one.ends < day)


def served(
    *, role: str = "", person: Person | None = None, provider: Organization | None = None
) -> list[Assignment]:
    """Assignments that hold today or later, by role, person or provider."""
    rows = Assignment.objects.filter(Q(ends=None) | Q(ends__gte=clock.today()))
    if role:
        rows = rows.filter(role=role)
    if person is not None:
        rows = rows.filter(person=person)
    if provider is not None:
        rows = rows.filter(provider=provider)
    return list(
        rows.select_related("organization", "organization__district", "person", "provider")
        .order_by("organization__sort_name", "id")[:500]
    )  # fmt: skip


def servers_of(organization: Organization) -> list[Assignment]:
    """Who serves an organization today or later."""
    rows = Assignment.objects.filter(organization=organization)
    rows = rows.filter(Q(ends=None) | Q(ends__gte=clock.today()))
    return list(rows.select_related("person", "provider").order_by("role", "id"))


def holders(role: str, *, on: date | None = None) -> list[Appointment]:
    """Everybody who holds a role on a day, by name; not who only stands in."""
    rows = Appointment.objects.filter(holding(on or clock.today()), role=role, delegated_by=None)
    return list(rows.select_related("person", "organization").order_by("person__sort_name", "id"))


def by_codes(text: str, where: Q) -> list[Organization]:
    """The organizations of these codes, in their order; NotReady names those that are not there."""
    codes = list(dict.fromkeys(re.split(r"[\s,;]+", text.strip())))[:MOST_CODES]
    plain = {code: re.sub(r"[./-]", "", code).upper() for code in codes if code}
    wanted = {*plain, *plain.values()}
    rows = {one.code: one for one in Organization.objects.filter(where, code__in=wanted)}
    missing = [code for code, short in plain.items() if code not in rows and short not in rows]
    if missing or not plain:
        shown = ", ".join(missing[:10])[:200]
        raise NotReady(_("These codes are not here: %(codes)s.") % {"codes": shown})
    return [rows.get(code) or rows[short] for code, short in plain.items()]


def placements(organization: Organization) -> list[Placement]:
    """Where an organization belonged and when, latest first."""
    return list(organization.placements.select_related("parent").order_by("-starts")[:50])


def people(text: str, where: Q) -> list[Person]:
    """Persons by name or address who hold a role at an organization of a filter."""
    rows = Person.objects.filter(
        Exists(
            Appointment.objects.filter(
                person=OuterRef("pk"),
                organization__in=Organization.objects.filter(where).values("pk"),
            )
        )
    )
    if "@" in text:
        rows = rows.filter(email__startswith=text.strip().lower())
    for word in sort_key(text).split()[:8] if "@" not in text else ():
        rows = rows.filter(sort_name__contains=word)
    return list(rows.order_by("sort_name", "id")[:PAGE])


def people_held(person: Person, where: Q) -> bool:
    """Whether a person holds, will hold or held a role at an organization of a filter."""
    inside = Organization.objects.filter(where).values("pk")
    return Appointment.objects.filter(person=person, organization__in=inside).exists()


def lent_by(person: Person) -> list[Appointment]:
    """What a person has lent to others, today or later."""
    rows = Appointment.objects.filter(Q(ends=None) | Q(ends__gte=clock.today()))
    rows = rows.filter(delegated_by__person=person)
    return list(rows.select_related("person", "organization").order_by("starts", "id"))


def appointing_seats(seats: list[Seat]) -> list[Seat]:
    """The seats from which somebody gives roles at the place itself."""
    program = programs.current()
    return [
        seat
        for seat in seats
        if seat.gives(Capability.PEOPLE_APPOINT, program) and not seat.assigned
    ]


def loaded() -> list[dict[str, Any]]:
    """How many organizations stand on each floor, open and closed; one query."""
    rows = Organization.objects.values("level").annotate(
        open=Count("pk", filter=Q(closed_on=None)),
        closed=Count("pk", filter=Q(closed_on__isnull=False)),
    )
    found = {row["level"]: row for row in rows}
    return [
        {**found.get(level.value, {"open": 0, "closed": 0}), "level": level.label}
        for level in Level
    ]


def vacancies() -> list[dict[str, Any]]:
    """For each role that one person holds: at how many organizations nobody does; two queries."""
    program = programs.current()
    roles = [role for role in program.roles.values() if role.single]
    today = holding(clock.today())
    held = Appointment.objects.filter(today, role__in=[role.code for role in roles])
    counts = dict(
        held.filter(organization__closed_on=None)
        .values_list("role")
        .annotate(Count("organization", distinct=True))
    )
    places = Organization.objects.filter(closed_on=None).values_list("level", "kind")
    kinds = list(places.annotate(Count("pk")))
    return [
        {
            "role": role,
            "of": sum(n for level, kind, n in kinds if holds(program, role, level, kind)),
            "held": counts.get(role.code, 0),
        }
        for role in roles
    ]


def servers(role: str) -> list[tuple[str, str, int]]:
    """Who may serve in a role: key, name and how many they serve now; three queries."""
    today = holding(clock.today())
    rows = Assignment.objects.filter(today, role=role)
    by_person = dict(rows.exclude(person=None).values_list("person").annotate(Count("pk")))
    by_provider = dict(rows.exclude(provider=None).values_list("provider").annotate(Count("pk")))
    found: dict[str, tuple[str, str, int]] = {}
    for one in holders(role):
        if one.organization.level == Level.OTHER:
            count = by_provider.get(one.organization_id, 0)
            key, name = f"provider-{one.organization_id}", one.organization.name
        else:
            count = by_person.get(one.person_id, 0)
            key, name = f"person-{one.person_id}", one.person.name
        most = f" / {one.caseload}" if one.caseload else ""
        found[key] = (key, f"{name} ({count}{most})", count)
    return list(found.values())


def served_in(where: Q, role: str) -> list[Assignment]:
    """Assignments of a role in reach that hold today or later, by name; one query."""
    rows = Assignment.objects.filter(Q(ends=None) | Q(ends__gte=clock.today()), role=role)
    rows = rows.filter(organization__in=Organization.objects.filter(where).values("pk"))
    near = ("organization", "organization__district", "person", "provider")
    return list(rows.select_related(*near).order_by("organization__sort_name", "id")[:1000])
