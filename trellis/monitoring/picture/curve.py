"""How the year went: what was counted each day, and its lines as SVG."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from trellis.kit.dates import first_of_month, month_short, next_month, short
from trellis.kit.sql import rows
from trellis.monitoring.picture.reach import Sight
from trellis.monitoring.picture.statements import text

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 48, 96, 14, 30


class Point(NamedTuple):
    """What stood at the last count of a week."""

    day: date
    done: int
    late: int
    of: int
    held: int
    expected: int


@dataclass(frozen=True)
class Stroke:
    """One line of the chart: its class, its stretches without gaps, and what it ends with."""

    code: str
    label: str
    paths: list[str]
    dots: list[tuple[float, float]]
    end: tuple[float, float]


@dataclass(frozen=True)
class Chart:
    """A drawing with everything that a template writes down."""

    points: list[Point]
    strokes: list[Stroke]
    grid: list[tuple[float, int]]
    months: list[tuple[float, str]]
    title: str
    sentence: str
    gaps: int


def points(sight: Sight, year: int, *, on: date) -> list[Point]:
    """The last count of each week so far; one statement."""
    named: dict[str, Any] = {"year": year, "on": on}
    changes: dict[date, list[int]] = defaultdict(lambda: [0] * 5)
    days = set()
    for what, day, *numbers in rows(text("curve", reach=sight.clause(named)), named):
        if what == "day":
            days.add(day)
            continue
        for place, number in enumerate(numbers):
            changes[day][place] += int(number or 0) * (1 if what == "from" else -1)
    found: dict[tuple[int, int], Point] = {}
    now = [0] * 5
    for day in sorted(days | set(changes)):
        now = [before + more for before, more in zip(now, changes[day], strict=True)]
        if day in days:
            done, late, ahead, expected, held = now
            found[day.isocalendar()[:2]] = Point(
                day, done, late, done + late + ahead, held, expected
            )
    return list(found.values())


def chart(found: list[Point]) -> Chart | None:
    """The lines of steps done and late over the weeks; None where there are not two points."""
    if len(found) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    first, last = found[0].day, found[-1].day
    top = _round_up(max(1, *(max(one.done, one.late) for one in found)))

    def place(day: date, value: int) -> tuple[float, float]:
        across = (day - first).days / max(1, (last - first).days)
        return (
            round(LEFT + across * (WIDTH - LEFT - RIGHT), 1),
            round(HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM), 1),
        )

    strokes = []
    for code, label, values in (
        ("done", _("Done"), [one.done for one in found]),
        ("late", _("Late"), [one.late for one in found]),
    ):
        dots = [place(one.day, value) for one, value in zip(found, values, strict=True)]
        said = f"{label} {values[-1]}"
        strokes.append(Stroke(code, said, _stretches(found, dots), dots, dots[-1]))
    return Chart(
        points=found,
        strokes=strokes,
        grid=[(place(first, value)[1], value) for value in (0, top // 2, top)],
        months=[(place(day, 0)[0], month_short(day)) for day in _months(first, last)],
        title=_("Steps done and late, week by week"),
        sentence=_sentence(found),
        gaps=sum(1 for one, two in zip(found, found[1:], strict=False) if _gap(one, two)),
    )


def _gap(one: Point, two: Point) -> bool:
    """Whether a whole week between two points was not counted."""
    monday = two.day - timedelta(days=two.day.weekday())
    return monday - (one.day - timedelta(days=one.day.weekday())) > timedelta(days=7)


def _stretches(found: list[Point], dots: list[tuple[float, float]]) -> list[str]:
    """Lines between weeks that follow each other; a week that was missed is left open."""
    lines = [[dots[0]]]
    for n in range(1, len(found)):
        if _gap(found[n - 1], found[n]):
            lines.append([])
        lines[-1].append(dots[n])
    return [" ".join(f"{x},{y}" for x, y in one) for one in lines if len(one) > 1]


def _round_up(value: int) -> int:
    """The next round number that halves well."""
    size = 1
    while size * 10 <= value:
        size *= 10
    return next(step * size for step in (2, 4, 6, 8, 10, 20) if step * size >= value)


def _months(first: date, last: date) -> list[date]:
    found, day = [], first_of_month(first)
    while day <= last:
        if day >= first:
            found.append(day)
        day = next_month(day)
    return found


def _sentence(found: list[Point]) -> str:
    first, last = found[0], found[-1]
    words = {
        "first": short(first.day), "last": short(last.day), "before": first.done,
        "done": last.done, "of": last.of, "late": last.late,
    }  # fmt: skip
    return (
        _(
            "From %(first)s to %(last)s the steps that are done went from %(before)s to %(done)s"
            " of %(of)s; %(late)s are late now."
        )
        % words
    )
