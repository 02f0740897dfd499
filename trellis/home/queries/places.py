"""Schools, districts and offices as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from trellis.cycles.models import ImprovementCycle
from trellis.designations import queries as designations
from trellis.designations.queries import InWords
from trellis.home.queries import rows as sql
from trellis.home.words import Words, due_words, missing_task, short
from trellis.kit.dates import next_month
from trellis.organizations.models import Level, Organization
from trellis.organizations.schema import Organizations, Regions
from trellis.programs.program import Program
from trellis.programs.schema.roles import Role
from trellis.programs.texts import say

PAGE = 100
NAMES = 3


@dataclass(slots=True)
class SchoolRow:
    """A school in the list of its district, with the progress of its own year where it has one."""

    id: int
    code: str
    name: str
    key: str
    grades: str
    of: int
    done: int
    late: int
    due: str
    designation: str = ""


@dataclass(slots=True)
class Step:
    """Something a district is to approve, take to its board or submit, for one or many schools."""

    task: int
    text: str
    title: str
    when: str
    late: bool
    key: str
    names: list[str] = field(default_factory=list)

    @property
    def named(self) -> str:
        """The schools, or how many."""
        if len(self.names) <= NAMES + 1:
            return ", ".join(self.names)
        return _("%(names)s and %(count)s more") % {
            "names": ", ".join(self.names[:NAMES]),
            "count": len(self.names) - NAMES,
        }


@dataclass(slots=True)
class Vacancy:
    """A role that nobody holds, at one or more organizations."""

    role: str
    falls_to: str
    names: list[str]


@dataclass
class DistrictWork:
    """What people of a district see first."""

    approve: list[Step] = field(default_factory=list)
    board: list[Step] = field(default_factory=list)
    submit: list[Step] = field(default_factory=list)
    vacancies: list[Vacancy] = field(default_factory=list)


def organization_of(code: str, *levels: str) -> Organization | None:
    """An organization of some floors with those above it; one query."""
    found = Organization.objects.select_related("district", "office", "state", "parent")
    return found.filter(code=code, level__in=levels).first()


def county_name(program: Program, code: str) -> str:
    """The county's name; its code where the pack does not name it."""
    counties = program.section("regions", Regions).counties
    return next((one.name for one in counties if one.code == code), code)


def kind_name(program: Program, code: str) -> str:
    """What the pack calls a kind of organization."""
    kinds = program.section("organizations", Organizations).kinds
    return next((say(one.name) for one in kinds if one.code == code), code)


def has_year(organization: Organization) -> bool:
    """Whether a year is open at an organization, or beneath it; one query."""
    column = {
        Level.SCHOOL.value: "organization",
        Level.DISTRICT.value: "organization__district",
        Level.OFFICE.value: "organization__office",
        Level.STATE.value: "organization__state",
    }.get(organization.level, "organization")
    cycles = ImprovementCycle.objects.filter(**{column: organization})
    own = ImprovementCycle.objects.filter(organization=organization)
    return cycles.exists() if column == "organization" else (own | cycles).exists()


def schools_of(
    district: Organization, *, on: date, after: tuple[str, str, str] | None = None
) -> tuple[list[SchoolRow], bool]:
    """The schools of a district, those with a year first, and whether more follow; two queries."""
    named: dict[str, Any] = {"district": district.pk, "on": on, "most": PAGE + 1}
    clause = "TRUE"
    if after:
        named |= {"flag": after[0] == "1", "name": after[1], "code": after[2]}
        clause = (
            "(w.id IS NULL) > %(flag)s OR ((w.id IS NULL) = %(flag)s AND (o.sort_name > %(name)s"
            " OR (o.sort_name = %(name)s AND o.code > %(code)s)))"  # names repeat, codes don't
        )
    rows = sql.fetch("district_schools", named, after=clause)
    found = [
        SchoolRow(
            pk, code, name, f"{int(not of)}{sort_name}|{code}", grades, of, done or 0, late or 0,
            short(due) if due else "",
        )
        for pk, code, name, sort_name, grades, of, done, late, due in rows[:PAGE]
    ]  # fmt: skip
    told = designations.current_designations(row.id for row in found)
    for row in found:
        row.designation = label_of(told.get(row.id, ()))
    return found, len(rows) > PAGE


def label_of(told: Iterable[InWords]) -> str:
    """The designations of an organization in one phrase."""
    return ", ".join(f"{one.label} ({one.band})" if one.band else one.label for one in told)


def work_of(district: Organization, program: Program, words: Words, *, on: date) -> DistrictWork:
    """What a district is to approve, take to its board and submit, and its vacancies; one query."""
    until = next_month(on)
    named = {"district": district.pk, "on": on, "until": until}
    steps: dict[tuple[str, str], Step] = {}
    deeds: set[tuple[int, str]] = set()
    held: dict[tuple[int, str, str], set[str]] = {}
    acts: dict[str, list[Step]] = {"approve": [], "board": [], "submit": []}
    for what, pk, code, role, act, deed, name, month, due, late_after, workplan, level in sql.fetch(
        "district_work", named
    ):
        if what == "holder":
            held.setdefault((pk, name, level), set()).add(role)
            continue
        if deed and (workplan, deed) in deeds:
            continue
        deeds.add((workplan, deed))
        step = steps.get((code, str(due)))
        if step is None:
            step = _step(pk, code, words, month, due, late_after, on)
            steps[code, str(due)] = step
            acts[act].append(step)
        step.names.append(name)
    for found in acts.values():
        found.sort(key=lambda one: one.key)
    return DistrictWork(**acts, vacancies=_vacancies(program, words, held))


def _step(
    pk: int, code: str, words: Words, month: date | None, due: date | None,
    late_after: date | None, on: date,
) -> Step:  # fmt: skip
    said = words.tasks.get(code) or missing_task(code)
    month = month or on
    return Step(
        task=pk,
        text=said.text,
        title=said.activity.title,
        when=due_words(said, due, late_after, month),
        late=late_after is not None and late_after < on,
        key=f"{due or late_after or month}{said.activity.order:04d}",
    )


def _vacancies(
    program: Program, words: Words, held: dict[tuple[int, str, str], set[str]]
) -> list[Vacancy]:
    """Roles with a column that nobody holds where their work stands."""
    found = []
    for role in program.roles.values():
        if not role.in_matrix:
            continue
        doing = _doing(program, role)
        names = sorted(
            name
            for (_pk, name, level), roles in held.items()
            if level == role.works_at and not roles & doing
        )
        if names:
            falls_to = words.roles.get(role.vacancy_falls_to or "", "")
            found.append(Vacancy(words.roles[role.code], falls_to, names))
    return found


def _doing(program: Program, role: Role) -> set[str]:
    others = (one.code for one in program.roles.values() if role.code in one.does_tasks_of)
    return {role.code, *others}


def region_of(office: Organization) -> tuple[list[Organization], list[Organization]]:
    """The open districts of an office, and its schools that have a year, by name; one query."""
    running = ImprovementCycle.objects.filter(
        organization=OuterRef("pk"), state=ImprovementCycle.State.RUNNING
    )
    rows = (
        Organization.objects.filter(office=office, closed_on=None)
        .filter(Q(level=Level.DISTRICT) | Exists(running))
        .annotate(supported=Exists(running))
        .select_related("district")
        .order_by("sort_name", "code")
    )
    districts: list[Organization] = []
    supported: list[Organization] = []
    for one in rows:
        if one.level == Level.DISTRICT:
            districts.append(one)
        if one.supported:
            supported.append(one)
    return districts, supported
