"""Reading a file of support statuses: what can be stored, and what is wrong with the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.designations.imports.rows import (
    SCHOOLS_AND_THEIR_LIKE,
    Known,
    Problem,
    Wrong,
    known_organizations,
)
from trellis.designations.imports.words import Words
from trellis.designations.schema import Designations, Named, Term
from trellis.designations.support.schema import StatusLayout, SupportStatuses, SupportTerm
from trellis.kit.tables import Row, Table, Unreadable, match_columns
from trellis.organizations.models import Level
from trellis.programs.program import Program
from trellis.programs.texts import say

MOST_PROBLEMS = 1_000
NEEDED = ["code", "kind", "cohort", "term"]


@dataclass(frozen=True, slots=True)
class Stated:
    """A support status as a row says it."""

    line: int
    organization: int
    name: str
    kind: str
    cohort: int
    term: str
    reasons: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    def content(self) -> tuple[object, ...]:
        """All that is stored."""
        return self.kind, self.cohort, self.term, list(self.reasons), list(self.groups)


@dataclass
class StatusReading:
    """What a file says, and what is wrong in it."""

    layout: str
    read: int = 0
    refused: int = 0
    merged: int = 0
    found: dict[int, Stated] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def choose(
    header: list[str], layouts: list[StatusLayout], wanted: str
) -> tuple[StatusLayout, dict[str, int]]:
    """The layout that was named, or the first whose columns are found; Unreadable."""
    chosen = [one for one in layouts if wanted in ("", one.code)]
    if not chosen:
        words = {"code": wanted, "known": ", ".join(one.code for one in layouts)}
        raise Unreadable(_("There is no layout “%(code)s”. There are: %(known)s.") % words)
    for number, one in enumerate(chosen):
        titles = {str(name): accepted for name, accepted in one.columns.items()}
        try:
            return one, match_columns(header, titles, NEEDED)
        except Unreadable:
            if number == len(chosen) - 1:
                raise
    raise AssertionError("a layout was tried")


class StatusReader:
    """Reads rows of one file by one layout, for one year."""

    def __init__(
        self, layout: StatusLayout, columns: Mapping[str, int], header: list[str],
        program: Program, year: int,
    ) -> None:  # fmt: skip
        self.layout, self.columns, self.header, self.year = layout, columns, header, year
        self.statuses = program.section("support-status", SupportStatuses)
        named = program.section("designations", Designations)
        self.words: dict[str, Words] = {
            "kind": Words(_kinds(named, self.statuses)),
            "term": Words(_terms(self.statuses.terms)),
            "reasons": Words(named.reasons),
            "groups": Words(named.groups),
        }
        self.known = known_organizations()

    def read(self, row: Row) -> Stated:
        """The status in a row; Wrong where it can't be stored."""
        place = self._organization(row)
        kind, term = self._code(row, "kind", _("status")), self._code(row, "term", _("term"))
        cohort = self._cohort(row)
        terms = self.statuses.terms_of(kind, cohort)
        if term not in terms:
            words = {"cohort": cohort, "terms": ", ".join(terms)}
            text = _("Cohort %(cohort)s has no such term. Its terms are: %(terms)s.")
            raise Wrong("term", "term", text % words)
        return Stated(
            line=row.line, organization=place.pk, name=place.name, kind=kind, cohort=cohort,
            term=term, reasons=self._several(row, "reasons", _("reason")),
            groups=self._several(row, "groups", _("student group")),
        )  # fmt: skip

    def problem(self, line: int, wrong: Wrong) -> Problem:
        """What is wrong, at its place in the file."""
        place = self.columns.get(wrong.column)
        title = wrong.column if place is None else " ".join(self.header[place].split())
        return Problem(line, title[:60], wrong.what, wrong.text, wrong.said)

    def _cell(self, row: Row, column: str) -> str:
        place = self.columns.get(column)
        if place is None or place >= len(row.cells):
            return ""
        return " ".join(row.cells[place].split())

    def _organization(self, row: Row) -> Known:
        said = self._cell(row, "code")
        if not said:
            raise Wrong("code", "code", _("The code is missing. Add it."))
        plain = said.translate({ord(mark): None for mark in self.layout.strip_marks})
        found = self.known.get(said) or self.known.get(plain)
        if found is None:
            text = _("No organization has the code %(code)s. Mend it or load the directory first.")
            raise Wrong("code", "code", text % {"code": said[:40]}, said[:40])
        if found.level not in SCHOOLS_AND_THEIR_LIKE and found.level != Level.DISTRICT:
            text = _("%(name)s is neither a school nor a district.") % {"name": found.name}
            raise Wrong("code", "code", text)
        return found

    def _code(self, row: Row, column: str, called: str) -> str:
        said = self._cell(row, column)
        if not said:
            text = _("The %(what)s is missing. Add it.") % {"what": called}
            raise Wrong(column, column, text)
        code = self.words[column].code(said)
        if code is None:
            raise Wrong(column, column, self.words[column].unknown(called, said), said[:80])
        return code

    def _cohort(self, row: Row) -> int:
        said = self._cell(row, "cohort").partition("-")[0].partition("–")[0].strip()
        if not (said.isascii() and said.isdecimal() and len(said) == 4):
            text = _("Write the cohort as four digits: the year in which its school year opened.")
            raise Wrong("cohort", "cohort", text)
        if not 1990 <= int(said) <= self.year:
            text = _("The cohort can’t begin after the year %(year)s.") % {"year": self.year}
            raise Wrong("cohort", "cohort", text)
        return int(said)

    def _several(self, row: Row, column: str, called: str) -> tuple[str, ...]:
        codes: dict[str, None] = {}
        for part in self._cell(row, column).split(self.layout.separator):
            if said := part.strip():
                code = self.words[column].code(said)
                if code is None:
                    raise Wrong(column, column, self.words[column].unknown(called, said), said[:80])
                codes[code] = None
        return tuple(codes)


def _kinds(named: Designations, statuses: SupportStatuses) -> list[Term]:
    """Designations with support, as every period calls them; the newest words first."""
    having = {one.designation for one in statuses.supports}
    newest = sorted(named.vocabularies, key=lambda one: one.valid_from, reverse=True)
    return [term for one in newest for term in one.terms if term.code in having]


def _terms(terms: list[SupportTerm]) -> list[Named]:
    return [Named(code=one.code, label=one.label, aliases=one.aliases) for one in terms]


def read_statuses(table: Table, reader: StatusReader) -> StatusReading:
    """Read every row; of two that contradict each other, the second is refused."""
    reading = StatusReading(layout=say(reader.layout.name))
    for row in table:
        reading.read += 1
        try:
            stated = reader.read(row)
            first = reading.found.setdefault(stated.organization, stated)
            if first is not stated:
                if first.content() != stated.content():
                    words = {"name": stated.name, "line": first.line}
                    text = _("%(name)s stands in line %(line)s too, with other content.")
                    raise Wrong("code", "duplicate", text % words)
                reading.merged += 1
        except Wrong as wrong:
            reading.refused += 1
            if len(reading.problems) < MOST_PROBLEMS:
                reading.problems.append(reader.problem(row.line, wrong))
    reading.notes = list(table.notes)
    if reading.merged:
        text = ngettext(
            "One row repeats another one exactly; it counts once.",
            "%(count)s rows repeat another one exactly; they count once.",
            reading.merged,
        )
        reading.notes.append(text % {"count": reading.merged})
    return reading
