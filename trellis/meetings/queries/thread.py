"""What a school grows in, month by month: the program's topic, and what its meetings made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q

from trellis.kit.dates import first_of_month
from trellis.kit.school_year import year_range
from trellis.meetings import rules
from trellis.meetings.models import Meeting, Party
from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear
from trellis.programs.texts import say


@dataclass(slots=True)
class ThreadMonth:
    """One month: the program's topic, and the meetings that had one or agreed on a next step."""

    month: date
    topic: str
    parties: list[Party] = field(default_factory=list)


def thread_of(
    organization: Organization, year: ProgramYear, seats: Sequence[Seat]
) -> list[ThreadMonth]:
    """The months of a year with a topic or with meetings about one, in order; one query."""
    rows = Party.objects.filter(rules.readable(seats), organization=organization)
    rows = rows.filter(meeting__year=year).exclude(state=Meeting.State.CANCELLED)
    rows = rows.exclude(Q(meeting__topic="") & Q(meeting__next_step=""))
    here: dict[date, list[Party]] = {}
    for one in rows.select_related("meeting__led_by").order_by("meeting__starts_at", "pk"):
        here.setdefault(one.month, []).append(one)
    found = {
        month: ThreadMonth(month, say(rules.told().topic(month.month)), here.get(month, []))
        for month in sorted({*_months(year), *here})
    }
    return [one for one in found.values() if one.topic or one.parties]


def _months(year: ProgramYear) -> list[date]:
    """The twelve months of a school year."""
    month, last = year_range(year.start, programs.current().pack.school_year_starts)
    found = []
    while month <= last:
        found.append(month)
        month = first_of_month(month + timedelta(days=31))
    return found
