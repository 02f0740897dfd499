"""The list behind each number of the picture, made of the same pieces as the number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.kit.sql import rows
from trellis.meetings.rules import local_day
from trellis.meetings.schema import Meetings
from trellis.monitoring.picture.figures import month_and_year
from trellis.monitoring.picture.parts import Asked, By, Pieces, pieces
from trellis.monitoring.picture.statements import text
from trellis.programs.program import Program
from trellis.programs.texts import say

Cell = str | int | date | None
PAGE = 100
AT_ONCE = 1_000


class Show(StrEnum):
    """Which number the list stands behind."""

    SCHOOLS = "schools"
    ON_TRACK = "on-track"
    BEHIND = "behind"
    STEPS = "steps"
    DONE = "done"
    LATE = "late"
    AHEAD = "ahead"
    EARLIER = "earlier"
    WAIVED = "waived"
    EXPECTED = "expected"
    HELD = "held"


LATE = "t.state = 'open' AND t.late_after < %(on)s"
STATES = {
    Show.STEPS: "t.state IN ('done', 'open')",
    Show.DONE: "t.state = 'done'",
    Show.LATE: LATE,
    Show.AHEAD: "t.state = 'open' AND (t.late_after IS NULL OR t.late_after >= %(on)s)",
    Show.EARLIER: "t.state = 'earlier'",
    Show.WAIVED: "t.state = 'waived'",
}
PLACES = {
    Show.SCHOOLS: "1 = 1",
    Show.ON_TRACK: "q.late = 0",
    Show.BEHIND: "q.late > 0",
}


class Line(NamedTuple):
    """One row: what it counts for, its place in the order, where it leads, its cells."""

    weight: int
    key: tuple[str, int]
    url: str
    cells: list[Cell]


@dataclass(frozen=True)
class Listing:
    """A list behind a number: its statement, its values, its heads."""

    show: Show
    sql: str
    named: dict[str, Any]
    heads: list[str]
    told: Callable[[tuple[Any, ...]], Line]


def listing(asked: Asked, program: Program, show: Show, key: str | None) -> Listing:
    """The list of one group, or of all where `key` is None."""
    named = asked.named
    parts = pieces(asked, program, named)
    group = ""
    if key is not None:
        named["key"] = key
        group = " AND CAST({} AS VARCHAR(130)) = %(key)s"
    step, meeting = group.format(parts.step_key), group.format(parts.meeting_key)
    if show in PLACES:
        return Listing(show, _places(parts, show, step), named, _place_heads(), _place)
    if show in STATES:
        told = _Steps(program)
        return Listing(show, _steps(parts, show, step), named, told.heads(), told)
    if asked.by == By.ACTIVITY and key is not None:
        meeting = " AND 1 = 0"
    return _meetings(parts, show, meeting, named, program)


def _places(parts: Pieces, show: Show, group: str) -> str:
    return text("places", late=LATE, steps=parts.steps + group, which=PLACES[show])


def _place_heads() -> list[str]:
    return [_("School"), _("Code"), _("District"), _("Done"), _("Late"), _("Steps that apply")]


def _place(row: tuple[Any, ...]) -> Line:
    weight, sort, pk, name, code, district, done, late, steps = row
    url = reverse("home:school", args=[code])
    return Line(weight, (sort, pk), url, [name, code, district or "", done, late, steps])


def _steps(parts: Pieces, show: Show, group: str) -> str:
    return (
        "SELECT 1 AS weight, o.sort_name AS sort, t.id, o.name, o.code, t.template_code, t.title,"
        " t.role, t.month, t.due, t.state, t.settled_on, CASE WHEN"
        f" {LATE} THEN 1 ELSE 0 END AS late {parts.steps}{group} AND {STATES[show]}"
    )


class _Steps:
    """Rows of steps in the words of the program."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._states = {
            "done": _("done"), "earlier": _("done before Trellis"),
            "waived": _("does not apply"), "open": _("open"),
        }  # fmt: skip

    @staticmethod
    def heads() -> list[str]:
        """What the columns are called."""
        return [
            _("Organization"), _("Code"), _("Step"), _("Role"), _("Month"), _("Due"), _("State"),
            _("Since"),
        ]  # fmt: skip

    def __call__(self, row: tuple[Any, ...]) -> Line:
        """One row as a line."""
        weight, sort, pk, place, code, step, title, role, month, due, state, settled, late = row
        task, held = self._program.tasks.get(step), self._program.roles.get(role)
        words = title or (say(task.text) if task else step)
        cells: list[Cell] = [
            place, code, words, say(held.column) if held else role, month_and_year(month), due,
            _("late") if late else self._states[state], settled,
        ]  # fmt: skip
        return Line(weight, (sort, pk), reverse("home:task", args=[pk]), cells)


def _meetings(
    parts: Pieces, show: Show, group: str, named: dict[str, Any], program: Program
) -> Listing:
    kinds = {one.code: say(one.name) for one in program.section("meetings", Meetings).kinds}

    def expected(row: tuple[Any, ...]) -> Line:
        weight, sort, pk, place, code, kind, month = row
        url = reverse("home:school", args=[code])
        cells: list[Cell] = [place, code, kinds.get(kind, kind), month_and_year(month), weight]
        return Line(weight, (sort, pk), url, cells)

    def held(row: tuple[Any, ...]) -> Line:
        weight, sort, pk, place, code, kind, month, at = row
        url = reverse("home:school", args=[code])
        said = kinds.get(kind, kind)
        cells: list[Cell] = [place, code, said, month_and_year(month), local_day(at)]
        return Line(weight, (sort, pk), url, cells)

    heads = [_("Organization"), _("Code"), _("Meeting"), _("Month")]
    if show == Show.EXPECTED:
        # Each month of a cadence is a row; the number in the order tells them apart.
        place = "k.id * 1000 + (SELECT COUNT(DISTINCT s.month) FROM cycles_scheduledtask s" \
                " WHERE s.year_id = %(year)s AND s.month <= m.month)"  # fmt: skip
        sql = (
            f"SELECT k.per_month AS weight, o.sort_name AS sort, {place} AS id, o.name, o.code,"
            f" k.kind, m.month {parts.expected}{group}"
        )
        return Listing(show, sql, named, [*heads, _("Expected")], expected)
    sql = (
        "SELECT 1 AS weight, o.sort_name AS sort, p.id, o.name, o.code, k.kind, m.month,"
        f" e.starts_at {parts.held}{group}"
    )
    return Listing(show, sql, named, [*heads, _("Held on")], held)


def count(one: Listing) -> int:
    """What the rows come to; one query."""
    ((found,),) = rows(f"SELECT COALESCE(SUM(q.weight), 0) FROM ({one.sql}) q", one.named)  # noqa: S608 - ours
    return int(found)


def page(
    one: Listing, after: tuple[str, int] | None, *, most: int = PAGE
) -> tuple[list[Line], bool]:
    """Some rows from a key on, and whether more follow; one query."""
    named = {**one.named, "most": most + 1}
    where = ""
    if after:
        where = " WHERE q.sort > %(sort)s OR (q.sort = %(sort)s AND q.id > %(id)s)"
        named |= {"sort": after[0], "id": after[1]}
    sql = f"SELECT q.* FROM ({one.sql}) q{where} ORDER BY q.sort, q.id LIMIT %(most)s"  # noqa: S608 - ours
    found = rows(sql, named, plain=True)
    return [one.told(row) for row in found[:most]], len(found) > most


def every(one: Listing) -> Iterator[Line]:
    """All rows, read in batches."""
    more, after = True, None
    while more:
        lines, more = page(one, after, most=AT_ONCE)
        yield from lines
        after = lines[-1].key if lines else None
