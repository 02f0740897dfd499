"""What a caseload is told of its reader's own steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import ngettext

from trellis.organizations.glances import Glance, Tile, Told

EVERYWHERE = 0
"""The row of a figure that is about no single organization."""


def _tile(rows: Mapping[int, Sequence[Told]]) -> Tile:
    count = sum(one.number for one in rows.get(EVERYWHERE, ()))
    text = ngettext(
        "step of yours by the end of this week", "steps of yours by the end of this week", count
    )
    return Tile(count, text, reverse("home:my-work"))


OWN_STEPS = Glance(
    "own-steps",
    "SELECT 0, '', COUNT(*), CAST(NULL AS date) FROM work_task t"
    " WHERE t.held_at_id IN ({places}) AND t.role IN ({own}) AND t.state = 'open'"
    " AND t.month <= %(sunday)s AND t.due <= %(sunday)s",
    tile=_tile,
)
