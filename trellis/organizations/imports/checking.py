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
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.kit.names import sort_key
from trellis.kit.tables import Table, read_table
from trellis.organizations.imports.bulk import batches, insert_rows
from trellis.organizations.imports.known import FACTS, Known
from trellis.organizations.imports.layouts import choose, directory_layouts, regions
from trellis.organizations.imports.rows import Candidate, Problem, RowReader, Wrong
from trellis.organizations.imports.rows import in_default_language as plain
from trellis.organizations.models import Change, Import, Level, Organization, StagedOrganization
from trellis.programs.program import Program

Progress = Callable[[str, int, int], None]

BATCH = 2_000
MOST_PROBLEMS = 1_000
STAGED = (
    *("source_id", "change", "line", "code", "kind", "level", "name", "sort_name"),
    *("parent_code", "region", "county", "city", "grades", "nces"),
)
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
    parents: set[str] = field(default_factory=set)
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
        with self._open() as table:
            self._compare(table)
        self._drop_the_wrong()
        self._close_the_missing()
        self._tell()

    def _open(self) -> Table:
        limit = settings.IMPORT_LIMIT
        return read_table(self.path, name=self.source.name, limit_bytes=limit)

    def _compare(self, table: Table) -> None:
        said = self._different(self._candidates(table))
        for batch in batches(said, BATCH):
            self._stage(batch)

    def _candidates(self, table: Table) -> Iterator[Candidate]:
        """The pack's own organizations, then every row and the parents named beside them."""
        for one in self._of_the_pack():
            self.seen[one.code] = self.known.hash_of(one) & MASK
            yield one
        for row in table:
            self.counts["read"] += 1
            if self.counts["read"] % BATCH == 0:
                self.progress(_("Checking"), self.counts["read"], self.counts["all"])
            try:
                found = self.reader.read(row)
                if parent := self.reader.parent_named(row):
                    yield from self._once(parent)
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
            code = self.reader.office_code(office)
            if code in self.reader.heads.codes:
                continue
            if office.organization and code in self.known.open:
                self.seen[code] = 0  # a part of the directory may leave its row out
                continue
            level, name = kinds[office.kind], plain(office.name)[:200]
            yield Candidate(0, code, office.kind, level, name, top.code, office.region)

    def _once(self, parent: Candidate) -> Iterator[Candidate]:
        if parent.code not in self.parents and parent.code not in self.seen:
            self.parents.add(parent.code)
            self.seen[parent.code] = self.known.hash_of(parent) & MASK
            yield parent

    def _is_new(self, found: Candidate) -> bool:
        """Whether the code stands here first; twins merge, others with the same code are wrong."""
        before = self.seen.get(found.code)
        said = self.known.hash_of(found) & MASK
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
        column = self.reader.header[self.reader.columns["code"]]
        for here, there in ((line, found.line), (found.line, line)):
            text = _(
                "%(code)s stands in line %(line)s too, with other content. Keep the right one."
            )
            words = {"code": found.code, "line": there or _("of the program pack")}
            if here and here not in self.bad_lines:
                self._refuse(Problem(here, " ".join(column.split()), text % words, found.code))
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
            if self.known.hashes.get(one.code) == self.known.hash_of(one):
                self.counts["unchanged"] += 1
            elif one.closed and one.code not in self.known.open:
                self.counts["closed before"] += 1
            else:
                yield one

    def _stage(self, batch: list[Candidate]) -> None:
        codes = [one.code for one in batch if one.code in self.known.hashes]
        before = {}
        if codes:
            rows = Organization.objects.filter(code__in=codes)
            before = {
                code: (above or "", closed is not None)
                for code, above, closed in rows.values_list("code", "parent__code", "closed_on")
            }
        with transaction.atomic():
            insert_rows(
                StagedOrganization._meta.db_table,
                STAGED,
                [self._row(one, _change(one, before.get(one.code))) for one in batch],
            )

    def _row(self, one: Candidate, change: str) -> tuple[object, ...]:
        self.counts[change] += 1
        facts = (one.line, one.code, one.kind, one.level, one.name, sort_key(one.name))
        more = (one.parent_code, one.region, one.county, one.city, one.grades, one.nces)
        return (self.source.pk, change, *facts, *more)

    def _drop_the_wrong(self) -> None:
        """Take back what was staged for codes that stand twice, and what would hang on nothing."""
        staged = StagedOrganization.objects.filter(source=self.source)
        self._unstage(self.dropped)
        missing = self.bad_codes - set(self.known.open)
        column = self.reader.header[self.reader.columns["code"]]
        for codes in batches(sorted(missing), BATCH):
            orphans = staged.filter(parent_code__in=codes).order_by("line")
            found = list(orphans.values_list("line", "code", "parent_code"))
            for line, code, parent in found:
                text = _("belongs to %(parent)s, whose row is refused. Mend that row first.")
                words = {"parent": parent}
                self._refuse(Problem(line, " ".join(column.split()), text % words, code))
            self._unstage({code for _line, code, _parent in found})

    def _unstage(self, codes: set[str]) -> None:
        for batch in batches(sorted(codes), BATCH):
            rows = StagedOrganization.objects.filter(source=self.source, code__in=batch)
            for change in rows.values_list("change", flat=True):
                self.counts[change] -= 1
            rows.delete()

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
        for batch in batches(gone, BATCH):
            rows = Organization.objects.filter(code__in=batch).order_by("code")
            values = rows.values_list(*FACTS[:3], "code", "sort_name")
            with transaction.atomic():
                insert_rows(
                    StagedOrganization._meta.db_table,
                    STAGED,
                    [
                        (self.source.pk, Change.CLOSED.value, 0, code, kind, level, name, key)
                        + ("",) * 6
                        for kind, level, name, code, key in values
                    ],
                )
            self.counts[Change.CLOSED.value] += len(batch)
        if len(gone) * 10 > len(self.known.open):
            self.notes.append(
                _(
                    "More than a tenth of all organizations would be closed. Is this the whole"
                    " directory?"
                )
            )

    def _tell(self) -> None:
        """Store counts, notes and problems with the import."""
        self._note_oddities()
        self.problems.sort(key=lambda problem: problem.line)
        source = self.source
        source.layout = self.reader.layout.code
        source.read, source.refused = self.counts["read"], len(self.bad_lines)
        wanted = [*Change.values, "unchanged", "merged", "closed before"]
        source.counts = {name: self.counts[name] for name in wanted}
        source.counts["fields"] = self.reader.fields
        source.counts["from the pack"] = (
            StagedOrganization.objects.filter(source=source, line=0)
            .exclude(change=Change.CLOSED)
            .count()
        )
        source.notes = self.notes
        source.problems = [
            [one.line, one.column, one.text, one.sentence()] for one in self.problems
        ]
        source.fingerprint = self.known.fingerprint
        source.state = Import.State.CHECKED
        source.save()

    def _note_oddities(self) -> None:
        reader = self.reader
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
            (reader.unknown_counties, _("%(n)s rows name a county that the pack doesn’t know.")),
        )
        self.notes += [text % {"n": number} for number, text in told if number]


def _change(one: Candidate, before: tuple[str, bool] | None) -> str:
    """What this would do to the organization that is there, if any."""
    if before is None:
        return Change.ADDED.value
    parent, was_closed = before
    if one.closed:
        return Change.CLOSED.value
    if was_closed:
        return Change.REOPENED.value
    is_elsewhere = parent != one.parent_code and one.level != Level.STATE
    return Change.MOVED.value if is_elsewhere else Change.CHANGED.value
