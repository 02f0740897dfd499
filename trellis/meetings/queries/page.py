"""One party's part of a meeting as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import CharField, DateField, F, IntegerField, TextField, Value
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.meetings import rules
from trellis.meetings.groups import groups
from trellis.meetings.logs.words import came_words
from trellis.meetings.models import (
    AgendaItem,
    Attendance,
    FollowUp,
    Meeting,
    Note,
    NoteGroup,
    Party,
)
from trellis.meetings.schema import KindOfMeeting
from trellis.organizations.rules import Seat
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.texts import say

SHARED, AGENCY = Note.Visibility.SHARED, Note.Visibility.AGENCY


@dataclass(slots=True)
class Noted:
    """What stands under one heading for one circle of readers."""

    heading: str
    label: str
    visibility: str
    note: int = 0
    text: str = ""
    version: int = 0
    groups: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Agreed:
    """A step that the meeting agreed on."""

    task: int
    title: str
    role: str
    due: date | None
    state: str


@dataclass(slots=True)
class MeetingPage:
    """A party's part, and what its reader may do with it."""

    party: Party
    meeting: Meeting
    kind: KindOfMeeting | None
    called: str
    attendance: list[Attendance]
    roles: dict[str, str]
    leads: bool
    """Whether the reader may change the whole meeting."""
    notes: bool
    """Whether the reader may note this part."""
    reads_agency: bool
    others: list[Party]
    """The meeting's other parties, for whoever leads all of them."""
    agenda: list[str] = field(default_factory=list)
    shared: list[Noted] = field(default_factory=list)
    agency: list[Noted] = field(default_factory=list)
    agreed: list[Agreed] = field(default_factory=list)
    came_as_logged: str = ""
    """Who came as an earlier log says it, where the meeting is from one."""

    @property
    def topics(self) -> list[tuple[str, str]]:
        """What each track that it takes up is about this month: who grows, and in what."""
        said = rules.told()
        here = said.topics_of(self.kind, self.meeting.month.month) if self.kind else {}
        names = {one.code: say(one.name) for one in said.tracks}
        return [(names[code], say(topic)) for code, topic in here.items()]

    @property
    def begun(self) -> bool:
        """Whether its day has come, so that it can be noted."""
        return rules.local_day(self.meeting.starts_at) <= clock.today()

    @property
    def to_note(self) -> bool:
        """Whether somebody who leads it should say what became of it."""
        return self.leads and self.begun and self.meeting.state == Meeting.State.PLANNED

    @property
    def came(self) -> int:
        """How many of those asked came."""
        return sum(1 for one in self.attendance if one.attended)


def party_of(pk: int) -> Party | None:
    """A party with its meeting, its organization and who leads; one query."""
    near = (
        "meeting__led_by", "meeting__year", "meeting__series", "meeting__logged",
        "organization__district",
    )  # fmt: skip
    return Party.objects.select_related(*near).filter(pk=pk).first()


def readable_party(pk: int, person: Person, seats: Sequence[Seat]) -> Party | None:
    """A party whose part somebody may read: by a role, as its leader, or as asked to come."""
    party = party_of(pk)
    if party is None:
        return None
    if rules.may_read(seats, party):
        return party
    rows = attendance_of(party)
    return party if rules.is_asked(seats, person, party, rows) else None


def attendance_of(party: Party) -> list[Attendance]:
    """Who is asked to come, in the order of the kind's roles; one query."""
    kind = rules.kind_of(party.kind)
    order = [kind.led_by, *kind.roles] if kind else []
    rows = Attendance.objects.filter(party=party).select_related("person")
    return sorted(rows, key=lambda one: ((*order, one.role).index(one.role), one.person.sort_name))


def meeting_page(
    party: Party, person: Person, seats: Sequence[Seat], *, written: bool = True
) -> MeetingPage:
    """Everything on the page of one part; three queries, two without what was `written`."""
    meeting, program = party.meeting, programs.current()
    kind = rules.kind_of(party.kind)
    every = list(meeting.parties.select_related("organization").order_by("pk"))
    others = [one for one in every if one.pk != party.pk]
    leads = rules.leader_seat(seats, person, meeting, every) is not None
    page = MeetingPage(
        party=party, meeting=meeting, kind=kind, called=rules.called(party.kind),
        attendance=attendance_of(party),
        roles={code: say(role.name) for code, role in program.roles.items()},
        leads=leads,
        notes=leads or rules.party_seat(seats, person, meeting, party, others) is not None,
        reads_agency=rules.may_read_agency(seats, party.organization),
        others=others if leads else [],
        came_as_logged=came_words(meeting.logged) if meeting.imported else "",
    )  # fmt: skip
    if written:
        _fill(page, program)
    return page


def _fill(page: MeetingPage, program: Program) -> None:
    """Agenda, notes and agreements, read in one statement."""
    written: dict[tuple[str, str], Noted] = {}
    by_note: dict[int, Noted] = {}
    tagged: list[tuple[int, str]] = []
    for what, pk, text, first, second, number, day in _beside(page.party):
        if what == "agenda":
            page.agenda.append(text)
        elif what == "note" and (second == SHARED or page.reads_agency):
            found = Noted(first, first, second, pk, text, number)
            written[second, first] = by_note[pk] = found
        elif what == "group":
            tagged.append((number, first))
        elif what == "agreed":
            role = program.roles.get(first)
            page.agreed.append(Agreed(pk, text, say(role.name) if role else first, day, second))
    known = groups()
    for note, code in tagged:
        if note in by_note:
            by_note[note].codes.append(code)
            by_note[note].groups.append(known.get(code, code))
    page.shared = headed(page.kind, SHARED, written)
    page.agency = headed(page.kind, AGENCY, written) if page.reads_agency else []


def headed(
    kind: KindOfMeeting | None, visibility: str, written: dict[tuple[str, str], Noted]
) -> list[Noted]:
    """The headings in their order, each with what stands under it."""
    headings = {one.code: say(one.label) for one in rules.told().headings_of(kind)} if kind else {}
    found = []
    for code, label in headings.items():
        one = written.get((visibility, code)) or Noted(code, label, visibility)
        one.label = label
        found.append(one)
    left = [
        one for (who, code), one in written.items() if who == visibility and code not in headings
    ]
    return found + left


def _beside(party: Party) -> list[tuple[str, int, str, str, str, int, date | None]]:
    """Agenda, notes, their groups and agreements as rows of one shape; one query."""
    char, number = CharField(), IntegerField()
    nothing, no_day = Value("", char), Value(None, DateField())
    agenda = AgendaItem.objects.filter(party=party).values_list(
        Value("agenda", char), "pk", F("text"), nothing, nothing, F("order"), no_day
    )
    notes = Note.objects.filter(party=party).values_list(
        Value("note", char), "pk", F("text"), F("heading"), F("visibility"), F("version"), no_day
    )
    tags = NoteGroup.objects.filter(note__party=party).values_list(
        Value("group", char), "pk", Value("", TextField()), F("group"), nothing,
        F("note_id"), no_day,
    )  # fmt: skip
    agreed = FollowUp.objects.filter(party=party).values_list(
        Value("agreed", char), "task_id", F("task__title"), F("task__role"), F("task__state"),
        Value(0, number), F("task__due"),
    )  # fmt: skip
    # First the branch with days: PostgreSQL takes what is empty in the first ones for text.
    rest = (one.order_by() for one in (agenda, notes, tags))
    rows = agreed.order_by().union(*rest, all=True)
    order = {"agenda": 0, "note": 1, "group": 2, "agreed": 3}
    return sorted(rows, key=lambda row: (order[row[0]], row[5] if row[0] == "agenda" else row[1]))


def note_on(page: MeetingPage, heading: str, visibility: str) -> Noted | None:
    """What stands under one heading of the kind; None for others, and what one may not read."""
    known = {one.code for one in rules.told().headings_of(page.kind)} if page.kind else set()
    if heading not in known:
        return None
    there = page.shared if visibility == SHARED else page.agency if visibility == AGENCY else []
    return next((one for one in there if one.heading == heading), None)


def count_words(held: int, of: int, month: str) -> str:
    """ "1 of 2 November meetings"; without an expectation only what was held."""
    if of:
        return _("%(held)s of %(of)s %(month)s meetings") % {"held": held, "of": of, "month": month}
    return _("%(held)s held in %(month)s") % {"held": held, "month": month}
