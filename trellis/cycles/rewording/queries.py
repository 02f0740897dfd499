"""What the pages of a year's words read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from trellis.programs.models import Override
from trellis.programs.overrides import Part, part_of
from trellis.programs.program import Program
from trellis.programs.schema.identity import Contact
from trellis.programs.texts import say


@dataclass(frozen=True)
class Reworded:
    """An override with the pack's words beside it; `left` where its part left the program."""

    override: Override
    title: str
    plan: str
    code: str
    field: str
    here: str
    packs: str
    left: bool


@dataclass(frozen=True)
class ActivityLine:
    """An activity in the list of those that can be reworded."""

    plan: str
    code: str
    title: str
    month: str
    reworded: int


def overrides_of(start: int) -> list[Override]:
    """What a year says otherwise, with who said so; one query."""
    rows = Override.objects.filter(year__start=start).select_related("by", "year")
    return list(rows.order_by("kind", "subject", "field"))


def reworded(program: Program, overrides: Iterable[Override]) -> list[Reworded]:
    """Each override as people read it."""
    names = field_names()
    found = []
    for one in overrides:
        part = part_of(program, one.kind, one.subject)
        plan, _slash, code = one.subject.partition("/")
        found.append(
            Reworded(
                override=one,
                title=title_of(part, {}) if part else one.subject,
                plan=plan,
                code=code,
                field=names.get(one.field, one.field),
                here=told(one.value),
                packs=told(getattr(part, one.field, "")),
                left=part is None,
            )
        )
    return found


def title_of(part: Part, own: Mapping[str, Any]) -> str:
    """What a part of the program is called, with what a year says of it."""
    if isinstance(part, Contact):
        return _("The program’s contact")
    return say(own.get("title", part.title))


def field_names() -> dict[str, str]:
    """What the fields are called that can be reworded."""
    return {
        "title": _("Title"),
        "why": _("Why"),
        "minutes": _("Minutes"),
        "help": _("Where help is"),
        "help_url": _("Link to help"),
        "contact": _("Whom to ask"),
        "url": _("Link"),
        "office": _("Office"),
        "website": _("Website"),
        "email": _("Email"),
        "phone": _("Phone"),
        "hours": _("Hours"),
    }


def told(value: Any) -> str:
    """A pack's value in words: each language of a text, or the number or link as it is."""
    if isinstance(value, dict):
        return " / ".join(value[code] for code in value)
    return "" if value is None else str(value)


def activities(
    program: Program, overrides: Sequence[Override]
) -> list[tuple[str, list[ActivityLine]]]:
    """By plan every activity in the order of the year, with how much of it is reworded."""
    counts: dict[str, int] = {}
    for one in overrides:
        if one.kind == Override.Kind.ACTIVITY:
            counts[one.subject] = counts.get(one.subject, 0) + 1
    found = []
    for plan in program.plans.values():
        months = {month.code: month.month for month in plan.months}
        lines = [
            ActivityLine(
                plan.code,
                one.code,
                say(one.title),
                _month(months[one.month]),
                counts.get(f"{plan.code}/{one.code}", 0),
            )
            for one in plan.activities
        ]
        found.append((say(plan.name), lines))
    return found


def _month(number: int) -> str:
    return str(MONTHS[number])
