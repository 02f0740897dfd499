"""Invented districts and schools over the real regions.

Codes follow the state's pattern and cannot meet a real one: the district part begins with S, which
no code of the state does. The one real code is that of the district that the pack exempts from some
tasks, so that the exemption can be seen; its schools, too, have an S in their own part.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from trellis.organizations.schema import Office, Regions
from trellis.programs.program import Program
from trellis.sample.invention.words import GROUNDS, HALVES, PLACES

HOME = "Marlbridge"
"""The place of the standard cast."""
APART = "Foxmoor"
"""The place of the school without a district."""
EXEMPTED = "Sample City"
UNIT, ELEMENTARY, HIGH = "26", "04", "17"
"""The type part of a district's code: all grades, the lower ones, the upper ones."""
TITLES = {UNIT: "Unit District", ELEMENTARY: "Elementary District", HIGH: "High School District"}
GRADES = {"e": "PK-5", "m": "6-8", "h": "9-12", "k": "K-8", "p": "6-12"}


@dataclass(frozen=True)
class Size:
    """How large the state is."""

    districts: int
    schools: int
    exempted: int
    """Schools of the district that the pack exempts."""
    intensive: int
    exempted_intensive: int
    comprehensive: int
    targeted: int


FULL = Size(90, 400, 34, 24, 6, 20, 16)
SMALL = Size(8, 40, 7, 10, 2, 4, 3)


@dataclass
class School:
    """One school; `part` is its place in the sample's story, mostly none."""

    code: str
    name: str
    span: str
    """Which grades, as a key of GRADES."""
    city: str
    type: str = "Sch"
    part: str = ""
    label: str = ""

    @property
    def grades(self) -> str:
        """As the directory writes them."""
        return GRADES[self.span]


@dataclass
class District:
    """One district and its schools."""

    code: str
    name: str
    place: str
    county: str
    """As the directory names it."""
    part: str = ""
    schools: list[School] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The type part of its code."""
        return self.code[9:11]


@dataclass
class State:
    """Everything that the directory file will hold."""

    districts: list[District]
    offices: list[Office]
    alone: School
    """Stands directly under its office."""

    @property
    def schools(self) -> list[School]:
        """Every school, district by district, then the one without a district."""
        return [one for district in self.districts for one in district.schools] + [self.alone]

    def designated(self, label: str) -> list[School]:
        """The schools of one designation."""
        return [one for one in self.schools if one.label == label]


class Inventor:
    """Makes one state; the same seed and size make the same."""

    def __init__(self, program: Program, seed: int, size: Size) -> None:
        self.rng, self.size = Random(f"places {seed}"), size  # noqa: S311 - only names and places
        self.regions = program.section("regions", Regions)
        self.counties = {one.code: one.name for one in self.regions.counties}
        exempted = program.exceptions.exceptions[0].organizations[0]
        self.exempted = exempted
        self.offices = [
            one
            for one in self.regions.offices
            if one.organization and one.counties and one.region != exempted[:2]
        ]
        self.places = [one for one in PLACES if one not in (HOME, APART)]
        self.rng.shuffle(self.places)
        self.names = [f"{half} {ground}" for half in HALVES for ground in GROUNDS]
        self.rng.shuffle(self.names)
        self.number = 0

    def state(self) -> State:
        """The whole state, designated."""
        districts = [self.home(), self.large(), self.little(), self.shared()]
        others = [self.district(self.places.pop()) for _ in range(self.size.districts - 4)]
        office = self.offices[2]
        alone = School(
            f"{office.organization[:11]}S001",
            f"{APART} Regional Learning Program",
            "p",
            APART,
            type="Reg Prg",
            part="alone",
        )
        state = State([*districts, *others], self.offices, alone)
        self.grow(state, others)
        self.designate(state)
        return state

    def district(self, place: str, kind: str = "", office: Office | None = None) -> District:
        """A district with its first schools."""
        self.number += 1
        kind = kind or self.rng.choices((UNIT, ELEMENTARY, HIGH), (65, 25, 10))[0]
        office = office or self.offices[self.number % len(self.offices)]
        county = self.rng.choice(office.counties)
        code = f"{office.region}{county}S{self.number:03d}{kind}0000"
        name = f"{place} {TITLES[kind]} {self.number}"
        found = District(code, name, place, self.counties[county])
        for span in {UNIT: "emh", ELEMENTARY: "em", HIGH: "h"}[kind]:
            self.school(found, span)
        return found

    def school(self, district: District, span: str, name: str = "", part: str = "") -> School:
        """One more school of a district."""
        number = sum(one.span == span for one in district.schools) + 1
        first = {"e": 2000, "k": 2000, "m": 1000, "h": 0}[span]
        if not name:
            called = {"m": "Middle School", "h": "High School"}.get(span)
            lower = not called or number > 1
            stem = self.names.pop() if lower else district.place
            name = f"{stem} {called or 'Elementary School'}"
        own = f"{first + number:04d}"
        if district.code == self.exempted:
            own = f"S{len(district.schools) + 1:03d}"
        one = School(district.code[:11] + own, name, span, district.place, part=part)
        district.schools.append(one)
        return one

    def home(self) -> District:
        """The district of the standard cast: four schools whose years go differently."""
        found = self.district(HOME, UNIT, self.offices[len(self.offices) // 2])
        found.part = "home"
        first, middle, high = found.schools
        first.part, middle.part, high.part = "no principal", "cast", "late contract"
        self.school(found, "e", part="no team")
        for _ in range(6 if self.size.schools > 100 else 3):
            self.school(found, "e")
        return found

    def large(self) -> District:
        """The district that the pack exempts from some tasks."""
        county = next(
            one.counties[0] for one in self.regions.offices if one.region == self.exempted[:2]
        )
        name = f"{EXEMPTED} Public Schools"
        found = District(self.exempted, name, EXEMPTED, self.counties[county], part="exempted")
        for number in range(self.size.exempted):
            self.school(found, "h" if number % 5 == 1 else "k" if number % 5 == 3 else "e")
        return found

    def little(self) -> District:
        """A district of one school."""
        found = self.district(self.places.pop(), ELEMENTARY, self.offices[5])
        found.schools, found.part = [], "little"
        self.school(found, "k", name=f"{found.place} School", part="little")
        return found

    def shared(self) -> District:
        """A district whose two schools have one principal."""
        found = self.district(self.places.pop(), ELEMENTARY, self.offices[9])
        found.part = "shared"
        for one in found.schools:
            one.part = "shared"
        return found

    def grow(self, state: State, others: list[District]) -> None:
        """Add lower schools until there are enough; a few districts grow more than the rest."""
        growing = [one for one in others if one.kind != HIGH]
        weights = [min(4.0, self.rng.paretovariate(1.6)) for _ in growing]
        while len(state.schools) < self.size.schools:
            self.school(self.rng.choices(growing, weights)[0], "e")

    def designate(self, state: State) -> None:
        """Say of every school what the state says of it."""
        for one in state.schools:
            one.label = "intensive" if one.part else ""
        large = state.districts[1].schools
        for one in self.rng.sample(large, self.size.exempted_intensive):
            one.label = "intensive"
        free = [one for one in state.schools if not one.label]
        self.rng.shuffle(free)
        more = self.size.intensive - len(state.designated("intensive"))
        for one in [one for one in free if one not in large][:more]:
            one.label = "intensive"
        free = [one for one in free if not one.label]
        wanted = {"comprehensive": self.size.comprehensive, "targeted": self.size.targeted}
        for label, count in wanted.items():
            for one in [free.pop() for _ in range(count)]:
                one.label = label
        usual = ("exemplary", "commendable", "approaching", "developing")
        for one in state.schools:
            one.label = one.label or self.rng.choices(usual, (10, 50, 28, 12))[0]


def invent(program: Program, *, seed: int, size: Size) -> State:
    """Invent a state over the regions of a pack."""
    return Inventor(program, seed, size).state()
