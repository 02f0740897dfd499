"""One page for each school: who, where it stands, meetings, what is late, what comes next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from trellis.kit.dates import month_name, short
from trellis.kit.tongue import gettext as _
from trellis.monitoring.queries.caseload import Words
from trellis.monitoring.queries.schools import add_meetings, schools_in
from trellis.monitoring.queries.statements import fetch, marks
from trellis.monitoring.rules import Scope
from trellis.monitoring.spotlight import Known, Light
from trellis.organizations.models import Appointment, holding
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.texts import say

SOON = timedelta(days=21)
MOST = 6
"""Steps of one kind that a brief names before it counts the rest."""


@dataclass
class Steps:
    """Some steps in words, and how many more there are."""

    named: list[tuple[str, str, str]] = field(default_factory=list)
    more: int = 0

    def add(self, text: str, role: str, when: str) -> None:
        """Name one, or count it."""
        if len(self.named) < MOST:
            self.named.append((text, role, when))
        else:
            self.more += 1


@dataclass
class Brief:
    """What stands on the page of one school."""

    name: str
    code: str
    district: str
    support: str
    months: str
    meetings: str
    month: str
    last_met: str
    now: str
    done: int
    steps: int
    people: list[tuple[str, list[str]]] = field(default_factory=list)
    late: Steps = field(default_factory=Steps)
    soon: Steps = field(default_factory=Steps)


def briefs_of(scope: Scope, chosen: Collection[str], *, on: date) -> list[Brief]:
    """Briefs of the chosen organizations within a scope, by name; four statements."""
    program = programs.in_year()
    schools = schools_in(scope, on, only=chosen)
    if not schools:
        return []
    add_meetings(schools, program, on)
    words = words_on(program, on)
    found = {pk: brief_of(one, words, on) for pk, one in schools.items()}
    _add_people(found, schools, program, on)
    _add_steps(found, program, on)
    ordered: Sequence[int] = sorted(found, key=lambda pk: (schools[pk].sort_name, pk))
    return [found[pk] for pk in ordered]


def words_on(program: Program, on: date) -> Words:
    """What says how a school stands on a day, where no rule is asked."""
    return Words(program, Light((), {}, frozenset(), on))


def brief_of(school: Known, words: Words, on: date) -> Brief:
    """The brief of a school without its people and steps; no query."""
    row = words.row(school, [], [], "", acts=False)
    return Brief(
        name=school.name,
        code=school.code,
        district=row.district,
        support=row.support,
        months=row.strip,
        meetings=row.meetings,
        month=month_name(on),
        last_met=short(school.last_met) if school.last_met else _("not yet"),
        now=row.now,
        done=school.done,
        steps=school.steps,
    )


def _add_people(
    found: dict[int, Brief], schools: dict[int, Known], program: Program, on: date
) -> None:
    """Holders of roles at the school, then those at its district, in the order of the pack."""
    districts = {one.district_id for one in schools.values() if one.district_id}
    rows = (
        Appointment.objects.filter(
            holding(on), organization__in=[*schools, *districts], delegated_by=None
        )
        .order_by("person__sort_name", "pk")
        .values_list("organization_id", "role", "person__name")
    )
    held: dict[tuple[int, str], list[str]] = {}
    for at, held_role, name in rows:
        held.setdefault((at, held_role), []).append(name)
    for pk, brief in found.items():
        places = [pk, schools[pk].district_id or pk]
        for role in program.roles.values():
            names = [
                name for one in dict.fromkeys(places) for name in held.get((one, role.code), ())
            ]
            if names:
                brief.people.append((say(role.name), names))


def _add_steps(found: dict[int, Brief], program: Program, on: date) -> None:
    named: dict[str, Any] = {"on": on, "until": on + SOON}
    places = marks("p", found, named)
    for place, code, title, role, due, late_after, month in fetch(
        "brief_steps", named, plain=True, places=places
    ):
        task = program.tasks.get(code)
        text = title or (say(task.text) if task else code)
        who = say(program.roles[role].name) if role in program.roles else role
        late = late_after is not None and late_after < on
        part = found[place].late if late else found[place].soon
        part.add(text, who, short(due) if due else month_name(month))
