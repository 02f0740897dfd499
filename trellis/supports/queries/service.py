"""One support in full, for everybody and for who signed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from trellis.designations.schema import Designations
from trellis.kit import clock
from trellis.organizations.models import Organization, holding
from trellis.organizations.rules import Seat
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability
from trellis.programs.texts import say
from trellis.supports.models import STANDING, Membership, Wording
from trellis.supports.queries.reading import (
    Offerer,
    contact_of,
    cost_words,
    designation_names,
    offerers,
    recommended,
)
from trellis.supports.schema import Contact, Content, Supports
from trellis.supports.words import catalog_of, level_names, named

DEEPEST = 3
"""How long a chain of supports that one has first is followed."""


@dataclass(frozen=True)
class Facet:
    """A list of the catalog with the values of one support, each with its filter."""

    label: str
    values: list[tuple[str, str]]
    """Name and address query."""


@dataclass(frozen=True)
class ServicePage:
    """What people read of one support."""

    code: str
    pk: int
    owner: Offerer
    content: Content
    level: str
    level_number: int | None
    cost: str
    cost_name: str
    recommended: list[str]
    groups: list[str]
    facets: list[Facet]
    contact: Contact
    chain: list[tuple[str, str]]
    """Code and title of what one has first, the nearest first."""
    carried: list[str]
    """Other levels on which it holds."""
    exclusions: list[str]


def service_page(program: Program, code: str) -> ServicePage | None:
    """A support that stands, or nothing; two queries, and one per link of its chain."""
    told = catalog_of(program)
    row = Wording.objects.filter(STANDING, service__code=code).first()
    if told is None or row is None:
        return None
    owner = offerers(STANDING & Q(provider=row.provider_id))[row.provider_id]
    content = row.read()
    names = level_names(program)
    return ServicePage(
        code=code,
        pk=row.service_id,
        owner=owner,
        content=content,
        level=names.get(content.level or 0, ""),
        level_number=content.level,
        cost=cost_words(content, owner),
        cost_name=", ".join(named(told.costs, [row.cost])),
        recommended=designation_names(program, recommended(content, owner)),
        groups=_groups(program, content.groups),
        facets=_facets(told, content),
        contact=contact_of(content, owner),
        chain=_chain(content.requires),
        carried=[
            names.get(level, "")
            for one in owner.face.carried if one.service == code for level in one.levels
        ],
        exclusions=[say(one) for one in owner.face.exclusions],
    )  # fmt: skip


def _groups(program: Program, codes: Iterable[str]) -> list[str]:
    """Student groups for whose schools it is."""
    known = program.section("designations", Designations).groups
    wanted = set(codes)
    return [say(one.label) for one in known if one.code in wanted]


def _facets(told: Supports, content: Content) -> list[Facet]:
    steps = {one.step for one in told.categories if one.code in content.categories and one.step}
    found = [
        (_("Found under"), "audience", told.audiences, content.audiences),
        (_("How"), "mode", told.modes, content.modes),
        (_("Step of the cycle"), "step", told.steps, [*content.steps, *steps]),
        (_("Topics"), "topic", told.topics, content.topics),
        (_("Aims"), "aim", told.aims, content.aims),
    ]
    return [
        Facet(label, [
            (say(one.name), f"?{name}={one.code}") for one in choices if one.code in codes
        ])
        for label, name, choices, codes in found if codes
    ]  # fmt: skip


def _chain(requires: list[str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    ahead, seen = list(requires), set()
    for _link in range(DEEPEST):
        if not ahead:
            break
        seen.update(ahead)
        rows = Wording.objects.filter(STANDING, service__code__in=ahead)
        ahead = []
        for code, content in rows.values_list("service__code", "content"):
            one = Content.model_validate(content)
            found.append((code, say(one.title)))
            ahead += [code for code in one.requires if code not in seen]
    return found


@dataclass(frozen=True)
class Nearby:
    """What a support means for the reader's own districts."""

    members: list[str] = field(default_factory=list)
    """Their districts that are members of the organization."""
    others: list[tuple[str, str, bool]] = field(default_factory=list)
    """Their districts that are not, as far as anybody said: name, code, whether they say it."""
    offices: list[tuple[str, str]] = field(default_factory=list)
    """The offices of their regions: name and code."""


def nearby(
    program: Program, page: ServicePage, seats: Iterable[Seat], *, on: date | None = None
) -> Nearby:
    """Memberships and regional offices of the districts in which the reader has a seat; one query.

    Who serves a whole region or state has no district of their own here.
    """
    held, right = list(seats), Capability.MEMBERSHIP_SET
    districts = {
        pk for seat in held for floor, pk in seat.ancestors
        if floor == "district" and seat.level in {"district", "school"} and not seat.assigned
    }  # fmt: skip
    if not districts or not (page.owner.face.memberships or page.contact.office):
        return Nearby()
    member = Membership.objects.filter(
        holding(on or clock.today()), provider=page.owner.pk, district=OuterRef("pk")
    )
    rows: list[tuple[str, str, bool, str | None, str | None]] = list(
        Organization.objects.filter(pk__in=districts)
        .annotate(member=Exists(member))
        .values_list("name", "code", "member", "office__name", "office__code")
    )
    offices = dict.fromkeys((row[3], row[4]) for row in rows if row[3] and row[4])
    saying = {one.organization_code for one in held if one.gives(right, program)}
    told = rows if page.owner.face.memberships else []
    return Nearby(
        members=[row[0] for row in told if row[2]],
        others=[(row[0], row[1], row[1] in saying) for row in told if not row[2]],
        offices=[(name or "", code or "") for name, code in offices],
    )
