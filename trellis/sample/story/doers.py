"""Who does a task on a day: the holders of its role, or whoever its vacancy falls to.

The same answer as `trellis.work.rules.holders` gives for one task, from two queries for all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trellis.organizations.models import Appointment, Assignment, Organization
from trellis.programs.models import ProgramYear
from trellis.programs.program import Program
from trellis.programs.schema.roles import Reach
from trellis.programs.texts import say
from trellis.work.rules import ABOVE, roles_doing


@dataclass(frozen=True)
class Doer:
    """Somebody, and how the record calls them when they act."""

    person: int
    acting_as: str


@dataclass(frozen=True)
class Spell:
    """A person or provider holds or serves from one day to another."""

    role: str
    person: int | None
    provider: int | None
    starts: date
    ends: date | None

    def holds(self, on: date) -> bool:
        """Whether that day lies in it."""
        return self.starts <= on and (self.ends is None or self.ends >= on)


class Circle:
    """Everybody of a year, by role and organization."""

    def __init__(self, program: Program, year: ProgramYear) -> None:
        self.program = program
        self.organizations = {
            one.pk: one for one in Organization.objects.select_related(None).iterator()
        }
        self.running = set(year.workplans.values_list("organization_id", flat=True))
        self._doing = {role: roles_doing(program, role) for role in program.roles}
        self._held: dict[tuple[str, int], list[Spell]] = defaultdict(list)
        rows = Appointment.objects.order_by("id").values_list(
            "role", "organization_id", "person_id", "starts", "ends"
        )
        for role, place, person, starts, ends in rows:
            self._held[role, place].append(Spell(role, person, None, starts, ends))
        self._served: dict[tuple[str, int], list[Spell]] = defaultdict(list)
        served = Assignment.objects.order_by("id").values_list(
            "role", "organization_id", "person_id", "provider_id", "starts", "ends"
        )
        for role, place, person, provider, starts, ends in served:
            self._served[role, place].append(Spell(role, person, provider, starts, ends))
        self._below: dict[int, list[int]] = defaultdict(list)
        for pk in sorted(self.running):
            for above in self.chain(pk)[1:]:
                self._below[above].append(pk)

    def chain(self, place: int) -> list[int]:
        """An organization and those above it, nearest first."""
        one = self.organizations[place]
        above = [one.pk, one.parent_id, one.district_id, one.office_id, one.state_id]
        return list(dict.fromkeys(pk for pk in above if pk))

    def doers(self, role: str, place: int, on: date) -> list[Doer]:
        """Holders of a role at an organization, or whoever the vacancy falls to."""
        wanted: str | None = role
        seen: set[str] = set()
        while wanted and wanted not in seen:
            seen.add(wanted)
            places = [place] if wanted == role else self.chain(place)
            for one in places:
                if found := self.holders(wanted, one, on):
                    return found
            wanted = self.program.roles[wanted].vacancy_falls_to
        return []

    def holders(self, role: str, place: int, on: date) -> list[Doer]:
        """Holders of a role at an organization, and of organizations below that take part."""
        level = self.organizations[place].level
        places = [place]
        if level in ABOVE and level != self.program.roles[role].works_at:
            places += self._below[place]
        found: dict[int, Doer] = {}
        for one in places:
            for doer in self._at(role, one, on):
                found.setdefault(doer.person, doer)
        return list(found.values())

    def _at(self, role: str, place: int, on: date) -> Iterable[Doer]:
        if self.program.roles[role].reach == Reach.ASSIGNED:
            for spell in self._served[role, place]:
                if spell.holds(on):
                    yield from self._serving(spell, place, on)
            if self.organizations[place].level != "state":
                return
        for code in self._doing[role]:
            for spell in self._held[code, place]:
                if spell.holds(on) and spell.person:
                    yield Doer(spell.person, self.called(code, place))

    def _serving(self, spell: Spell, place: int, on: date) -> Iterable[Doer]:
        label = self.called(spell.role, place)
        if spell.person:
            yield Doer(spell.person, label)
        elif spell.provider:
            for one in self._held[spell.role, spell.provider]:
                if one.holds(on) and one.person:
                    yield Doer(one.person, label)

    def called(self, role: str, place: int) -> str:
        """As `Seat.called` says it."""
        return f"{say(self.program.roles[role].name)}, {self.organizations[place].name}"[:200]

    def first_day(self, role: str, place: int) -> date | None:
        """The first day on which anybody holds a role."""
        return min((spell.starts for spell in self._held[role, place]), default=None)
