"""Checking a log: every row is read and compared; what is new waits in a table of its own.

Staging happens in short transactions, with progress between them; nothing of it shows at a school.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.kit.tables import Row
from trellis.meetings.logs.known import BATCH
from trellis.meetings.logs.layouts import open_log, unread
from trellis.meetings.logs.rows import Act, LogReader, Told
from trellis.meetings.logs.rules import Importer
from trellis.meetings.logs.standing import Standing
from trellis.meetings.models import StagedEntry
from trellis.organizations.imports.bulk import batches
from trellis.organizations.imports.cells import Wrong
from trellis.organizations.models import Import
from trellis.programs.program import Program

Progress = Callable[[str, int, int], None]
MOST_PROBLEMS = 1_000
MOST_NOTES = 20


@dataclass
class LogCheck:
    """One log on its way through the check."""

    source: Import
    program: Program
    path: Path
    wanted: str
    progress: Progress
    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    first: dict[tuple[int, str, date], Told] = field(default_factory=dict)
    digests: dict[str, int] = field(default_factory=dict)
    wrong: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Line of each refused row: the field, and what is wrong."""

    def run(self) -> None:
        """Read, compare, stage, and store what was found; raises Unreadable."""
        layout, cells, table = open_log(self.path, self.source.name, self.program, self.wanted)
        with table:
            rows = list(table)
            self.notes += table.notes
        self.source.layout = layout.code
        self.reader = LogReader(self.program, layout, cells, rows, Importer(self.source.by))
        if titles := unread(cells):
            words = {"titles": ", ".join(titles[:MOST_NOTES])}
            self.notes.append(_("Columns that are not read: %(titles)s.") % words)
        told = self._read(rows)
        fresh = self._new([one for one in told if one.line not in self.wrong])
        for batch in batches(fresh, BATCH):
            self._stage(batch)
        self._tell(len(rows))

    def _read(self, rows: list[Row]) -> list[Told]:
        """What the rows tell, each thing once."""
        found: list[Told] = []
        for number, row in enumerate(rows):
            if number % BATCH == 0:
                self.progress(_("Checking"), number, len(rows))
            try:
                told = self.reader.read(row)
            except Wrong as wrong:
                self.wrong[row.line] = (wrong.name, wrong.text)
                continue
            if self._is_first(told):
                found.append(told)
        return found

    def _is_first(self, told: Told) -> bool:
        """Whether nothing in the file told the same; two tales of one meeting are both wrong."""
        line = self.digests.setdefault(told.digest, told.line)
        if line != told.line:
            self.counts["merged"] += 1
            if self.counts["merged"] <= MOST_NOTES:
                words = {"line": told.line, "first": line}
                text = _("Line %(line)s repeats line %(first)s exactly; it counts once.")
                self.notes.append(text % words)
            return False
        if told.act == Act.HELP:
            return True
        other = self.first.setdefault(told.key, told)
        if other is not told:
            for here, there in ((other, told), (told, other)):
                text = _(
                    "tells of the same meeting as line %(line)s, with other facts. Keep the right"
                    " one."
                )
                self.wrong.setdefault(here.line, ("date", text % {"line": there.line}))
        return True

    def _new(self, told: list[Told]) -> list[Told]:
        """What is not here yet, neither from a log nor by hand."""
        standing = Standing(told)
        found = []
        for one in told:
            if standing.has(one.digest):
                self.counts["unchanged"] += 1
            elif standing.collides(one):
                text = _(
                    "stands here already, with other facts. Change it on its page, or take the"
                    " line out."
                )
                self.wrong[one.line] = ("date", text)
            else:
                found.append(one)
        return found

    @transaction.atomic
    def _stage(self, batch: Iterable[Told]) -> None:
        rows = [
            StagedEntry(
                source=self.source, line=one.line, act=one.act, organization_id=one.organization_id,
                leader_id=one.leader_id, kind=one.kind, on=one.on, minutes=one.minutes,
                roles=one.roles, heads=one.heads, notes=one.notes, groups=one.groups,
                text=one.text, digest=one.digest,
            )
            for one in batch
        ]  # fmt: skip
        StagedEntry.objects.bulk_create(rows)
        self.counts.update(one.act for one in rows)

    def _tell(self, read: int) -> None:
        source = self.source
        source.read, source.refused = read, len(self.wrong)
        wanted = (Act.MEETING.value, Act.HELP.value, "unchanged", "merged")
        source.counts = {name: self.counts[name] for name in wanted}
        shown = sorted(self.wrong.items())[:MOST_PROBLEMS]
        source.problems = [
            self.reader.problem(line, name, text).stored() for line, (name, text) in shown
        ]
        if self.reader.usual:
            self.notes.append(ngettext(
                "One meeting says no length; it gets the usual one of its kind.",
                "%(num)s meetings say no length; they get the usual one of their kind.",
                self.reader.usual,
            ) % {"num": self.reader.usual})  # fmt: skip
        source.notes = self.notes
        source.state = Import.State.CHECKED
        source.save()
