"""What stands around a year: people, vacancies, next dates, what comes of it, what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from trellis.designations.schema import Designations
from trellis.home.queries.cards import FINISHED, SIGNS
from trellis.home.queries.front import DateLine, date_line
from trellis.home.queries.year import Year
from trellis.kit.tongue import gettext as _
from trellis.programs.date_rules import Resolved
from trellis.programs.program import Program
from trellis.programs.schema.lists import Exemption
from trellis.programs.schema.roles import Reach
from trellis.programs.texts import say

DATES = 4  # in the side column


class Outcome(NamedTuple):
    """Something the year produces, and how far it is."""

    text: str
    state: str
    sign: str


@dataclass(slots=True)
class LeftOut:
    """Steps that do not exist here, with the reason people read."""

    count: int
    reason: str
    instead: str
    steps: list[str]


def designation_label(year: Year) -> str:
    """The state's word for the designation that opened this year."""
    sections = year.program.section("designations", Designations)
    for vocabulary in sections.vocabularies:
        if vocabulary.code == year.cycle.vocabulary:
            for term in vocabulary.terms:
                if term.code == year.cycle.designation:
                    return say(term.label)
    return ""


def people(year: Year) -> list[tuple[str, str]]:
    """Who is assigned to this organization, by role."""
    return [
        (year.words.columns[code], ", ".join(name for _person, name in holders))
        for code, role in year.program.roles.items()
        if role.reach == Reach.ASSIGNED and (holders := year.holders(code, year.organization.pk))
    ]


def vacancies(year: Year) -> list[str]:
    """Roles here without a holder, and to whom their steps fall."""
    found = []
    for role, _place in year.vacant:
        if role not in year.program.roles:
            continue
        falls_to = year.program.roles[role].vacancy_falls_to
        named = {"role": year.words.roles[role], "other": year.words.roles.get(falls_to or "", "")}
        if falls_to:
            found.append(_("%(role)s: vacant. Falls to: %(other)s.") % named)
        else:
            found.append(_("%(role)s: vacant.") % named)
    return found


def next_dates(year: Year) -> list[DateLine]:
    """The dates of this plan that lie ahead, the soonest first."""
    ahead = [
        (at, year.program.dates[code])
        for code in date_codes(year.program, year.cycle.plan)
        if (at := year.dates.get(code)) is not None and _is_ahead(at, year.on)
    ]
    ahead.sort(key=lambda one: (one[0].day or one[0].month.replace(day=28), one[0].code))
    return [date_line(at, rule) for at, rule in ahead[:DATES]]


@lru_cache(maxsize=32)
def date_codes(program: Program, plan: str) -> frozenset[str]:
    """The dates that a plan names, for its tasks or beside its activities."""
    activities = program.plans[plan].activities
    due = {
        task.due for one in activities for cell in one.cells.values() for task in cell if task.due
    }
    return frozenset(due.union(*(one.dates for one in activities)))


def _is_ahead(at: Resolved, on: date) -> bool:
    return at.day >= on if at.day else at.month >= on.replace(day=1)


def outcomes(year: Year) -> list[Outcome]:
    """What this year produces; done or begun where an activity says it makes it."""
    states: dict[str, str] = {}
    for code, tasks in year.rows.items():
        row = year.words.activities.get(code)
        if row is None or not row.produces or not any(one.state == "done" for one in tasks):
            continue
        state = "done" if all(one.state in FINISHED for one in tasks) else "begun"
        states.update(dict.fromkeys(row.produces, state))
    texts = [say(one) for one in year.plan.outcomes]
    return [
        Outcome(text, state, SIGNS[state])
        for text in texts
        for state in (states.get(text, "open"),)
    ]


def exceptions(year: Year) -> list[LeftOut]:
    """Why some steps of the plan are not here."""
    codes = {code for pk, code in year.cycle.circle if pk in year.places}
    return [
        LeftOut(
            count=len(steps),
            reason=say(one.reason),
            instead=say(one.instead) if one.instead else "",
            steps=steps,
        )
        for one in year.program.exceptions.exceptions
        if one.plan == year.cycle.plan
        and codes.intersection(one.organizations)
        and (steps := list(_left_out(year, one)))
    ]


def _left_out(year: Year, exemption: Exemption) -> Iterator[str]:
    """The words of each step that an exemption takes away."""
    here = {task.code for task in year.tasks}
    for activity in year.plan.activities:
        for cell in activity.cells.values():
            for task in cell:
                code = f"{activity.code}.{task.code}"
                hit = code in exemption.tasks or set(task.tags) & set(exemption.tags)
                if hit and f"{year.plan.code}/{code}" not in here:
                    yield say(task.text)
