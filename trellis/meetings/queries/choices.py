"""Which organizations somebody may plan a meeting with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q

from trellis.meetings import rules
from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat, within_reach
from trellis.programs.models import ProgramYear
from trellis.work.models import Workplan

MOST = 200


def plannable(seats: Sequence[Seat], *, named: Iterable[str] = ()) -> list[Organization]:
    """Organizations in reach that run a year, and those named by code; one query.

    Where there are too many to list, only those that are named.
    """
    reach = within_reach(seats, rules.LEAD)
    running = Workplan.objects.values("organization")
    rows = Organization.objects.filter(reach, closed_on=None).filter(
        Q(pk__in=running) | Q(code__in=list(named))
    )
    found = list(rows.order_by("sort_name", "code")[: MOST + 1])
    if len(found) <= MOST:
        return found
    return list(rows.filter(code__in=list(named)).order_by("sort_name", "code"))


def year_for(organizations: Sequence[Organization]) -> ProgramYear | None:
    """The newest program year that these organizations run, or any; one query."""
    here = Workplan.objects.filter(organization__in=organizations).select_related("year")
    found = here.order_by("-year__start").first()
    return found.year if found else None
