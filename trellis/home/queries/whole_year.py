"""The whole year: counts by role and month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from trellis.home.queries.cards import ASIDE
from trellis.home.queries.year import Year
from trellis.kit.dates import first_of_month


class Cell(NamedTuple):
    """A count in the grid: what is shown, and how it reads aloud."""

    words: str
    style: str
    url: str


@dataclass(slots=True)
class GridRow:
    """A role with its months."""

    label: str
    cells: list[Cell]


def columns(year: Year, only: set[str] | None = None) -> list[tuple[str, str]]:
    """The roles that have a column here: those of the plan that have a task, or some of them."""
    having = {task.role for task in year.tasks if only is None or task.role in only}
    roles = [role for role in year.program.roles.values() if role.in_matrix and role.code in having]
    return [(role.code, year.words.columns[role.code]) for role in roles]


def grid(year: Year, everyone: str) -> list[GridRow]:
    """Role by month; each count links to that role's cards of the month."""
    found: dict[tuple[str, date], list[int]] = {}
    for task in year.tasks:
        if task.state in ASIDE:
            continue
        counts = found.setdefault((task.role, task.month), [0, 0, 0])
        counts[0] += 1
        counts[1] += task.state == "done"
        counts[2] += task.is_late(year.on)
    now = first_of_month(year.on)
    months = list(zip(year.plan.months, year.months, strict=True))
    return [
        GridRow(
            label,
            [
                _cell(
                    found.get((code, day)), f"{everyone}?month={month.code}&role={code}", day == now
                )
                for month, day in months
            ],
        )
        for code, label in columns(year)
    ]


def _cell(counts: list[int] | None, url: str, now: bool) -> Cell:
    if counts is None:
        return Cell("–", "now" if now else "", "")
    of, done, late = counts
    if done == of:
        return Cell(f"✓ {of}", "done", url)
    if late:
        return Cell(f"! {done}/{of}", "late", url)
    return Cell(f"{done}/{of}" if done or now else str(of), "now" if now else "", url)
