"""One row of a log: the meeting or the help that it tells of, or what is wrong with it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from trellis.kit.tables import Row
from trellis.meetings.logs import cells as reading
from trellis.meetings.logs.known import KnownPeople, KnownPlaces
from trellis.meetings.logs.records import StagedEntry
from trellis.meetings.logs.rules import Importer, helping_roles, leading_roles
from trellis.meetings.logs.schema import LogLayout, note_column
from trellis.meetings.logs.words import HELP, MEETING, Words, groups_said, kinds_said, roles_said
from trellis.meetings.models import Note
from trellis.meetings.schema import FROM_FILES, KindOfMeeting, Meetings
from trellis.organizations.imports.cells import Cells, Problem, Wrong
from trellis.organizations.models import Organization
from trellis.people.models import Person
from trellis.programs.program import Program

AGENCY = Note.Visibility.AGENCY.value
LONGEST_NOTE, LONGEST_HELP = 8000, 2000
Act = StagedEntry.Act


@dataclass(slots=True)
class Told:
    """What one row tells; all but the line is what its digest is of."""

    line: int
    act: str
    organization_id: int
    leader_id: int
    kind: str
    on: date
    minutes: int
    roles: list[str] = field(default_factory=list)
    heads: int | None = None
    notes: list[list[str]] = field(default_factory=list)
    """Heading, readers and text of each."""
    groups: list[str] = field(default_factory=list)
    text: str = ""

    @property
    def digest(self) -> str:
        """The same for the same meeting, in whichever line of whichever file it stands."""
        said = {name: value for name, value in asdict(self).items() if name != "line"}
        return hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode()).hexdigest()

    @property
    def key(self) -> tuple[int, str, date]:
        """What only one meeting has: the place, the kind and the day."""
        return self.organization_id, self.kind, self.on


class LogReader:
    """Reads the rows of one log by one layout, for whoever loads it."""

    def __init__(
        self, program: Program, layout: LogLayout, cells: Cells, rows: list[Row],
        importer: Importer,
    ) -> None:  # fmt: skip
        self.layout, self.cells, self.importer = layout, cells, importer
        self.told = program.section("meetings", Meetings)
        kinds = [one.code for one in self.told.kinds if one.form in FROM_FILES]
        self._leading = leading_roles(program, kinds)
        self._helping = helping_roles(program)
        self.kinds, self.roles = kinds_said(layout, self.told), roles_said(layout, program)
        self.groups = groups_said(layout)
        self.places = KnownPlaces(cells, rows, layout.strip_marks)
        said = {cells.cell(row, "leader") for row in rows}
        if importer.by is not None:
            said.add(importer.by.email)
        self.people = KnownPeople(said, self._helping)
        self.usual = 0
        """How many meetings say no length and got the usual one."""

    def read(self, row: Row) -> Told:
        """The meeting or the help of a row; raises Wrong."""
        self.cells.require_width(row)
        day = reading.day(self.cells, row, self.layout)
        place = self.places.find(row, day)
        if not self.importer.may_load(place):
            name = "code" if self.cells.cell(row, "code") else "school"
            raise Wrong(name, _("is not one of your schools."))
        act, code = self._kind(row)
        if act == Act.HELP:
            return self._help(row, place, code, day)
        kind = self.told.kind(code)
        assert kind is not None  # noqa: S101 - the list of words is made of these kinds
        return self._meeting(row, place, kind, day)

    def problem(self, line: int, name: str, text: str) -> Problem:
        """The refusal of a row, with its column as the file calls it."""
        return Problem(line, self.cells.title(name), text)

    def _kind(self, row: Row) -> tuple[str, str]:
        said = self.cells.text(row, "kind")
        if not said and self.layout.default_kind:
            code = self.layout.default_kind
            is_help = self.told.help_kind(code) is not None and self.told.kind(code) is None
            return (Act.HELP if is_help else Act.MEETING), code
        if not said:
            raise Wrong("kind", _("says no kind. Fill it in."))
        marked = self.kinds.code(said)
        if marked is None:
            raise Wrong("kind", self.kinds.unknown(said))
        for before, act in ((MEETING, Act.MEETING), (HELP, Act.HELP)):
            if marked.startswith(before):
                return act, marked.removeprefix(before)
        raise Wrong("kind", _(
            "Meetings of this kind never come from files: what is confidential, or a team’s own,"
            " stays with those who were there. Take the line out."
        ))  # fmt: skip

    def _help(self, row: Row, place: Organization, kind: str, day: date) -> Told:
        minutes = reading.minutes(self.cells, row, self.layout, usual=None)
        leader = self._leader(row, place, self._helping)
        pieces: list[str] = []
        for number, note in enumerate(self.layout.notes):
            text = reading.longer(self.cells, row, note_column(number), LONGEST_HELP)
            if text and note.readers == AGENCY:
                raise Wrong(note_column(number), _(
                    "Help has no notes for the agency only: the school reads what it was about."
                    " Empty this cell."
                ))  # fmt: skip
            pieces += [text] if text else []
        if self.cells.cell(row, "groups"):
            raise Wrong("groups", _("Help is logged without student groups. Empty this cell."))
        text = "\n".join(pieces)
        if len(text) > LONGEST_HELP:
            words = {"most": f"{LONGEST_HELP:,}"}
            text = _("The notes together are longer than %(most)s characters. Shorten them.")
            raise Wrong("", text % words)
        return Told(row.line, Act.HELP, place.pk, leader.pk, kind, day, minutes, text=text)

    def _meeting(self, row: Row, place: Organization, kind: KindOfMeeting, day: date) -> Told:
        minutes = reading.minutes(self.cells, row, self.layout, usual=kind.minutes)
        leader = self._leader(row, place, self._leading[kind.code])
        roles, heads = self._came(row)
        notes, groups = self._notes(row, place, kind), self._groups(row)
        if groups and not notes:
            text = _("Student groups stand with a note. Write the note, or empty this cell.")
            raise Wrong("groups", text)
        self.usual += not self.cells.cell(row, "minutes").strip()
        return Told(
            row.line, Act.MEETING, place.pk, leader.pk, kind.code, day, minutes, roles, heads,
            notes, groups,
        )  # fmt: skip

    def _leader(self, row: Row, place: Organization, roles: frozenset[str]) -> Person:
        """Who led it; who loads a log without saying so led it themselves."""
        by, said = self.importer.by, self.cells.text(row, "leader")
        if not said and by is None:
            raise Wrong("leader", _("does not say who led it. Fill in the email address or name."))
        found = self.people.find(said or (by.email if by else ""), roles)
        if by is not None and found.pk != by.pk and self.importer.only_own(place):
            raise Wrong("leader", _("You load meetings that you led yourself. Take the line out."))
        return found

    def _came(self, row: Row) -> tuple[list[str], int | None]:
        """Roles that came, or how many people; neither where that was not recorded."""
        said = self.cells.cell(row, "came").strip()
        counted = re.fullmatch(r"(\d{1,3})( people| persons)?", said)
        if counted:
            return [], int(counted[1])
        return self._several(said, "came", self.roles), None

    def _groups(self, row: Row) -> list[str]:
        return self._several(self.cells.cell(row, "groups"), "groups", self.groups)

    def _several(self, said: str, name: str, known: Words) -> list[str]:
        """The codes of what stands in one cell, in one order."""
        found: set[str] = set()
        for piece in said.replace("\n", self.layout.separator).split(self.layout.separator):
            if not piece.strip():
                continue
            code = known.code(piece)
            if code is None:
                raise Wrong(name, known.unknown(" ".join(piece.split())))
            found.add(code)
        return sorted(found)

    def _notes(self, row: Row, place: Organization, kind: KindOfMeeting) -> list[list[str]]:
        """Heading, readers and text of each note; Wrong where the kind has no such heading."""
        headings = [one.code for one in kind.headings]
        found: list[list[str]] = []
        for number, note in enumerate(self.layout.notes):
            name = note_column(number)
            text = reading.longer(self.cells, row, name, LONGEST_NOTE)
            if not text:
                continue
            heading = next((one for one in note.under if one in headings), None)
            if heading is None:
                raise Wrong(name, _(
                    "A meeting of this kind has no such heading. Move the text to another column."
                ))  # fmt: skip
            if note.readers == AGENCY and not self.importer.may_note_for_agency(place):
                raise Wrong(name, _("Only the agency writes notes that only the agency reads."))
            found.append([heading, note.readers, text])
        return found
