"""Help of one place, of one person's month, and student groups in notes with their denominators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from trellis.kit import dates
from trellis.kit.school_year import month_range
from trellis.meetings import rules as meetings
from trellis.meetings.coaching import rules as coaching
from trellis.meetings.groups import groups
from trellis.meetings.helping import rules
from trellis.meetings.models import Help, HelpRequest, Meeting, Note, NoteGroup, Party
from trellis.organizations.models import Organization
from trellis.organizations.rules import Seat, within_reach
from trellis.people.models import Person

MOST = 200
OPEN = HelpRequest.State.OPEN


@dataclass(slots=True)
class HelpPage:
    """Questions of a place, what was given to it, and what the reader may do."""

    waiting: list[HelpRequest]
    answered: list[HelpRequest]
    given: list[Help]
    minutes: int
    times: int
    asks: bool
    gives: bool


def help_page(organization: Organization, seats: Sequence[Seat]) -> HelpPage:
    """One place's questions and help, newest first; three queries."""
    near = ("asked_by", "answerer", "given")
    rows = HelpRequest.objects.filter(organization=organization).select_related(*near)
    rows = rows.exclude(state=HelpRequest.State.WITHDRAWN)
    asked = list(rows.order_by("-pk")[:MOST])
    helped = Help.objects.filter(organization=organization)
    sums = helped.aggregate(times=Count("pk"), minutes=Sum("minutes"))
    return HelpPage(
        waiting=[one for one in asked if one.state == OPEN],
        answered=[one for one in asked if one.state != OPEN],
        given=list(helped.select_related("by").order_by("-on", "-pk")[:MOST]),
        minutes=sums["minutes"] or 0, times=sums["times"],
        asks=rules.asking_seat(seats, organization) is not None,
        gives=rules.giving_seat(seats, organization) is not None,
    )  # fmt: skip


def request_of(pk: int) -> HelpRequest | None:
    """A question with what its actions need."""
    near = ("organization", "year", "asked_by")
    return HelpRequest.objects.select_related(*near).filter(pk=pk).first()


# ---- A person's month


@dataclass(slots=True)
class Line:
    """One line of a log, in the order of its columns."""

    on: date
    place: str
    code: str
    what: str
    minutes: int
    about: str
    imported: bool = False
    meeting: int = 0
    """The meeting that was held; of help nothing."""

    def cells(self) -> list[str | int | date | None]:
        """The line as a file holds it: what the page shows."""
        return [self.on, self.place, self.what, self.minutes, self.about]


@dataclass(slots=True)
class Log:
    """What somebody did in a month: meetings held, help given, and what still waits for them."""

    month: date
    lines: list[Line]
    waiting: list[HelpRequest]

    @property
    def minutes(self) -> int:
        """All minutes of the month; a meeting with several organizations took its time once."""
        met = {one.meeting: one.minutes for one in self.lines if one.meeting}
        return sum(met.values()) + sum(one.minutes for one in self.lines if not one.meeting)

    @property
    def before(self) -> str:
        """The month before, as an address names it."""
        return dates.month_before(self.month).isoformat()[:7]

    @property
    def after(self) -> str:
        """The month after."""
        return dates.next_month(self.month).isoformat()[:7]


def log_of(person: Person, month: date) -> Log:
    """Meetings that somebody led and help that they gave in a month; three queries."""
    _, last = month_range(month)
    held = Party.objects.filter(
        meeting__led_by=person, month=month, state=Meeting.State.HELD
    ).exclude(kind__in=[one.code for one in coaching.kinds()])
    lines = [
        Line(
            meetings.local_day(one.meeting.starts_at), one.organization.name,
            one.organization.code, one.meeting.title, one.meeting.minutes, one.meeting.topic,
            one.meeting.imported, one.meeting_id,
        )
        for one in held.select_related("meeting", "organization")
    ]  # fmt: skip
    given = Help.objects.filter(by=person, on__range=(month, last)).select_related("organization")
    lines += [
        Line(one.on, one.organization.name, one.organization.code, rules.called(one.kind),
             one.minutes, one.text, one.imported)
        for one in given
    ]  # fmt: skip
    waiting = HelpRequest.objects.filter(answerer=person, state=OPEN)
    return Log(
        month, sorted(lines, key=lambda one: (one.on, one.place, one.what)),
        list(waiting.select_related("organization").order_by("answer_by", "pk")[:MOST]),
    )  # fmt: skip


# ---- Student groups


@dataclass(slots=True)
class GroupCount:
    """In how many noted meetings a student group stands, at how many organizations."""

    code: str
    label: str
    meetings: int
    organizations: int


@dataclass(slots=True)
class GroupCounts:
    """Counts by student group, and of how many meetings and organizations with notes they are."""

    rows: list[GroupCount]
    meetings: int
    organizations: int


def group_counts(seats: Sequence[Seat]) -> GroupCounts:
    """Student groups in the notes that somebody may read; two queries.

    The denominator is the meetings that have a note which the same person may read.
    """
    there = Party.objects.filter(meetings.readable(seats)).order_by()
    notes = Note.objects.filter(party__in=there).exclude(text="").order_by()
    inside = Organization.objects.filter(within_reach(seats, meetings.AGENCY))
    agency = Q(visibility=Note.Visibility.AGENCY, party__organization__in=inside)
    notes = notes.filter(Q(visibility=Note.Visibility.SHARED) | agency)
    told = notes.aggregate(
        meetings=Count("party", distinct=True),
        organizations=Count("party__organization", distinct=True),
    )
    counted = {
        code: (count, places)
        for code, count, places in NoteGroup.objects.filter(note__in=notes)
        .order_by().values_list("group")
        .annotate(
            count=Count("note__party", distinct=True),
            places=Count("note__party__organization", distinct=True),
        )
    }  # fmt: skip
    rows = [GroupCount(code, label, *counted.get(code, (0, 0))) for code, label in groups().items()]
    return GroupCounts(rows, told["meetings"], told["organizations"])
