"""This room's sections of the pack and what is wrong in them."""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from trellis.organizations.schema import (
    Directory,
    DirectoryLayout,
    Kind,
    Organizations,
    PeopleLayout,
    Regions,
    Welcome,
)
from trellis.programs.headers import collisions, columns, needed
from trellis.programs.hints import unknown
from trellis.programs.program import Program
from trellis.programs.schema.roles import Level
from trellis.programs.sections import Complaint, Section

LONGEST_PATTERN = 200
LONGEST_CODE = 40

At = tuple[str | int, ...]


def organization_complaints(program: Program) -> Iterator[Complaint]:
    """The agency stands at the top, and its kind says so."""
    kinds = kinds_of(program)
    top = program.section("organizations", Organizations).top
    yield from _kind(top.kind, kinds, [Level.STATE], ("top", "kind"))
    if not 0 < len(top.code) <= LONGEST_CODE:
        yield Complaint(("top", "code"), _("the agency needs a code of at most 40 characters"))
    for number, kind in enumerate(kinds.values()):
        yield from _held(kind, program, ("kinds", number, "roles"))
    for level in (Level.DISTRICT, Level.SCHOOL):
        if all(kind.level != level for kind in kinds.values()):
            text = _("no kind has level %(level)s") % {"level": level}
            yield Complaint(("kinds",), text)


def _held(kind: Kind, program: Program, at: At) -> Iterator[Complaint]:
    """A role that a kind claims is known; both stand beside the tree, whose floors hold all."""
    for number, code in enumerate(kind.roles):
        role = program.roles.get(code)
        if role is None:
            text = unknown("role", code, "roles.yaml", program.roles)
            yield Complaint((*at, number), text)
        elif kind.level != Level.OTHER or role.held_at != Level.OTHER:
            words = {"role": code, "level": role.held_at, "here": kind.level}
            text = _(
                'role "%(role)s" is held at level %(level)s and this kind stands at %(here)s; only'
                " roles and kinds of level other belong together by name"
            )
            yield Complaint((*at, number), text % words)


def region_complaints(program: Program) -> Iterator[Complaint]:
    """Offices have a kind, a region of their own and known counties; areas have known regions."""
    regions = program.section("regions", Regions)
    kinds, counties = kinds_of(program), {county.code for county in regions.counties}
    seen: set[str] = set()
    for number, office in enumerate(regions.offices):
        at: At = ("offices", number)
        yield from _kind(office.kind, kinds, [Level.OFFICE, Level.DISTRICT], (*at, "kind"))
        if office.region in seen:
            text = _('region "%(region)s" has two offices') % {"region": office.region}
            yield Complaint((*at, "region"), text)
        seen.add(office.region)
        for place, code in enumerate(office.counties):
            if code not in counties:
                where = (*at, "counties", place)
                yield Complaint(where, unknown("county", code, _("the counties"), counties))
    for number, area in enumerate(regions.areas):
        for place, region in enumerate(area.regions):
            if region not in seen:
                text = unknown("region", region, _("the offices"), seen)
                yield Complaint(("areas", number, "regions", place), text)


def directory_complaints(program: Program) -> Iterator[Complaint]:
    """Every layout finds its columns, its kinds and its codes."""
    directory = program.section("directory", Directory)
    kinds = kinds_of(program)
    for number, layout in enumerate(directory.layouts):
        yield from _layout(layout, kinds, ("layouts", number))
    for number, people in enumerate(directory.people):
        yield from _people(people, ("people", number))


def kinds_of(program: Program) -> dict[str, Kind]:
    """Kinds of organization by code."""
    return {kind.code: kind for kind in program.section("organizations", Organizations).kinds}


def _kind(
    code: str, kinds: dict[str, Kind], levels: Iterable[Level], at: At
) -> Iterator[Complaint]:
    allowed = list(levels)
    if code not in kinds:
        yield Complaint(at, unknown("kind", code, "organizations.yaml", kinds))
    elif allowed and kinds[code].level not in allowed:
        words = {"code": code, "level": kinds[code].level, "allowed": ", ".join(allowed)}
        text = _('kind "%(code)s" has level %(level)s; here it must be %(allowed)s')
        yield Complaint(at, text % words)


def _layout(layout: DirectoryLayout, kinds: dict[str, Kind], at: At) -> Iterator[Complaint]:
    told = {str(column): names for column, names in layout.columns.items()}
    yield from needed(told, ("code", "name"), (*at, "columns"))
    yield from collisions(columns(told, (*at, "columns")))
    yield from _pattern(layout.code_pattern, (*at, "code_pattern"))
    yield from _types(layout, kinds, at)
    for key in ("default_kind", "parent_kind"):
        code = getattr(layout, key)
        if code is not None:
            yield from _kind(code, kinds, [], (*at, key))
    if "type" not in told and layout.default_kind is None:
        text = _("without a column for the type, default_kind says what every row is")
        yield Complaint(at, text)
    if "parent" in told and layout.parent_kind is None:
        text = _("with a column for the parent, parent_kind says what the parents are")
        yield Complaint(at, text)
    if layout.closed_values and "status" not in told:
        text = _("closed_values are read from a status column, and there is none")
        yield Complaint((*at, "closed_values"), text)


def _types(layout: DirectoryLayout, kinds: dict[str, Kind], at: At) -> Iterator[Complaint]:
    names: dict[At, tuple[str, str]] = {}
    for number, record in enumerate(layout.types):
        where: At = (*at, "types", number)
        yield from _kind(record.kind, kinds, [], (*where, "kind"))
        if record.head_kind is not None:
            yield from _kind(record.head_kind, kinds, [], (*where, "head_kind"))
        owner = f'"{record.value}"'
        names[*where, "value"] = (record.value, owner)
        for place, alias in enumerate(record.aliases):
            names[*where, "aliases", place] = (alias, owner)
    yield from collisions(names)
    values = [record.value for record in layout.types]
    for number, value in enumerate(values):
        if value in values[:number]:
            text = _('the type "%(value)s" stands here twice') % {"value": value}
            yield Complaint((*at, "types", number, "value"), text)


def _pattern(pattern: str, at: At) -> Iterator[Complaint]:
    if len(pattern) > LONGEST_PATTERN:
        text = _("the pattern is longer than %(most)s characters") % {"most": LONGEST_PATTERN}
        yield Complaint(at, text)
        return
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        text = _('"%(pattern)s" is no regular expression: %(why)s')
        yield Complaint(at, text % {"pattern": pattern, "why": error})


def _people(layout: PeopleLayout, at: At) -> Iterator[Complaint]:
    told = {str(column): names for column, names in layout.columns.items()}
    yield from needed(told, ("code", "role", "name", "email"), (*at, "columns"))
    yield from collisions(columns(told, (*at, "columns")))


def welcome_complaints(program: Program) -> Iterator[Complaint]:
    """Each role is known and has one page; the general answers are complete."""
    welcome = program.section("welcome", Welcome)
    for name, text in welcome.general:
        if text is None:
            yield Complaint(("general",), _("general needs %(key)s") % {"key": name})
    seen: set[str] = set()
    for number, one in enumerate(welcome.roles):
        at: At = ("roles", number, "role")
        if one.role not in program.roles:
            yield Complaint(at, unknown("role", one.role, "roles.yaml", program.roles))
        elif one.role in seen:
            yield Complaint(at, _('role "%(role)s" has two pages') % {"role": one.role})
        seen.add(one.role)


SECTIONS = [
    Section(
        "organizations",
        "organizations.yaml",
        Organizations,
        check=organization_complaints,
        needs=("roles",),
    ),
    Section(
        "regions",
        "regions.yaml",
        Regions,
        required=False,
        check=region_complaints,
        needs=("organizations",),
    ),
    Section(
        "directory",
        "directory.yaml",
        Directory,
        check=directory_complaints,
        needs=("organizations",),
    ),
    Section(
        "welcome",
        "welcome.yaml",
        Welcome,
        required=False,
        check=welcome_complaints,
        needs=("roles",),
    ),
]
