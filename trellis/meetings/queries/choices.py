"""Which organizations somebody may plan a meeting with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q

from trellis.meetings import rules
from trellis.meetings.models import Cadence
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
    rows = Organization.objects.filter(reach, closed_on=None).filter(
        in_a_year() | Q(code__in=list(named))
    )
    found = list(rows.order_by("sort_name", "code")[: MOST + 1])
    if len(found) <= MOST:
        return found
    return list(rows.filter(code__in=list(named)).order_by("sort_name", "code"))


def in_a_year() -> Q:
    """The filter for organizations that run a year, or are met without a plan of their own."""
    return Q(pk__in=Workplan.objects.values("organization")) | Q(
        pk__in=Cadence.objects.values("organization")
    )


def year_for(organizations: Sequence[Organization]) -> ProgramYear | None:
    """The newest program year that these organizations run or are met in, or none; one query."""
    run = Workplan.objects.filter(organization__in=organizations).values("year")
    met = Cadence.objects.filter(organization__in=organizations).values("year")
    years = ProgramYear.objects.filter(Q(pk__in=run) | Q(pk__in=met))
    return years.order_by("-start").first()
