"""What pages ask about organizations and who holds which role."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from trellis.kit import clock
from trellis.kit.names import sort_key
from trellis.organizations.imports.layouts import kinds, regions
from trellis.organizations.models import Appointment, Assignment, Organization, holding
from trellis.programs.program import Program

if TYPE_CHECKING:
    from trellis.people.models import Person

PAGE = 50
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
    """Everybody who holds a role on a day, by name."""
    rows = Appointment.objects.filter(holding(on or clock.today()), role=role)
    return list(rows.select_related("person", "organization").order_by("person__sort_name", "id"))
