"""Writing what a checked log tells, in batches inside the caller's one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

from trellis.history.actions import Facts, record_many
from trellis.kit import clock
from trellis.kit.dates import first_of_month
from trellis.kit.school_year import school_year
from trellis.meetings import rules
from trellis.meetings.logs.known import BATCH
from trellis.meetings.models import (
    Attendance,
    Help,
    LoggedEntry,
    Meeting,
    Note,
    NoteGroup,
    Party,
    StagedEntry,
)
from trellis.organizations.imports.bulk import batches
from trellis.organizations.models import Import
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear
from trellis.programs.texts import say

HELD = Meeting.State.HELD
NOON = time(12)
"""A log knows the day alone; pages show no hour of what came from one."""


class Writer:
    """Writes the staged entries of one log."""

    def __init__(self, source: Import, *, by: Person | None, acting_as: str) -> None:
        self.source, self.by, self.acting_as = source, by, acting_as
        program = programs.current()
        self.told, self.now = rules.told(), clock.now()
        self.starts, self.zone = program.pack.school_year_starts, ZoneInfo(program.pack.time_zone)
        self.roles = {code: say(role.name) for code, role in program.roles.items()}
        self.years: dict[int, ProgramYear] = {}

    def write(self, staged: Sequence[StagedEntry]) -> list[Party]:
        """Write everything; the meetings' parties."""
        for start in sorted({self._start(one.on) for one in staged}):
            self.years[start] = ProgramYear.objects.get_or_create(start=start)[0]
        parties: list[Party] = []
        for batch in batches((one for one in staged if one.act == StagedEntry.Act.MEETING), BATCH):
            parties += self._meetings(batch)
        for batch in batches((one for one in staged if one.act == StagedEntry.Act.HELP), BATCH):
            self._help(batch)
        return parties

    def _start(self, day: date) -> int:
        return school_year(day, self.starts)

    def _meetings(self, staged: list[StagedEntry]) -> list[Party]:
        meetings = Meeting.objects.bulk_create([self._meeting(one) for one in staged])
        parties = Party.objects.bulk_create(
            Party(
                meeting=meeting, organization=one.organization, kind=one.kind,
                month=meeting.month, state=HELD,
            )
            for one, meeting in zip(staged, meetings, strict=True)
        )  # fmt: skip
        Attendance.objects.bulk_create(
            Attendance(party=party, person_id=one.leader_id, role=self._leads(one), attended=True)
            for one, party in zip(staged, parties, strict=True)
        )
        self._notes(staged, parties)
        LoggedEntry.objects.bulk_create(
            LoggedEntry(
                source=self.source, line=one.line, digest=one.digest, meeting=meeting,
                roles=one.roles, heads=one.heads,
            )
            for one, meeting in zip(staged, meetings, strict=True)
        )  # fmt: skip
        happened = self._happened(staged, [f"meeting:{one.pk}" for one in meetings])
        record_many("imported", happened, by=self.by, acting_as=self.acting_as)
        return parties

    def _leads(self, one: StagedEntry) -> str:
        kind = self.told.kind(one.kind)
        return kind.led_by if kind is not None else ""

    def _meeting(self, one: StagedEntry) -> Meeting:
        """A held meeting of that day; its month has the program's first topic for its kind."""
        kind = self.told.kind(one.kind)
        language, topic = settings.LANGUAGE_CODE, ""
        if kind is not None:
            topics = self.told.topics_of(kind, one.on.month)
            topic = say(next(iter(topics.values()), ""), language)
        return Meeting(
            kind=one.kind, year=self.years[self._start(one.on)], month=first_of_month(one.on),
            title=say(kind.name, language) if kind is not None else one.kind,
            led_by_id=one.leader_id, starts_at=datetime.combine(one.on, NOON, self.zone),
            minutes=one.minutes, topic=topic[:200], state=HELD, imported=True,
            created_by_id=self.by.pk if self.by else one.leader_id,
            created_at=self.now, changed_at=self.now, held_at=self.now,
        )  # fmt: skip

    def _notes(self, staged: list[StagedEntry], parties: list[Party]) -> None:
        notes: list[Note] = []
        tagged: list[tuple[Note, str]] = []
        for one, party in zip(staged, parties, strict=True):
            written = [
                Note(
                    party=party, visibility=readers, heading=heading, text=text,
                    written_by_id=one.leader_id, written_at=self.now,
                )
                for heading, readers, text in one.notes
            ]  # fmt: skip
            # The shared ones first: what a school may read of a group, it counts too.
            written.sort(key=lambda note: note.visibility != Note.Visibility.SHARED)
            tagged += [(written[0], group) for group in one.groups if written]
            notes += written
        Note.objects.bulk_create(notes)
        NoteGroup.objects.bulk_create(NoteGroup(note=note, group=group) for note, group in tagged)

    def _help(self, staged: list[StagedEntry]) -> None:
        given = Help.objects.bulk_create(
            Help(
                organization=one.organization, year=self.years[self._start(one.on)],
                kind=one.kind, on=one.on, minutes=one.minutes, text=one.text,
                by_id=one.leader_id, acting_as=self.acting_as[:200], at=self.now, imported=True,
            )
            for one in staged
        )  # fmt: skip
        LoggedEntry.objects.bulk_create(
            LoggedEntry(source=self.source, line=one.line, digest=one.digest, help=help)
            for one, help in zip(staged, given, strict=True)
        )
        places = [f"organization:{one.organization_id}" for one in staged]
        happened = self._happened(staged, places)
        record_many("help imported", happened, by=self.by, acting_as=self.acting_as)

    def _happened(
        self, staged: list[StagedEntry], subjects: list[str]
    ) -> Iterator[tuple[str, str, Facts]]:
        """One entry each; what was said at it never stands there."""
        for one, subject in zip(staged, subjects, strict=True):
            yield subject, one.organization.name, {
                "kind": one.kind, "on": one.on.isoformat(), "minutes": one.minutes,
                "file": self.source.name, "line": one.line,
            }  # fmt: skip
