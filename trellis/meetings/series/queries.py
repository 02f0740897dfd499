"""What the pages of series need to read; only who leads one reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from trellis.kit import clock
from trellis.meetings import rules as meetings
from trellis.meetings.models import Membership, Party, Series
from trellis.meetings.series import rules
from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat, within_reach
from trellis.people.models import Person

MOST = 100


@dataclass(slots=True)
class SeriesPage:
    """A series as who leads it reads it."""

    series: Series
    called: str
    members: list[Membership]
    months: list[tuple[date, list[Party]]]
    """Each month with a meeting, newest first, with every organization's part."""
    topic: str
    """The topic of the month that runs."""

    @property
    def runs(self) -> bool:
        """Whether more can be planned."""
        return self.series.ended_at is None


def listed(person: Person, seats: Sequence[Seat]) -> list[Series]:
    """Series that somebody leads, or whose members all lie where they lead; one query."""
    there = Organization.objects.filter(within_reach(seats, meetings.LEAD))
    members = Membership.objects.filter(series=OuterRef("pk"), ends=None)
    inside = Exists(members) & ~Exists(members.exclude(organization__in=there))
    rows = Series.objects.filter(kind__in=[one.code for one in rules.led_kinds(seats)])
    rows = rows.filter(Q(led_by=person) | inside).select_related("led_by", "year")
    taking = Count("members", filter=Q(members__ends=None))
    return list(rows.annotate(taking=taking).order_by("-pk")[:MOST])


def series_page(series: Series) -> SeriesPage:
    """A series with its members and its meetings; two queries."""
    rows = Party.objects.filter(meeting__series=series).select_related("meeting", "organization")
    months: dict[date, list[Party]] = {}
    for one in rows.order_by("-month", "organization__sort_name", "pk"):
        months.setdefault(one.month, []).append(one)
    members = series.members.select_related("organization")
    return SeriesPage(
        series, meetings.called(series.kind),
        list(members.order_by("organization__sort_name", "starts")), list(months.items()),
        meetings.first_topic(meetings.kind_of(series.kind), clock.today()),
    )  # fmt: skip


def series_of(pk: int) -> Series | None:
    """A series with its leader and year."""
    return Series.objects.select_related("led_by", "year").filter(pk=pk).first()
