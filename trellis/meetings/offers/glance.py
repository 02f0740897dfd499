"""What a caseload is told of times that wait for a pick."""

from __future__ import annotations

from collections.abc import Sequence

from trellis.kit.tongue import gettext as _
from trellis.organizations.glances import Glance, Told


def _now(_rows: Sequence[Told]) -> str:
    return _("Times offered, nobody has picked yet")


OFFERED = Glance(
    "offered",
    "SELECT f.organization_id, f.kind, COUNT(*), CAST(NULL AS date) FROM meetings_offer f"
    " WHERE f.organization_id IN ({places}) AND f.state = 'open' AND EXISTS ("
    " SELECT 1 FROM meetings_cadence k WHERE k.organization_id = f.organization_id"
    " AND k.kind = f.kind AND k.year_id = f.year_id)"
    " GROUP BY f.organization_id, f.kind",
    now=_now,
)
