"""Between which days a program year lies."""

from __future__ import annotations

from datetime import date

from trellis.kit.school_year import last_of_month, year_range
from trellis.programs.date_rules import resolve
from trellis.programs.program import Program


def span(program: Program, start: int) -> tuple[date, date]:
    """First and last day of a year: the school year, its plans' months and its dates by rule.

    A plan may begin before the school year or last beyond it.
    """
    first, last = year_range(start, program.pack.school_year_starts)
    months = [
        date(start + month.year, month.month, 1)
        for plan in program.plans.values()
        for month in plan.months
    ]
    months += [found.month for found in resolve(program.dates.values(), start).values()]
    ends = (last_of_month(month.year, month.month) for month in months)
    return min([first, *months]), max([last, *ends])
