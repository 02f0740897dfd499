"""What a school grows in, track by track and month by month, and what its meetings made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from trellis.kit.dates import next_month
from trellis.kit.school_year import year_range
from trellis.meetings import rules
from trellis.meetings.models import Meeting, Note, Party
from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear
from trellis.programs.texts import say


@dataclass(frozen=True, slots=True)
class TrackName:
    """A track as a column: who grows, and who helps them."""

    code: str
    name: str
    grown_by: str


@dataclass(slots=True)
class Strand:
    """One track in one month: the program's topic, and what meetings noted of it."""

    topic: str
    notes: list[Note] = field(default_factory=list)


@dataclass(slots=True)
class ThreadMonth:
    """One month: its tracks side by side, and the meetings that were about a topic."""

    month: date
    strands: list[Strand]
    topics: frozenset[str]
    """The program's words of all its tracks."""
    parties: list[Party] = field(default_factory=list)

    @property
    def told(self) -> bool:
        """Whether anything stands in it."""
        return bool(self.parties or any(one.topic or one.notes for one in self.strands))


def tracks() -> list[TrackName]:
    """The tracks of the program in their order; no query."""
    roles = programs.current().roles
    return [
        TrackName(one.code, say(one.name), ", ".join(say(roles[who].name) for who in one.grown_by))
        for one in rules.told().tracks
    ]


def thread_of(
    organization: Organization, year: ProgramYear, seats: Sequence[Seat]
) -> list[ThreadMonth]:
    """The months of a year with a topic or with meetings about one, in order; two queries.

    Of notes only what is shared stands here.
    """
    names = [one.code for one in rules.told().tracks]
    rows = Party.objects.filter(rules.readable(seats), organization=organization)
    rows = rows.filter(meeting__year=year).exclude(state=Meeting.State.CANCELLED)
    notes = _notes(rows, names)
    here: dict[date, list[Party]] = {}
    for one in rows.select_related("meeting__led_by").order_by("meeting__starts_at", "pk"):
        if one.meeting.topic or one.meeting.next_step or one.pk in notes:
            here.setdefault(one.month, []).append(one)
    found = [
        _month(month, names, here.get(month, []), notes)
        for month in sorted({*_months(year), *here})
    ]
    return [one for one in found if one.told]


def _month(
    month: date, names: Sequence[str], parties: list[Party], notes: Mapping[int, list[Note]]
) -> ThreadMonth:
    topics = {code: say(topic) for code, topic in rules.told().topics(month.month).items()}
    strands = {code: Strand(topics.get(code, "")) for code in names}
    for party in parties:
        for note in notes.get(party.pk, ()):
            strands[note.heading].notes.append(note)
    return ThreadMonth(month, list(strands.values()), frozenset(topics.values()), parties)


def _notes(parties: QuerySet[Party], names: Sequence[str]) -> dict[int, list[Note]]:
    """What is shared under the tracks of these parties, by party; one query."""
    rows = Note.objects.filter(
        party__in=parties, heading__in=names, visibility=Note.Visibility.SHARED
    ).exclude(text="")
    found: dict[int, list[Note]] = {}
    for one in rows.select_related("party__meeting", "written_by").order_by("pk"):
        found.setdefault(one.party_id, []).append(one)
    return found


def _months(year: ProgramYear) -> list[date]:
    """The twelve months of a year, each where a plan has it; one may end after it."""
    program = programs.current()
    month, last = year_range(year.start, program.pack.school_year_starts)
    found = {}
    while month <= last:
        found[month.month] = month
        month = next_month(month)
    planned = {
        date(year.start + one.year, one.month, 1)
        for plan in program.plans.values()
        for one in plan.months
    }
    found |= {day.month: day for day in sorted(planned, reverse=True)}  # the earliest is the last
    return sorted(found.values())
