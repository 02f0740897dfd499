"""The matrix of activities and roles, as in the source document.

Its text is the same for every school of a plan; only signs and numbers of tasks differ. So the
template writes it once per plan with gaps, and each page fills the gaps: nothing that people typed
passes here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.template import engines
from markupsafe import Markup

from trellis.home.addresses import task_root
from trellis.home.queries.cards import SIGNS
from trellis.home.queries.whole_year import columns
from trellis.home.queries.year import Year
from trellis.home.words import missing_task, words_of
from trellis.programs.queries import Edition

GAP = "\x02"  # no text of a pack holds it


class Entry(NamedTuple):
    """A task in the matrix; all but its text are gaps."""

    id: str
    text: str
    state: str
    sign: str


class Row(NamedTuple):
    """An activity with a cell per role: the column's name and its tasks."""

    title: str
    cells: list[tuple[str, list[Entry]]]


@dataclass(slots=True)
class Month:
    """The rows of a month."""

    title: str
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Form:
    """The written matrix between its gaps, and which task fills them in order."""

    pieces: tuple[str, ...]
    order: tuple[int, ...]


def matrix(
    year: Year, *, links: bool, only: set[str] | None = None, month: date | None = None
) -> Markup:
    """The head and body of the table; empty where no task is shown."""
    heads = tuple(columns(year, only))
    roles = {code for code, _label in heads}
    # What people wrote themselves is no part of the plan, nor of what is kept for many schools.
    tasks = [
        task
        for task in year.tasks
        if task.role in roles and (month is None or task.month == month) and not task.title
    ]
    if not tasks:
        return Markup("")
    shown = tuple((task.code, task.role, task.month) for task in tasks)
    form = _form(year.words.edition, year.words.language, heads, shown, links)
    state, pieces = year.state, iter(form.pieces)
    out = [next(pieces)]
    for at in form.order:
        task = tasks[at]
        stands = state(task)
        out += (stands, next(pieces), SIGNS[stands], next(pieces))
        if links:
            out += (str(task.id), next(pieces))
    return Markup("".join(out))  # noqa: S704 - the template escaped all words


@lru_cache(maxsize=64)
def _form(
    edition: Edition,
    _language: str,
    heads: tuple[tuple[str, str], ...],
    shown: Sequence[tuple[str, str, date]],
    links: bool,
) -> Form:
    """Write the table once, with a gap wherever schools differ."""
    known = words_of(edition)
    place = {code: n for n, (code, _label) in enumerate(heads)}
    months: dict[date, Month] = {}
    rows: dict[str, tuple[Row, list[list[int]]]] = {}
    for at, (code, role, day) in enumerate(shown):
        said = known.tasks.get(code) or missing_task(code)
        if said.activity.code not in rows:
            row = Row(said.activity.title, [(label, []) for _code, label in heads])
            rows[said.activity.code] = row, [[] for _head in heads]
            months.setdefault(day, Month(known.months[day.month])).rows.append(row)
        row, numbers = rows[said.activity.code]
        row.cells[place[role]][1].append(Entry(GAP, said.text, GAP, GAP))
        numbers[place[role]].append(at)
    in_order = [months[day] for day in sorted(months)]
    given = {"heads": heads, "months": in_order, "root": task_root() if links else ""}
    env = engines["jinja2"].env  # type: ignore[attr-defined]
    text: str = env.get_template("home/_matrix.html").render(given)
    by_row = {id(row): numbers for row, numbers in rows.values()}
    order = [
        at for month in in_order for row in month.rows for cell in by_row[id(row)] for at in cell
    ]
    return Form(tuple(text.split(GAP)), tuple(order))
