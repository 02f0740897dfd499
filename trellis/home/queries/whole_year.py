"""The whole year: counts by role and month, and the matrix of activities and roles."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from trellis.home.queries.cards import SIGNS
from trellis.home.queries.year import Year
from trellis.home.words import month_name
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


class Entry(NamedTuple):
    """A task in the matrix."""

    id: int
    text: str
    state: str
    sign: str


class MatrixRow(NamedTuple):
    """An activity with a cell per role: the column's name and its tasks."""

    title: str
    cells: list[tuple[str, list[Entry]]]


@dataclass(slots=True)
class MatrixMonth:
    """The rows of a month."""

    title: str
    rows: list[MatrixRow] = field(default_factory=list)


@dataclass(slots=True)
class Matrix:
    """The document-like table: its columns and its rows by month."""

    columns: list[tuple[str, str]]
    months: list[MatrixMonth]


def columns(year: Year) -> list[tuple[str, str]]:
    """The roles that have a column: those of the plan, and any other with a task here."""
    having = {task.role for task in year.tasks}
    roles = [role for role in year.program.roles.values() if role.in_matrix and role.code in having]
    return [(role.code, year.words.columns[role.code]) for role in roles]


def grid(year: Year, everyone: str) -> list[GridRow]:
    """Role by month; each count links to that role's cards of the month."""
    found: dict[tuple[str, date], list[int]] = {}
    for task in year.tasks:
        if task.state == "waived":
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


def matrix(year: Year, *, only: set[str] | None = None, month: date | None = None) -> Matrix:
    """All activities of the year with their tasks by role, each task once."""
    heads = [one for one in columns(year) if only is None or one[0] in only]
    place = {code: n for n, (code, _) in enumerate(heads)}
    months: dict[date, MatrixMonth] = {}
    rows: dict[str, MatrixRow] = {}
    said, state = year.words.tasks, year.state
    for task in year.tasks:
        column = place.get(task.role)
        if column is None or (month is not None and task.month != month):
            continue
        words = said.get(task.code) or year.said(task)
        row = rows.get(words.activity.code)
        if row is None:
            row = rows[words.activity.code] = MatrixRow(
                words.activity.title, [(label, []) for _, label in heads]
            )
            group = months.get(task.month)
            if group is None:
                group = months[task.month] = MatrixMonth(month_name(task.month))
            group.rows.append(row)
        stands = state(task)
        row.cells[column][1].append(Entry(task.id, words.text, stands, SIGNS[stands]))
    return Matrix(heads, [months[at] for at in sorted(months)])
