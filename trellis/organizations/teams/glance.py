"""Which teams exist at the organizations of a caseload."""

from __future__ import annotations

from trellis.organizations.glances import Glance

TEAMS = Glance(
    "teams",
    "SELECT m.organization_id, m.kind, 1, m.formed_on FROM organizations_team m"
    " WHERE m.organization_id IN ({places}) AND m.formed_on <= %(on)s"
    " AND (m.ended_on IS NULL OR m.ended_on >= %(on)s)",
)
