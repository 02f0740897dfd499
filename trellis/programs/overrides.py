"""What may be said otherwise for a year, and a program in which it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from trellis.programs.models import Override
from trellis.programs.program import Program
from trellis.programs.schema.lists import Resource, Resources
from trellis.programs.schema.year_plan import PlannedActivity, YearPlan

P = TypeVar("P", PlannedActivity, Resource)

TEXTS = ("title", "why", "help", "contact")
"""Fields of an activity that may be told in each language."""

FIELDS = {
    Override.Kind.ACTIVITY: ("title", "why", "minutes", "help", "help_url", "contact"),
    Override.Kind.RESOURCE: ("url",),
}
"""What may be overridden, in the order in which it is shown; the names are the pack's keys."""


def part_of(program: Program, kind: str, subject: str) -> PlannedActivity | Resource | None:
    """The activity or the resource that an override is about; None once it left the program."""
    if kind == Override.Kind.RESOURCE:
        return program.resources.get(subject)
    plan, _slash, code = subject.partition("/")
    return program.activities.get((plan, code))


def reworded(program: Program, overrides: Iterable[Override]) -> Program:
    """The program with a year's own words in place; overrides without their part are left out."""
    told: dict[tuple[str, str], dict[str, Any]] = {}
    for one in overrides:
        told.setdefault((one.kind, one.subject), {})[one.field] = one.value
    parts = dict(program.parts)
    parts["year-plans"] = {stem: _plan(plan, told) for stem, plan in program.plan_files.items()}
    parts["resources"] = Resources.model_copy(
        program.section("resources", Resources),
        update={"resources": [
            _changed(one, told.get((Override.Kind.RESOURCE, code)))
            for code, one in program.resources.items()
        ]},
    )  # fmt: skip
    return Program(parts)


def _plan(plan: YearPlan, told: Mapping[tuple[str, str], dict[str, Any]]) -> YearPlan:
    activities = [
        _changed(one, told.get((Override.Kind.ACTIVITY, f"{plan.code}/{one.code}")))
        for one in plan.activities
    ]
    return plan.model_copy(update={"activities": activities})


def _changed(part: P, values: Mapping[str, Any] | None) -> P:
    return part.model_copy(update=dict(values)) if values else part
