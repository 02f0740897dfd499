"""A school that moves in the middle of a year brings its year to the district it comes to."""

from __future__ import annotations

from collections.abc import Sequence

from trellis.cycles import opening
from trellis.cycles.models import ImprovementCycle
from trellis.cycles.opening import Opening
from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.dates import first_of_month
from trellis.organizations.moves import Moved


def follow_moved(moved: Sequence[Moved]) -> None:
    """Open what a running year asks of the organizations above, where nothing of it runs yet.

    The new district owes its deeds from this month on; those of earlier months stay with the
    district that owed them. Runs in the transaction of the move.
    """
    ids = [one.organization_id for one in moved if not one.closed and one.before != one.after]
    running = ImprovementCycle.objects.filter(
        organization__in=ids, state=ImprovementCycle.State.RUNNING
    ).select_related("organization")
    for cycle in running:
        counts = opening.open_above(
            Opening(
                release=cycle.release_id,
                year=cycle.year_id,
                version=cycle.version_id,
                plan=cycle.plan,
                stage=cycle.stage,
                at=clock.now(),
            ),
            [cycle.organization_id],
            since=first_of_month(clock.today()),
        )
        if counts["tasks"]:
            record(
                f"cycle:{cycle.pk}",
                cycle.organization.name,
                "opened steps of the district it came to",
                by=None,
                after={"plan": cycle.plan, **counts},
            )
