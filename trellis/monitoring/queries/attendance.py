"""Meetings of some schools whose day has come and that nobody has noted yet."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Prefetch

from trellis.meetings.models import Attendance, Meeting, Party
from trellis.meetings.rules import begins
from trellis.people.models import Person

MOST = 60


def to_note(person: Person, codes: Collection[str], *, on: date) -> list[Meeting]:
    """Meetings that a person leads with these organizations, the oldest first; three queries.

    Each has its `rooms`, the parties, and these have who was asked, as `asked`.
    """
    people = Attendance.objects.select_related("person").order_by("person__sort_name", "pk")
    parties = Party.objects.select_related("organization").prefetch_related(
        Prefetch("attendance", people, to_attr="asked")
    )
    rows = Meeting.objects.filter(
        led_by=person, state=Meeting.State.PLANNED, starts_at__lt=begins(on + timedelta(days=1)),
        parties__organization__code__in=list(codes),
    )  # fmt: skip
    rows = rows.distinct().order_by("starts_at", "pk")
    return list(rows.prefetch_related(Prefetch("parties", parties, to_attr="rooms"))[:MOST])
