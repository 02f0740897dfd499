"""Invented people: who holds which role where, from when to when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from trellis.kit.names import sort_key
from trellis.sample.invention.cast import BY_KEY
from trellis.sample.invention.places import District, School, State
from trellis.sample.invention.words import FIRST_NAMES, LAST_NAMES

PROVIDERS = {
    "VENDOR-S1": "Quillford Assessment Partners",
    "VENDOR-S2": "Tarn and Thistle School Studies",
}
ASSOCIATIONS = {
    "ASSOCIATION-S1": "Sample Association of Principals",
    "ASSOCIATION-S2": "Sample Association of School Boards",
}
BESIDE = {"vendor": PROVIDERS, "association": ASSOCIATIONS}
"""Bodies that no directory of a state holds, by kind: code to name."""
SUPPORTED = ("intensive", "comprehensive")
WITH_STAFF = (*SUPPORTED, "targeted")


@dataclass(frozen=True)
class Who:
    """A person, known by address."""

    email: str
    name: str


@dataclass(frozen=True)
class Held:
    """A role held at an organization."""

    who: Who
    role: str
    code: str
    starts: date
    ends: date | None = None
    caseload: int | None = None


@dataclass(frozen=True)
class Served:
    """Who serves a school: a person, or a provider by code."""

    role: str
    code: str
    starts: date
    who: Who | None = None
    provider: str = ""


@dataclass
class People:
    """Everybody, their appointments and their assignments."""

    persons: list[Who] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    served: list[Served] = field(default_factory=list)


class Caster:
    """Fills the state with people; the same seed makes the same."""

    def __init__(self, state: State, *, seed: int, year: int, top: str) -> None:
        self.state, self.year, self.top = state, year, top
        self.rng = Random(f"people {seed}")  # noqa: S311 - only names and dates
        self.found = People()
        self.names: set[str] = {one.name for one in BY_KEY.values()}
        self.opening = date(year, 10, 1)

    def people(self) -> People:
        """Everybody."""
        self.agency()
        for district in self.state.districts:
            self.district(district)
        for number, (code, _name) in enumerate(PROVIDERS.items()):
            self.hold("vendor", code, self.cast("vendor") if not number else None)
            for _ in range(2):
                self.hold("vendor", code)
        self.school(self.state.alone, "foxmoor")
        self.offices()
        self.services()
        self.associations()
        self.advisors()
        return self.found

    def person(self, domain: str) -> Who:
        """Somebody new with a name that nobody here has."""
        while True:
            name = f"{self.rng.choice(FIRST_NAMES)} {self.rng.choice(LAST_NAMES)}"
            if name not in self.names:
                break
        self.names.add(name)
        local = sort_key(name.replace("’", "")).replace(" ", ".")
        found = Who(f"{local}@{domain}.example.org", name)
        self.found.persons.append(found)
        return found

    def cast(self, key: str) -> Who:
        """Somebody of the standard cast."""
        member = BY_KEY[key]
        found = Who(member.email, member.name)
        self.found.persons.append(found)
        return found

    def hold(
        self,
        role: str,
        code: str,
        who: Who | None = None,
        *,
        domain: str = "partners",
        starts: date | None = None,
        ends: date | None = None,
        caseload: int | None = None,
    ) -> Who:
        """Give somebody (new when left out) a role, since the summer of some year."""
        who = who or self.person(domain)
        starts = starts or date(self.year - self.rng.randint(0, 8), 7, 1)
        self.found.held.append(Held(who, role, code, starts, ends, caseload))
        return who

    def agency(self) -> None:
        """The program's own people: staff, and coordinators with the most they take."""
        self.hold("agency", self.top, self.cast("agency"))
        self.hold("agency", self.top, self.cast("checker"))
        for _ in range(2):
            self.hold("agency", self.top, domain="state")
        self.hold("coordinator", self.top, self.cast("coordinator"), caseload=10)
        for _ in range(6):
            most = self.rng.choice((8, 9, 10))
            self.hold("coordinator", self.top, domain="state", caseload=most)

    def district(self, district: District) -> None:
        """A superintendent everywhere; staff and a board where a school gets support."""
        home = district.part == "home"
        domain = district.place.lower().replace(" ", "-")
        lead = self.cast("superintendent") if home else None
        if home:  # an appointment that has ended, and the one that follows
            summer = date(self.year, 6, 30)
            self.hold("superintendent", district.code, domain=domain,
                      starts=date(self.year - 6, 7, 1), ends=summer)  # fmt: skip
            self.hold("superintendent", district.code, lead, starts=date(self.year, 7, 1))
        else:
            self.hold("superintendent", district.code, domain=domain)
        if any(one.label in WITH_STAFF for one in district.schools):
            self.staff(district, domain, home=home)
        shared = self.person(domain) if district.part == "shared" else None
        for one in district.schools:
            self.school(one, domain, shared)

    def staff(self, district: District, domain: str, *, home: bool) -> None:
        """Two or three people of the district, five of its board, and the board's secretary."""
        self.hold("district", district.code, self.cast("district-staff") if home else None,
                  domain=domain)  # fmt: skip
        for _ in range(self.rng.choice((1, 2))):
            self.hold("district", district.code, domain=domain)
        self.hold("board", district.code, self.cast("board-member") if home else None,
                  domain=domain)  # fmt: skip
        for _ in range(4):
            self.hold("board", district.code, domain=domain)
        self.hold("board-secretary", district.code,
                  self.cast("board-secretary") if home else None, domain=domain)  # fmt: skip

    def school(self, school: School, domain: str, shared: Who | None = None) -> None:
        """A principal, and a leadership team where the year or a status asks for one."""
        if school.part == "no principal":
            self.hold("principal", school.code, domain=domain, starts=date(self.year - 4, 7, 1),
                      ends=date(self.year, 11, 13))  # fmt: skip
        else:
            known = self.cast("principal") if school.part == "cast" else shared
            self.hold("principal", school.code, known, domain=domain)
        if school.label not in SUPPORTED:
            return
        starts = self.team_from(school)
        for number in range(self.rng.randint(5, 8)):
            known = self.cast("teacher") if school.part == "cast" and not number else None
            self.hold("team", school.code, known, domain=domain, starts=starts)

    def team_from(self, school: School) -> date:
        """Some teams stand since summer, most are named in November, one is late."""
        if school.part == "no team":
            return date(self.year + 1, 1, 20)
        if school.part == "cast" or self.rng.random() < 0.3:
            return date(self.year, 8, 17)
        day = date(self.year, 11, self.rng.randint(4, 20))
        return day - timedelta(days=max(0, day.weekday() - 4))

    def offices(self) -> None:
        """Readers at the regional offices: the cast's own and some others."""
        home = self.state.districts[0].code[:2]
        own = next(one for one in self.state.offices if one.region == home)
        self.hold("regional-office", own.organization, self.cast("office"))
        for office in self.state.offices[::5]:
            if office is not own:
                self.hold("regional-office", office.organization, domain=f"office-{office.region}")

    def associations(self) -> None:
        """Each has somebody who speaks for it; the first one coaches."""
        coaching, *others = ASSOCIATIONS
        self.hold("association", coaching, self.cast("association"))
        self.hold("coach", coaching, self.cast("coach"))
        self.hold("coach", coaching)
        for code in others:
            self.hold("association", code)

    def advisors(self) -> None:
        """The school of the cast chose its advisory group early; a few others follow in spring."""
        for number, one in enumerate(self.state.designated("intensive")):
            if one.part == "cast" or number % 9 == 0:
                home = one.part == "cast"
                day = date(self.year, 11, 16) if home else date(self.year + 1, 3, 8)
                for count in range(5):
                    known = self.cast("advisor") if home and not count else None
                    self.hold("advisor", one.code, known, domain="neighbors", starts=day)

    def services(self) -> None:
        """The cast's coordinator serves the home district; every intensive school has a vendor,
        one of them late."""
        coordinator = Who(BY_KEY["coordinator"].email, BY_KEY["coordinator"].name)
        for one in self.state.districts[0].schools:
            if one.label in SUPPORTED:
                day = self.opening
                self.found.served.append(Served("coordinator", one.code, day, coordinator))
        providers = list(PROVIDERS)
        for number, one in enumerate(self.state.designated("intensive")):
            late = one.part == "late contract"
            day = date(self.year + 1, 1, 12) if late else self.opening
            own = providers[0] if one.part == "cast" else providers[number % 2]
            self.found.served.append(Served("vendor", one.code, day, provider=own))


def people_of(state: State, *, seed: int, year: int, top: str) -> People:
    """Invent everybody for a state in a year; `top` is the agency's code."""
    return Caster(state, seed=seed, year=year, top=top).people()
