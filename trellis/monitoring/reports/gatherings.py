"""The team of each school and its meetings of a month, as a board's update tells them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from trellis.kit.dates import full, month_name
from trellis.kit.sql import rows
from trellis.meetings.schema import Form, Meetings
from trellis.monitoring.queries.statements import marks
from trellis.monitoring.spotlight import Known
from trellis.organizations.teams.rules import kinds as kinds_of_teams
from trellis.programs.program import Program
from trellis.programs.texts import say


@dataclass
class Gathered:
    """By kind, of one school: since when a team exists, meetings held and expected."""

    teams: dict[str, date | None] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    expected: dict[str, int] = field(default_factory=dict)


def gathered(schools: Sequence[Known], month: date, *, on: date) -> dict[int, Gathered]:
    """What is known of each school; one statement, none without schools."""
    found = {one.id: Gathered() for one in schools}
    if not found:
        return found
    named: dict[str, Any] = {"month": month, "on": on}
    # SQLite keeps days as text and makes numbers of what is cast to a date.
    date_type = "date" if connection.vendor == "postgresql" else "text"
    sql = _sql().format(places=marks("p", found, named), date=date_type)
    for what, place, kind, since, count in rows(sql, named):
        if what == "team":
            found[place].teams[kind] = since
        elif what == "held":
            found[place].held[kind] = count
        else:
            found[place].expected[kind] = count
    return found


def lines(one: Gathered, program: Program, month: date) -> list[str]:
    """A line for each team that a school is to have, and for each kind of meeting of the month."""
    return [*_teams(one, program), *_meetings(one, program, month)]


def _teams(one: Gathered, program: Program) -> list[str]:
    found = []
    for kind in kinds_of_teams(program):
        words = {"team": say(kind.name)}
        since = one.teams.get(kind.code)
        if since:
            found.append(_("%(team)s: exists since %(day)s") % {**words, "day": full(since)})
        elif kind.code in one.teams:
            found.append(_("%(team)s: begun, does not exist yet") % words)
        else:
            found.append(_("%(team)s: not begun yet") % words)
    return found


def _meetings(one: Gathered, program: Program, month: date) -> list[str]:
    found = []
    for kind in program.section("meetings", Meetings).kinds:
        held, expected = one.held.get(kind.code, 0), one.expected.get(kind.code, 0)
        words = {"kind": say(kind.name), "month": month_name(month), "held": held, "of": expected}
        if expected:
            found.append(_("%(kind)s, %(month)s: %(held)s of %(of)s held") % words)
        elif held and kind.form != Form.COACHING:
            found.append(_("%(kind)s, %(month)s: %(held)s held") % words)
    return found


@cache
def _sql() -> str:
    return (Path(__file__).parent / "sql" / "teams_and_meetings.sql").read_text()
