"""Checking a directory file: every row is read, compared and, where it differs, staged.

Staging happens in short transactions so that progress can be shown meanwhile; nothing of it
touches an organization.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.kit.tables import Table, read_table
from trellis.organizations.imports.cells import Problem, Wrong
from trellis.organizations.imports.known import Known
from trellis.organizations.imports.layouts import choose, directory_layouts, regions
from trellis.organizations.imports.regions import in_default_language as plain
from trellis.organizations.imports.rows import Candidate, RowReader
from trellis.organizations.imports.staging import BATCH, Staging
from trellis.organizations.models import Change, Import
from trellis.programs.program import Program

Progress = Callable[[str, int, int], None]

MOST_PROBLEMS = 1_000
MASK = (1 << 64) - 1


@dataclass
class Check:
    """One file on its way through the check."""

    source: Import
    program: Program
    path: Path | IO[bytes]
    wanted: str
    progress: Progress
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    """Per code: the line it stands on, and a hash of what it says, in one number."""
    dropped: set[str] = field(default_factory=set)
    """Codes whose rows were staged and then turned out wrong."""
    bad_codes: set[str] = field(default_factory=set)
    bad_lines: set[int] = field(default_factory=set)

    def run(self) -> None:
        """Read, compare, stage, and store what was found; raises Unreadable."""
        with self._open() as table:
            layout, columns = choose(table.header, directory_layouts(self.program), self.wanted)
            self.notes += table.notes
            self.reader = RowReader(self.program, layout, columns, table.header)
            looked = layout.district is not None
            if looked:
                for row in table:
                    self.reader.look(row)
                    self.counts["all"] += 1
        self.known = Known(self.reader.fields)
        self.reader.known_parents = self.known.parents
        self.staging = Staging(self.source, self.known, self.counts)
        with self._open() as table:
            self.staging.stage(self._different(self._candidates(table)))
        self._drop_the_wrong()
        self._close_the_missing()
        self._tell()

    def _open(self) -> Table:
        limit = settings.IMPORT_LIMIT
        return read_table(self.path, name=self.source.name, limit_bytes=limit)

    def _candidates(self, table: Table) -> Iterator[Candidate]:
        """The pack's own organizations, then every row and the parents named beside them."""
        for one in self._of_the_pack():
            yield self._first(one)
        for row in table:
            self.counts["read"] += 1
            if self.counts["read"] % BATCH == 0:
                self.progress(_("Checking"), self.counts["read"], self.counts["all"])
            try:
                found = self.reader.read(row)
                if parent := self.reader.parent_named(row, self.seen):
                    yield self._first(parent)
            except Wrong as wrong:
                self._refuse(self.reader.problem(row, wrong))
                continue
            if self._is_new(found):
                yield found

    def _of_the_pack(self) -> Iterator[Candidate]:
        """The agency, and offices that stand in the pack and not in the file."""
        top, kinds = self.reader.top, self.reader.kinds
        yield Candidate(0, top.code, top.kind, kinds[top.kind], plain(top.name)[:200])
        for office in regions(self.program).offices:
            code = self.reader.regions.office_code(office)
            if code in self.reader.heads.codes:
                continue
            if office.organization and code in self.known.open:
                self.seen[code] = 0  # a part of the directory may leave its row out
                continue
            level, name = kinds[office.kind], plain(office.name)[:200]
            yield Candidate(0, code, office.kind, level, name, top.code, office.region)

    def _first(self, one: Candidate) -> Candidate:
        """Remember what is no row of its own."""
        one.said = self.known.hash_of(one)
        self.seen[one.code] = one.said & MASK
        return one

    def _is_new(self, found: Candidate) -> bool:
        """Whether the code stands here first; twins merge, others with the same code are wrong."""
        before = self.seen.get(found.code)
        found.said = self.known.hash_of(found)
        said = found.said & MASK
        if before is None:
            self.seen[found.code] = found.line << 64 | said
            return True
        line = before >> 64
        if before & MASK == said:
            self.counts["merged"] += 1
            if line and self.counts["merged"] <= 20:
                words = {"line": found.line, "first": line, "code": found.code}
                self.notes.append(
                    _("Line %(line)s repeats line %(first)s exactly (%(code)s); it counts once.")
                    % words
                )
            return False
        column = self.reader.cells.title("code")
        for here, there in ((line, found.line), (found.line, line)):
            text = _(
                "%(code)s stands in line %(line)s too, with other content. Keep the right one."
            )
            words = {"code": found.code, "line": there or _("of the program pack")}
            if here and here not in self.bad_lines:
                self._refuse(Problem(here, column, text % words, found.code))
        self.dropped.add(found.code)
        return False

    def _refuse(self, problem: Problem) -> None:
        self.bad_lines.add(problem.line)
        if problem.code:
            self.bad_codes.add(problem.code)
        else:
            self.counts["nameless"] += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)

    def _different(self, candidates: Iterator[Candidate]) -> Iterator[Candidate]:
        """Only those that the database does not have just so."""
        for one in candidates:
            if self.known.hashes.get(one.code) == one.said:
                self.counts["unchanged"] += 1
            elif one.closed and one.code not in self.known.open:
                self.counts["closed before"] += 1
            else:
                yield one

    def _drop_the_wrong(self) -> None:
        """Take back what was staged for codes that stand twice, and what would hang on nothing."""
        self.staging.take_back(self.dropped)
        column = self.reader.cells.title("code")
        orphans = self.staging.beneath(self.bad_codes - set(self.known.open))
        for line, code, parent in orphans:
            text = _("belongs to %(parent)s, whose row is refused. Mend that row first.")
            self._refuse(Problem(line, column, text % {"parent": parent}, code))
        self.staging.take_back({code for _line, code, _parent in orphans})

    def _close_the_missing(self) -> None:
        """Stage the closing of what the file should hold and does not; never of the agency."""
        kinds = {one.kind for one in self.reader.layout.types}
        kinds |= {one.head_kind for one in self.reader.layout.types if one.head_kind}
        kinds |= {self.reader.layout.default_kind or "", self.reader.layout.parent_kind or ""}
        gone = sorted(
            code
            for code, kind in self.known.open.items()
            if kind in kinds and code not in self.seen and code not in self.bad_codes
        )
        if gone and self.counts["nameless"]:
            self.notes.append(
                _("Nothing is closed, because some refused rows do not say whose they are.")
            )
            return
        self.staging.close(gone)
        if len(gone) * 10 > len(self.known.open):
            self.notes.append(
                _(
                    "More than a tenth of all organizations would be closed. Is this the whole"
                    " directory?"
                )
            )

    def _tell(self) -> None:
        """Store counts, notes and problems with the import."""
        self.notes += _oddities(self.reader)
        self.problems.sort(key=lambda problem: problem.line)
        source = self.source
        source.layout = self.reader.layout.code
        source.read, source.refused = self.counts["read"], len(self.bad_lines)
        wanted = [*Change.values, "unchanged", "merged", "closed before"]
        source.counts = {name: self.counts[name] for name in wanted}
        source.counts["fields"] = self.reader.fields
        source.counts["from the pack"] = self.staging.beside_the_file()
        source.notes = self.notes
        source.problems = [one.stored() for one in self.problems]
        source.fingerprint = self.known.fingerprint
        source.state = Import.State.CHECKED
        source.save()


def _oddities(reader: RowReader) -> list[str]:
    """What was noticed in many rows, counted."""
    told = (
        (
            reader.odd_nces,
            ngettext(
                "%(n)s federal number is not a number yet and stays empty.",
                "%(n)s federal numbers are not numbers yet and stay empty.",
                reader.odd_nces,
            ),
        ),
        (
            reader.codes_as_numbers,
            _("%(n)s codes are stored as numbers; they have the right form and were used."),
        ),
        (
            reader.regions.unknown_counties,
            _("%(n)s rows name a county that the pack doesn’t know."),
        ),
    )
    return [text % {"n": number} for number, text in told if number]
