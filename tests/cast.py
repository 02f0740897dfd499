"""The fixed cast: one small state, opened for its year by the real actions, and everybody in it.

The same for every pack: roles, floors and reach are read from it. Relations are seen from Lincoln,
the school in the middle: whoever holds a role there, in its district, beside it or far from it.

    state ─┬─ North office ─┬─ Birch district ─┬─ Lincoln   year open; two grade bands
           │                │                  ├─ Grant     year open
           │                │                  └─ Oak       designated, without a year
           │                └─ Cedar district ─┬─ Adams     year open
           │                                   └─ Mill      closed
           └─ South office ─── Harbor district ─── Hyde     year open; exempted by the pack
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import count

from django.conf import settings

from trellis.cycles.actions import publish_and_open
from trellis.designations.actions import check
from trellis.designations.models import Designation, Release
from trellis.designations.schema import Designations
from trellis.kit import clock
from trellis.kit.names import sort_key
from trellis.organizations.models import Appointment, Assignment, Organization
from trellis.organizations.rules import seats_of
from trellis.organizations.schema import Organizations
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.actions import install, set_day
from trellis.programs.date_rules import resolve
from trellis.programs.models import Installation, ProgramYear
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability, Level, Reach, Role
from trellis.work.models import Task

START = 2026
APPOINTED = date(2026, 7, 1)
OPENED = date(2026, 10, 15)
TODAY = date(2026, 12, 3)
ENDED = date(2026, 11, 15)


class Relation(StrEnum):
    """How somebody stands to Lincoln, or to its district and office."""

    OWN = "own"
    SAME_DISTRICT = "same district"
    OTHER_DISTRICT = "other district"
    OTHER_REGION = "other region"


SCHOOL = {
    Relation.OWN: "lincoln",
    Relation.SAME_DISTRICT: "grant",
    Relation.OTHER_DISTRICT: "adams",
    Relation.OTHER_REGION: "hyde",
}
NAMES = (
    "Ana Díaz", "Ben Ortiz", "Cara Novak", "Dev Rao", "Edie Long", "Femi Ade", "Gus Hart",
    "Hana Ito", "Ivo Marsh", "Jo Keller", "Kit Bloom", "Lea Stone", "Max Frey", "Nia Cole",
    "Oz Tan", "Pia Lund", "Quin Abel", "Rae West", "Sol Vega", "Tess Moor", "Uma Shah", "Vik Berg",
    "Wren Falk", "Xena Poe", "Yara Sims", "Zed Olsen", "Abby Cruz", "Bo Lindh", "Cleo Gray",
    "Dan Usher", "Ela Wolf", "Finn Ames", "Gia Ross", "Hal Quist", "Ida Penn", "Jay Orr",
    "Kim Nolte", "Lou Mayer", "Mo Lark", "Noa Kerr", "Ola Jans", "Pat Iver", "Ro Hicks",
)  # fmt: skip


@dataclass
class World:
    """One opened state: organizations and people by the names that the tests call them."""

    program: Program
    organizations: dict[str, Organization] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    placed: dict[tuple[str, Relation], Person] = field(default_factory=dict)
    release: Release = field(default_factory=Release)
    year: ProgramYear = field(default_factory=ProgramYear)
    opened: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Organization:
        """An organization by its short name."""
        return self.organizations[name]

    def who(self, role: str, relation: Relation = Relation.OWN) -> Person:
        """The person who holds a role at that distance from Lincoln."""
        return self.placed[role, relation]

    def task(self, code: str, at: str = "lincoln") -> Task:
        """The task of that code that an organization's pages show: own, district's or state's."""
        place = self[at]
        ids = {place.pk, *place.ancestor_ids().values()}
        return Task.objects.select_related("workplan__organization", "held_at").get(
            template_code=code, workplan__year=self.year, workplan__organization__in=ids - {None}
        )

    @property
    def publisher(self) -> Person:
        """Somebody of the agency who may publish."""
        role = sorted(self.program.roles_with(Capability.RELEASE_PUBLISH))[0]
        return self.who(role)

    @property
    def checker(self) -> Person:
        """The second person of the agency: who checks what the publisher brought in."""
        return self.persons["checker"]


def build(pack: str = "illinois", *, open_year: bool = True) -> World:
    """Install a pack, people the state and open its year; about a second."""
    install(settings.PACK_FOLDER / pack, kind=Installation.Kind.LIVE)
    program = programs.current()
    world = World(program)
    _organizations(world)
    _people(world)
    with clock.standing_on(OPENED):
        world.release = draft(world)
        world.year = world.release.year
        announce(world)
        if open_year:
            checked(world, world.release)
            world.opened = publish_and_open(world.release, by=world.publisher, acting_as="cast")
    return world


def copy_of(world: World) -> World:
    """The same state, with records in memory that nobody else holds."""
    return deepcopy(world, {id(world.program): world.program})


# ---- The tree ----


def _organizations(world: World) -> None:
    exempted = [code for one in world.program.exceptions.exceptions for code in one.organizations]
    top = world.program.section("organizations", Organizations).top
    add = _Adder(world)
    add("state", Level.STATE, "State agency of the cast", code=top.code)
    add("north", Level.OFFICE, "North office", above="state")
    add("south", Level.OFFICE, "South office", above="state")
    add("birch", Level.DISTRICT, "Birch district", above="north")
    add("cedar", Level.DISTRICT, "Cedar district", above="north")
    add("harbor", Level.DISTRICT, "Harbor district", above="south", code=exempted[0])
    add("lincoln", Level.SCHOOL, "Lincoln School", above="birch")
    add("grant", Level.SCHOOL, "Grant School", above="birch")
    add("oak", Level.SCHOOL, "Oak School", above="birch")
    add("adams", Level.SCHOOL, "Adams School", above="cedar")
    add("mill", Level.SCHOOL, "Mill School", above="cedar", closed_on=date(2026, 8, 1))
    add("hyde", Level.SCHOOL, "Hyde School", above="harbor")


class _Adder:
    """Adds organizations with their ancestors, of the pack's first kind on each floor."""

    def __init__(self, world: World) -> None:
        self._world = world
        kinds = world.program.section("organizations", Organizations).kinds
        self._kinds = {kind.level: kind.code for kind in reversed(kinds)}
        self._claimed = {role: kind.code for kind in kinds for role in kind.roles}

    def __call__(
        self,
        short: str,
        level: Level,
        name: str,
        *,
        above: str = "",
        code: str = "",
        kind: str = "",
        closed_on: date | None = None,
    ) -> Organization:
        parent = self._world.organizations.get(above)
        found = Organization.objects.create(
            code=code or f"CAST-{short.upper()}",
            kind=kind or self._kinds[level],
            level=level,
            name=name,
            sort_name=sort_key(name),
            parent=parent,
            closed_on=closed_on,
            **{
                floor: self._ancestor(parent, floor)
                for floor in (Level.STATE, Level.OFFICE, Level.DISTRICT)
            },
        )
        self._world.organizations[short] = found
        return found

    def beside(self, role: str, relation: Relation, number: int) -> Organization:
        """The body beside the tree where a role is held: one of each kind at each distance."""
        kind = self._claimed[role]
        short = f"{kind} {relation}"
        if short in self._world.organizations:
            return self._world[short]
        code = short.replace(" ", "-").upper()
        return self(short, Level.OTHER, f"Provider {number}", code=code, kind=kind, above="state")

    @staticmethod
    def _ancestor(parent: Organization | None, floor: str) -> Organization | None:
        if parent is None or parent.level == floor:
            return parent
        found: Organization | None = getattr(parent, floor)
        return found


# ---- The people ----


def _people(world: World) -> None:
    """Every role at every distance, then those who stand outside."""
    numbers = count()
    add = _Adder(world)
    for role in world.program.roles.values():
        for relation in relations_of(role):
            world.placed[role.code, relation] = _holder(world, role, relation, next(numbers), add)
    world.persons["stranger"] = _person(next(numbers))
    world.persons["ended"] = _person(next(numbers))
    world.persons["two seats"] = _person(next(numbers))
    world.persons["checker"] = _person(next(numbers))
    top = world.publisher.appointments.get()
    Appointment.objects.create(
        person=world.persons["checker"], role=top.role, organization=top.organization,
        starts=APPOINTED,
    )  # fmt: skip
    alone = next(role for role in world.program.roles.values() if role.held_at == Level.SCHOOL)
    Appointment.objects.create(
        person=world.persons["ended"], role=alone.code, organization=world["lincoln"],
        starts=APPOINTED, ends=ENDED,
    )  # fmt: skip
    for place in ("oak", "adams"):
        Appointment.objects.create(
            person=world.persons["two seats"], role=team_role(world.program).code,
            organization=world[place], starts=APPOINTED,
        )  # fmt: skip


def relations_of(role: Role) -> list[Relation]:
    """The distances at which a role can be held; the whole state's is always one's own."""
    if role.reach == Reach.ASSIGNED or role.held_at == Level.SCHOOL:
        return list(Relation)
    if role.held_at == Level.DISTRICT:
        return [Relation.OWN, Relation.OTHER_DISTRICT, Relation.OTHER_REGION]
    if role.held_at in (Level.OFFICE, Level.OTHER):
        return [Relation.OWN, Relation.OTHER_REGION]
    return [Relation.OWN]


def team_role(program: Program) -> Role:
    """The role of which a school has several holders."""
    return next(
        role for role in program.roles.values() if role.held_at == Level.SCHOOL and not role.single
    )


def _person(number: int) -> Person:
    name = NAMES[number]
    address = "".join(part for part in sort_key(name) if part.isalnum())
    return Person.objects.create_user(f"{address}@cast.example", name=name)


def _holder(world: World, role: Role, relation: Relation, number: int, add: _Adder) -> Person:
    """One person who holds a role at a distance; assigned ones serve the school there."""
    person, school = _person(number), world[SCHOOL[relation]]
    if role.held_at == Level.OTHER:
        place = add.beside(role.code, relation, number)
    else:
        place = world.organizations[_short(world, school.ancestor_ids()[role.held_at])]
    Appointment.objects.create(person=person, role=role.code, organization=place, starts=APPOINTED)
    if role.reach == Reach.ASSIGNED:
        provides = role.held_at == Level.OTHER
        Assignment.objects.create(
            role=role.code, organization=school, starts=APPOINTED,
            person=None if provides else person, provider=place if provides else None,
        )  # fmt: skip
    return person


def _short(world: World, pk: int | None) -> str:
    return next(short for short, one in world.organizations.items() if one.pk == pk)


# ---- The release ----


def draft(
    world: World, *, title: str = "Release of the cast", without: tuple[str, ...] = ()
) -> Release:
    """A draft that designates the schools for their year, but for those left out."""
    named = world.program.section("designations", Designations)
    year, _new = ProgramYear.objects.get_or_create(start=START)
    release = Release.objects.create(
        title=title, year=year, vocabulary=named.vocabularies[-1].code, source="the cast",
        imported_by=world.publisher, imported_at=clock.now(),
    )  # fmt: skip
    kinds = {plan.of: plan.designations[0] for plan in world.program.plans.values()}
    rows = [(place, kinds[Level.SCHOOL]) for place in ("lincoln", "grant", "adams", "mill", "hyde")]
    rows += [("oak", quiet_term(world.program))]
    if Level.DISTRICT in kinds:
        rows += [("cedar", kinds[Level.DISTRICT])]
    for place, kind in rows:
        bands = [band.code for band in named.bands[:2]] if place == "lincoln" else [""]
        for band in bands if place not in without else ():
            Designation.objects.create(
                release=release, organization=world[place], kind=kind, label=kind, band=band
            )
    return release


def announce(world: World, start: int = START) -> None:
    """Somebody of the agency sets the days without which no year opens."""
    with clock.standing_on(OPENED):
        days = resolve(world.program.dates.values(), start)
        for code, rule in world.program.dates.items():
            if rule.required and days[code].day is None:
                set_day(start, code, days[code].month.replace(day=18), by=world.publisher)


def checked(world: World, release: Release) -> Release:
    """The draft, checked by the second person of the agency: what may be published."""
    check(release, by=world.checker, acting_as="cast")
    return release


def quiet_term(program: Program) -> str:
    """A designation for which no plan opens."""
    opening = {kind for plan in program.plans.values() for kind in plan.designations}
    terms = program.section("designations", Designations).vocabularies[-1].terms
    return next(term.code for term in terms if term.code not in opening)


def seats(world: World, role: str, relation: Relation = Relation.OWN) -> list[str]:
    """What a person's seats are called, on the day of the tests."""
    held = seats_of(world.who(role, relation), on=TODAY)
    return [seat.called(world.program) for seat in held]
