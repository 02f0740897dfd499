"""What people set for a year, told as a pack would tell it, so that its author can take it over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _
from ruamel.yaml import YAML

from trellis.kit.school_year import label
from trellis.programs.models import Override
from trellis.programs.overrides import part_of
from trellis.programs.program import Program
from trellis.programs.schema.calendar import DateRule

SETTLED = ("mark", "question")
"""What a date no longer says once somebody has set its day."""


def year_changes(
    program: Program, start: int, days: Mapping[str, date], overrides: Iterable[Override]
) -> dict[str, dict[str, Any]]:
    """File name to the entries that differ: whole dates, and of other parts what was changed.

    Overrides whose part left the program are left out.
    """
    found: dict[str, dict[str, Any]] = {}
    dates = [
        _dated(program.dates[code], day, start)
        for code, day in sorted(days.items())
        if code in program.dates
    ]
    if dates:
        found["calendar.yaml"] = {"dates": dates}
    told: dict[tuple[str, str], dict[str, Any]] = {}
    for one in overrides:
        if part_of(program, one.kind, one.subject) is not None:
            told.setdefault((one.kind, one.subject), {})[one.field] = one.value
    stems = {plan.code: stem for stem, plan in program.plan_files.items()}
    for (kind, subject), values in sorted(told.items()):
        if kind == Override.Kind.CONTACT:
            found["pack.yaml"] = {"contact": values}
            continue
        if kind == Override.Kind.RESOURCE:
            entries = found.setdefault("resources.yaml", {}).setdefault("resources", [])
            entries.append({"code": subject, **values})
            continue
        plan, _slash, code = subject.partition("/")
        file = f"year-plans/{stems[plan]}.yaml"
        found.setdefault(file, {}).setdefault("activities", []).append({"code": code, **values})
    return found


def _dated(rule: DateRule, day: date, start: int) -> dict[str, Any]:
    told = rule.model_dump(mode="json", exclude_unset=True)
    kept = {key: value for key, value in told.items() if key not in SETTLED}
    fixed = {"kind": "fixed", "month": day.month, "day": day.day}
    if day.year != start:
        fixed["year"] = day.year - start
    # The day was right for one year; in the next, somebody confirms it again.
    return {**kept, "rule": fixed, "confirm": True}


def as_yaml(changes: Mapping[str, Any], program: Program, start: int) -> str:
    """The changes as one text; each name at the margin is a file of the pack."""
    words = {"year": label(start), "pack": program.pack.code, "version": program.pack.version}
    head = [
        _("Set for %(year)s over the pack %(pack)s, version %(version)s.") % words,
        _("Each entry belongs into the file above it, in place of the one with its code or name."),
    ]
    out = StringIO()
    out.writelines(f"# {line}\n" for line in head)
    writer = YAML()
    writer.width = 100
    writer.allow_unicode = True
    if changes:
        writer.dump(dict(changes), out)
    return out.getvalue()
