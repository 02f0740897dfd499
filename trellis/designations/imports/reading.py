"""A whole file of designations: every row is read, twins merge, contradictions are refused."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.designations.imports.rows import Found, Problem, RowReader, Wrong
from trellis.kit.tables import Table

MOST_PROBLEMS = 1_000


@dataclass
class Reading:
    """What a file says, and what is wrong in it."""

    layout: str
    vocabulary: str
    read: int = 0
    blank: int = 0
    """Rows without a designation that the layout lets stand."""
    refused: int = 0
    merged: int = 0
    """Rows that repeat another one exactly."""
    found: dict[tuple[int, str], Found] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """A hash over everything that would be stored."""
        rows = sorted(found.content() for found in self.found.values())
        told = json.dumps([self.vocabulary, rows], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def kinds(self) -> dict[str, int]:
        """How many designations of each kind."""
        return dict(Counter(found.kind for found in self.found.values()))

    def facts(self) -> dict[str, Any]:
        """As it is kept with a release."""
        return {
            "layout": self.layout,
            "read": self.read,
            "blank": self.blank,
            "refused": self.refused,
            "merged": self.merged,
            "notes": self.notes,
            "problems": [problem.facts() for problem in self.problems],
        }


def read_all(table: Table, reader: RowReader, vocabulary: str) -> Reading:
    """Read every row; problems are kept in the order of lines."""
    reading = Reading(layout=reader.layout.code, vocabulary=vocabulary)
    contradicted: set[tuple[int, str]] = set()
    for row in table:
        reading.read += 1
        try:
            found = reader.read(row)
            if found is None:
                reading.blank += 1
                continue
            _place(found, reading, contradicted, reader)
        except Wrong as wrong:
            _refuse(reading, reader.problem(row.line, wrong))
    for key in contradicted:
        del reading.found[key]
    reading.notes = list(table.notes)
    if reading.merged:
        reading.notes.append(
            ngettext(
                "One row repeats another one exactly; it counts once.",
                "%(count)s rows repeat another one exactly; they count once.",
                reading.merged,
            )
            % {"count": reading.merged}
        )
    reading.problems.sort(key=lambda problem: problem.line)
    return reading


def _place(
    found: Found, reading: Reading, contradicted: set[tuple[int, str]], reader: RowReader
) -> None:
    """Keep the first of twins; of two that contradict each other, refuse both."""
    key = found.organization, found.band
    first = reading.found.setdefault(key, found)
    if first is found:
        return
    if first.content() == found.content() and key not in contradicted:
        reading.merged += 1
        return
    if key not in contradicted:
        contradicted.add(key)
        _refuse(reading, reader.problem(first.line, _contradicted(first, found.line)))
    raise _contradicted(found, first.line)


def _contradicted(found: Found, other: int) -> Wrong:
    words = {"name": found.name, "line": other}
    text = _("%(name)s stands in line %(line)s too, with other content. Keep the right one.")
    return Wrong("code", "duplicate", text % words)


def _refuse(reading: Reading, problem: Problem) -> None:
    reading.refused += 1
    if len(reading.problems) < MOST_PROBLEMS:
        reading.problems.append(problem)
