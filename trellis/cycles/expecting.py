"""The meetings that a support makes one expect: written when a year opens, ended with it.

A few rows for each organization, written by one statement for each support.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from trellis.cycles.models import ImprovementCycle
from trellis.cycles.opening import statement
from trellis.designations.models import Release
from trellis.designations.support.schema import SupportCadence, SupportStatuses
from trellis.kit.dates import first_of_month
from trellis.kit.school_year import year_range
from trellis.meetings.actions import end_cadences
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear
from trellis.programs.program import Program


@dataclass(frozen=True)
class Window:
    """What one support expects in a year: so many meetings of a kind, from month to month."""

    designation: str
    kind: str
    per_month: int
    first: date
    last: date


def windows(program: Program, year: ProgramYear, *, on: date) -> Iterator[Window]:
    """What each support that counts meetings expects, for an organization that begins on a day."""
    begins, ends = year_range(year.start, program.pack.school_year_starts)
    for support in program.section("support-status", SupportStatuses).supports:
        told = support.cadence
        if told is None or told.kind is None or not told.per_month:
            continue
        first, last = _months(told, begins, ends, on)
        yield Window(support.designation, told.kind, told.per_month, first, last)


def _months(told: SupportCadence, begins: date, ends: date, on: date) -> tuple[date, date]:
    opened = max(first_of_month(on), begins)
    first = _next(told.first_month, begins) if told.first_month else opened
    last = _next(told.last_month, first) if told.last_month else first_of_month(ends)
    return first, max(first, last)


def _next(month: int, since: date) -> date:
    """The first such month from a day's month on."""
    year = since.year if month >= since.month else since.year + 1
    return date(year, month, 1)


def expect_from(release: Release, *, on: date) -> int:
    """Expect what the supports that a release opens or goes on with say; how many rows."""
    return _write(release.year, "p.release_id = %(release)s", {"release": release.pk}, on)


def expect_again(cycle: ImprovementCycle, *, on: date) -> int:
    """Expect meetings again where a year that had ended runs on; how many rows."""
    named = {"release": cycle.release_id, "organization": cycle.organization_id}
    which = "p.release_id = %(release)s AND p.organization_id = %(organization)s"
    return _write(cycle.year, which, named, on)


def _write(year: ProgramYear, which: str, named: dict[str, Any], on: date) -> int:
    count = 0
    with connection.cursor() as cursor:
        for window in windows(programs.current(), year, on=on):
            values = {
                **named, "year": year.pk, "designation": window.designation, "kind": window.kind,
                "per_month": window.per_month, "first": window.first, "last": window.last,
            }  # fmt: skip
            cursor.execute(statement("write_cadences", which=which), values)
            count += max(int(cursor.rowcount), 0)
    return count


def expect_no_more(organizations: Sequence[int], *, on: date) -> int:
    """End what is expected where somebody leaves a support; how many rows."""
    return end_cadences(organizations, on=on)
