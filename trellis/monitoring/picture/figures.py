"""The picture itself: a row for each region, district, coordinator, month or activity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trellis.kit.sql import rows
from trellis.monitoring.picture.parts import Asked, By, Pieces, pieces
from trellis.monitoring.picture.statements import text
from trellis.organizations import queries as organizations
from trellis.organizations.models import Organization
from trellis.people.models import Person
from trellis.programs.program import Program
from trellis.programs.texts import say


@dataclass
class Figures:
    """How far one group is; `key` is how addresses name it, `name` how people do."""

    key: str
    name: str = ""
    schools: int = 0
    behind: int = 0
    done: int = 0
    late: int = 0
    ahead: int = 0
    earlier: int = 0
    waived: int = 0
    expected: int = 0
    held: int = 0

    @property
    def on_track(self) -> int:
        """Schools without a late step here."""
        return self.schools - self.behind

    @property
    def steps(self) -> int:
        """All steps that apply: what was done before Trellis is neither on time nor late."""
        return self.done + self.late + self.ahead


NUMBERS = (
    "schools", "behind", "done", "late", "ahead", "earlier", "waived", "expected", "held",
)  # fmt: skip


def figures(asked: Asked, program: Program) -> list[Figures]:
    """A row for each group with anything in it, in the order people expect; two statements."""
    named = asked.named
    found: dict[str, Figures] = {}
    for key, *numbers in rows(_statement(asked, program, named), named, plain=True):
        one = found.setdefault(str(key), Figures(str(key)))
        for name, number in zip(NUMBERS, numbers, strict=True):
            setattr(one, name, getattr(one, name) + int(number or 0))
    return named_in_order(asked.by, found.values(), program)


def whole(asked: Asked, program: Program) -> Figures:
    """The same over everything; one statement. A school behind in two months is behind once."""
    named = asked.named
    parts = pieces(asked, program, named)
    parts = Pieces(parts.steps, parts.expected, parts.held, "''", "''")
    found = Figures("")
    for _key, *numbers in rows(_put_together(parts, meetings=True), named, plain=True):
        for name, number in zip(NUMBERS, numbers, strict=True):
            setattr(found, name, getattr(found, name) + int(number or 0))
    return found


def _statement(asked: Asked, program: Program, named: dict[str, Any]) -> str:
    return _put_together(pieces(asked, program, named), meetings=asked.by != By.ACTIVITY)


def _put_together(parts: Pieces, *, meetings: bool) -> str:
    more = ""
    if meetings:
        more = text(
            "meetings", meeting_key=parts.meeting_key, expected=parts.expected, held=parts.held
        )
    return text("steps", step_key=parts.step_key, steps=parts.steps, meetings=more)


def named_in_order(by: By, found: Iterable[Figures], program: Program) -> list[Figures]:
    """The groups by their names; at most one query."""
    groups = list(found)
    names = names_of(by, [one.key for one in groups], program)
    for one in groups:
        one.name = names.get(one.key) or nameless(by)
    order = {key: place for place, key in enumerate(names)}
    return sorted(groups, key=lambda one: (one.key not in order, order.get(one.key, 0), one.key))


def names_of(by: By, keys: Iterable[str], program: Program) -> dict[str, str]:
    """What groups are called, in their order; those without a name are left out."""
    asked = set(keys)
    if by == By.REGION:
        regions = organizations.region_names(program)
        return {key: name for key, name in regions.items() if key in asked}
    if by == By.MONTH:
        days = sorted(date.fromisoformat(key) for key in asked if key)
        return {one.isoformat(): month_and_year(one) for one in days}
    if by == By.ACTIVITY:
        return {
            f"{plan}/{code}": say(one.title)
            for (plan, code), one in program.activities.items()
            if f"{plan}/{code}" in asked
        }
    numbers = [int(key) for key in asked if key.isdecimal() and key != "0"]
    kind: Any = Organization if by == By.DISTRICT else Person
    named = kind.objects.filter(pk__in=numbers).values_list("pk", "name", "sort_name")
    return {str(pk): name for pk, name, _sort in sorted(named, key=lambda one: (one[2], one[0]))}


def month_and_year(day: date) -> str:
    """ "December 2026"."""
    return date_format(day, "F Y")


def nameless(by: By) -> str:
    """What the group without a name is called."""
    return {
        By.REGION: _("The state itself and whoever has no region"),
        By.DISTRICT: _("The state itself and whoever has no district"),
        By.COORDINATOR: _("Served by nobody: districts, the state, and schools that wait"),
        By.MONTH: _("Another month"),
        By.ACTIVITY: _("Steps that people wrote themselves"),
    }[by]
