"""Lists of meetings: a school's year by month, a district's month, a leader's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from trellis.kit import dates
from trellis.kit.dates import next_month
from trellis.meetings import rules
from trellis.meetings.groups import groups
from trellis.meetings.models import Cadence, Meeting, NoteGroup, Party
from trellis.meetings.queries.page import count_words
from trellis.meetings.schema import Form
from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear
from trellis.work.models import Workplan

PLANNED, HELD = Meeting.State.PLANNED, Meeting.State.HELD
CANCELLED = Meeting.State.CANCELLED
PAGE = 30
PLACES = 50
AHEAD = 60


@dataclass(slots=True)
class Expected:
    """What a month has of one kind of meeting, and what it misses."""

    kind: str
    called: str
    held: int
    planned: int
    of: int
    month: date

    @property
    def words(self) -> str:
        """ "1 of 2 November meetings"."""
        return count_words(self.held, self.of, dates.month_name(self.month))

    @property
    def missing(self) -> int:
        """How many are neither held nor planned."""
        return max(self.of - self.held - self.planned, 0)


@dataclass(slots=True)
class Month:
    """A month of an organization: what is expected, and its meetings."""

    month: date
    counts: list[Expected]
    parties: list[Party] = field(default_factory=list)

    @property
    def past(self) -> bool:
        """Whether nothing can be planned in it any more."""
        return all(one.missing == 0 for one in self.counts)


@dataclass(slots=True)
class Place:
    """One organization in the month of its district."""

    organization: Organization
    month: Month


def organization_of(code: str) -> tuple[Organization, ProgramYear | None] | None:
    """An organization, and the newest program year with work here or beneath; one query."""
    here = (
        Q(organization=OuterRef("pk"))
        | Q(organization__district=OuterRef("pk"))
        | Q(organization__office=OuterRef("pk"))
        | Q(organization__state=OuterRef("pk"))
    )
    newest = Workplan.objects.filter(here).order_by("-year__start")
    found = (
        Organization.objects.filter(code=code)
        .annotate(newest=Subquery(newest.values("year")[:1]))
        .annotate(start=Subquery(newest.values("year__start")[:1]))
        .first()
    )
    if found is None:
        return None
    return found, programs.program_year(found.newest, found.start) if found.newest else None


def years_met(organization: Organization, seats: Sequence[Seat]) -> list[int]:
    """Openings of the years of an organization's meetings, newest first; one query."""
    parties = Party.objects.filter(rules.readable(seats), organization=organization).order_by()
    return sorted(set(parties.values_list("meeting__year__start", flat=True)), reverse=True)


def year_shown(
    newest: ProgramYear | None, met: Sequence[int], asked: int | None
) -> ProgramYear | None:
    """The year that was asked for, if there were meetings in it; else the newest, of work or met.

    At most one query.
    """
    start = asked if asked in met else None
    if start is None and newest is None and met:
        start = met[0]
    if start is None or (newest is not None and start == newest.start):
        return newest
    return ProgramYear.objects.get(start=start)


def months_of(organization: Organization, year: ProgramYear, seats: Sequence[Seat]) -> list[Month]:
    """The months of an organization's year with meetings or something expected; two queries."""
    parties = _parties(Party.objects.filter(organization=organization, meeting__year=year), seats)
    cadences = list(Cadence.objects.filter(organization=organization, year=year))
    cadences = [one for one in cadences if one.first_month <= one.last_month]
    found = {party.month for party in parties}
    for one in cadences:
        found |= set(_between(one.first_month, one.last_month))
    return [_month(month, cadences, parties) for month in sorted(found)]


def places_of(
    above: Organization, year: ProgramYear, month: date, seats: Sequence[Seat], *, after: str = ""
) -> tuple[list[Place], str]:
    """The month of each organization beneath that expects or has meetings, a page by key.

    Three queries; the key of the next page is empty at the end.
    """
    beneath = Q(**{above.level: above}) | Q(pk=above.pk)
    running = Cadence.objects.filter(year=year, first_month__lte=month, last_month__gte=month)
    seen = Party.objects.filter(rules.readable(seats), month=month)
    rows = Organization.objects.filter(beneath).filter(
        Exists(running.filter(organization=OuterRef("pk")))
        | Exists(seen.filter(organization=OuterRef("pk")))
    )
    name, _mark, code = after.partition("|")
    if code:
        rows = rows.filter(Q(sort_name__gt=name) | Q(sort_name=name, code__gt=code))
    page = list(rows.order_by("sort_name", "code")[: PLACES + 1])
    shown = page[:PLACES]
    cadences = list(running.filter(organization__in=shown))
    parties = _parties(seen.filter(organization__in=shown), seats)
    places = [
        Place(
            one,
            _month(
                month,
                [cadence for cadence in cadences if cadence.organization_id == one.pk],
                [party for party in parties if party.organization_id == one.pk],
            ),
        )
        for one in shown
    ]
    more = len(page) > PLACES
    return places, f"{shown[-1].sort_name}|{shown[-1].code}" if more else ""


def _parties(rows: QuerySet[Party], seats: Sequence[Seat]) -> list[Party]:
    found = rows.filter(rules.readable(seats)).select_related("meeting__led_by", "organization")
    return list(found.order_by("meeting__starts_at", "pk"))


def _between(first: date, last: date) -> Iterable[date]:
    month = first
    while month <= last:
        yield month
        month = next_month(month)


def _month(month: date, cadences: Sequence[Cadence], parties: Sequence[Party]) -> Month:
    here = [one for one in parties if one.month == month]
    of = {one.kind: one.per_month for one in cadences if one.first_month <= month <= one.last_month}
    kinds = list(dict.fromkeys([*of, *(one.kind for one in here)]))
    counts = [
        Expected(
            kind, rules.called(kind),
            sum(1 for one in here if one.kind == kind and one.state == HELD),
            sum(1 for one in here if one.kind == kind and one.state == PLANNED),
            of.get(kind, 0), month,
        )
        for kind in kinds
    ]  # fmt: skip
    return Month(month, counts, here)


# ---- A person's own


@dataclass(slots=True)
class Mine:
    """What a person leads and is asked to."""

    to_note: list[Party]
    coming: list[Party]
    before: list[Party]
    after: str
    """The key of the next page of those before; empty at the end."""
    tags: list[tuple[str, int]]
    """Student groups in the notes of meetings that the person leads, and in how many of them."""


def mine(person: Person, *, on: date, after: datetime | None = None) -> Mine:
    """A person's meetings: what waits to be noted, what comes, what was; three queries.

    Those in confidence stand on pages of their own.
    """
    rows = Party.objects.filter(Q(meeting__led_by=person) | Q(attendance__person=person)).exclude(
        kind__in=_confidential()
    )
    near = ("meeting__led_by", "organization")
    rows = rows.select_related(*near).distinct()
    ahead = rows.filter(state=PLANNED).order_by("meeting__starts_at", "pk")[: AHEAD * 2]
    waiting = list(ahead)
    to_note = [
        one for one in waiting
        if one.meeting.led_by_id == person.pk and rules.local_day(one.meeting.starts_at) <= on
    ]  # fmt: skip
    coming = [
        one for one in waiting
        if rules.local_day(one.meeting.starts_at) >= on and one not in to_note
    ]  # fmt: skip
    past = rows.filter(state=HELD)
    if after is not None:
        past = past.filter(meeting__starts_at__lt=after)
    before = list(past.order_by("-meeting__starts_at", "-pk")[: PAGE + 1])
    more = before[PAGE - 1].meeting.starts_at.isoformat() if len(before) > PAGE else ""
    return Mine(to_note, coming[:AHEAD], before[:PAGE], more, _tags(person))


def _confidential() -> list[str]:
    return [one.code for one in rules.told().kinds if one.form == Form.COACHING]


def _tags(person: Person) -> list[tuple[str, int]]:
    """How many meetings that a person leads have a note about each student group; one query."""
    counted = (
        NoteGroup.objects.filter(note__party__meeting__led_by=person)
        .order_by()
        .values_list("group")
        .annotate(meetings=Count("note__party__meeting", distinct=True))
    )
    found = dict(counted)
    return [(label, found[code]) for code, label in groups().items() if code in found]


def leadable(seats: Sequence[Seat]) -> list[str]:
    """Codes of the kinds that somebody's seats lead, in the order of the program."""
    kinds = [one for one in rules.told().kinds if one.form != Form.COACHING]
    return [one.code for one in rules.led(seats, kinds)]
