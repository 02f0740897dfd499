"""Counts of a year plan as its source prints it, and of what we added."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from trellis.programs.program import Program
from trellis.programs.schema.base import Mark
from trellis.programs.schema.roles import Role
from trellis.programs.schema.year_plan import PlannedActivity, PlannedTask, YearPlan


@dataclass(frozen=True)
class SourceCounts:
    """Rows and cells of the source, and entries by where their words come from."""

    rows: int
    cells: int
    entries: int
    printed: int
    ours: int
    inferred: int


def source_counts(plan: YearPlan, program: Program) -> SourceCounts:
    """Count a plan; a cell is counted when an entry of it is printed or ours, not inferred."""
    marks = Counter(task.mark for _activity, _role, task in entries(plan, program))
    cells = {
        (activity.code if activity.row is None else activity.row, role.code)
        for activity, role, task in entries(plan, program)
        if task.mark != Mark.INFERRED
    }
    return SourceCounts(
        rows=len({one.row for one in plan.activities if one.row is not None}),
        cells=len(cells),
        entries=marks[Mark.PRINTED] + marks[Mark.OURS],
        printed=marks[Mark.PRINTED],
        ours=marks[Mark.OURS],
        inferred=marks[Mark.INFERRED],
    )


def per_month_and_role(plan: YearPlan, program: Program) -> Counter[tuple[str, str]]:
    """Entries by month and role, the inferred ones among them."""
    return Counter((activity.month, role.code) for activity, role, _task in entries(plan, program))


def entries(
    plan: YearPlan, program: Program
) -> Iterator[tuple[PlannedActivity, Role, PlannedTask]]:
    """Every entry of a plan with its row and its column."""
    for activity in plan.activities:
        for role, cell in program.columns(activity):
            for task in cell:
                yield activity, role, task
