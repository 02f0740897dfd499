"""What the picture is taken apart by, and the pieces from which its statements are put together.

A figure and the list behind it are made of the same pieces, so that they can't disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from trellis.kit.dates import first_of_month
from trellis.monitoring.picture.reach import Sight
from trellis.monitoring.queries.statements import marks
from trellis.monitoring.rules import leading_roles
from trellis.programs.program import Program


class By(StrEnum):
    """What the rows of the picture are."""

    REGION = "region"
    DISTRICT = "district"
    COORDINATOR = "coordinator"
    MONTH = "month"
    ACTIVITY = "activity"


DISTRICT = "CASE WHEN o.level = 'district' THEN o.id ELSE COALESCE(o.district_id, 0) END"
KEYS = {
    By.REGION: ("o.region", "o.region"),
    By.DISTRICT: (DISTRICT, DISTRICT),
    By.COORDINATOR: ("COALESCE(g.person, 0)", "COALESCE(g.person, 0)"),
    By.MONTH: ("t.month", "m.month"),
    By.ACTIVITY: ("COALESCE(a.code, '')", ""),
}
"""What tells the group of a step, and of a meeting; meetings are of no activity."""

STEPS = """FROM work_task t
JOIN work_workplan w ON w.id = t.workplan_id
JOIN organizations_organization o ON o.id = w.organization_id
LEFT JOIN (SELECT DISTINCT c.organization_id FROM cycles_improvementcycle c
           WHERE c.year_id = %(year)s AND c.state = 'running') r ON r.organization_id = o.id
{joins}WHERE w.year_id = %(year)s AND {reach}"""
MONTHS = """(SELECT DISTINCT s.month FROM cycles_scheduledtask s
      WHERE s.year_id = %(year)s AND s.month <= %(month)s) m
    ON m.month BETWEEN k.first_month AND k.last_month"""
EXPECTED = f"""FROM meetings_cadence k
JOIN organizations_organization o ON o.id = k.organization_id
JOIN {MONTHS}
{{joins}}WHERE k.year_id = %(year)s AND {{reach}}"""
HELD = f"""FROM meetings_cadence k
JOIN organizations_organization o ON o.id = k.organization_id
JOIN {MONTHS}
JOIN meetings_party p ON p.organization_id = k.organization_id AND p.month = m.month
    AND p.kind = k.kind AND p.state = 'held'
JOIN meetings_meeting e ON e.id = p.meeting_id AND e.year_id = k.year_id
{{joins}}WHERE k.year_id = %(year)s AND {{reach}}"""
SERVING = """LEFT JOIN (SELECT s.organization_id, MIN(s.person_id) AS person
           FROM organizations_assignment s
           WHERE s.role IN ({roles}) AND s.person_id IS NOT NULL AND s.starts <= %(on)s
             AND (s.ends IS NULL OR s.ends >= %(on)s)
           GROUP BY s.organization_id) g ON g.organization_id = o.id
"""


@dataclass(frozen=True)
class Asked:
    """Of which year, day and organizations, and what the rows are."""

    by: By
    sight: Sight
    year: int
    on: date

    @property
    def named(self) -> dict[str, Any]:
        """What every statement needs to know."""
        return {"year": self.year, "on": self.on, "month": first_of_month(self.on)}


@dataclass(frozen=True)
class Pieces:
    """The sources of a statement, after FROM, and what tells the group of a row."""

    steps: str
    expected: str
    held: str
    step_key: str
    meeting_key: str


def pieces(asked: Asked, program: Program, named: dict[str, Any]) -> Pieces:
    """The pieces for what is asked; their values are added to `named`."""
    reach = asked.sight.clause(named)
    joins = ""
    if asked.by == By.COORDINATOR:
        roles = marks("lead", [role.code for role in leading_roles(program)], named)
        joins = SERVING.format(roles=roles)
    activity = "LEFT JOIN work_activity a ON a.id = t.activity_id\n"
    step_key, meeting_key = KEYS[asked.by]
    return Pieces(
        steps=STEPS.format(
            joins=joins + (activity if asked.by == By.ACTIVITY else ""), reach=reach
        ),
        expected=EXPECTED.format(joins=joins, reach=reach),
        held=HELD.format(joins=joins, reach=reach),
        step_key=step_key,
        meeting_key=meeting_key,
    )
