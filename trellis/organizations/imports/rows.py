"""One row of a directory file: what organization it means, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trellis.kit.tables import Row, fold
from trellis.organizations.imports.cells import Cells, Problem, Wrong
from trellis.organizations.imports.layouts import kinds
from trellis.organizations.imports.regions import RegionReader, part
from trellis.organizations.models import Level
from trellis.organizations.schema import DirectoryLayout, Organizations
from trellis.programs.program import Program
from trellis.programs.texts import say

OPTIONAL = ("region", "county", "city", "grades", "nces")
FLOOR = {Level.STATE: 0, Level.OFFICE: 1, Level.DISTRICT: 2, Level.SCHOOL: 3, Level.OTHER: 3}


@dataclass(slots=True)
class Candidate:
    """An organization as a file (or the pack, line 0) says it."""

    line: int
    code: str
    kind: str
    level: str
    name: str
    parent_code: str = ""
    region: str = ""
    county: str = ""
    city: str = ""
    grades: str = ""
    nces: str = ""
    closed: bool = False
    said: int = 0
    """A hash of what the file says of it."""


class RowReader:
    """Reads the rows of one file by one layout."""

    def __init__(
        self, program: Program, layout: DirectoryLayout, columns: dict[str, int], header: list[str]
    ) -> None:
        self.layout, self.cells = layout, Cells(columns, header)
        self.regions = RegionReader(program, layout, self.cells)
        self.heads = self.regions.heads
        self.known_parents: dict[str, str] = {}
        self.kinds = {code: kind.level.value for code, kind in kinds(program).items()}
        self.top = program.section("organizations", Organizations).top
        self._types = {
            fold(value): record
            for record in layout.types
            for value in (record.value, *record.aliases)
        }
        self._pattern = re.compile(layout.code_pattern)
        self._strip = str.maketrans("", "", layout.strip_marks)
        self._closed = {fold(value) for value in layout.closed_values}
        suffixes = (layout.district_suffix, *layout.more_district_suffixes)
        self._suffixes = [suffix for suffix in suffixes if suffix]
        self.fields = self._written_fields()
        self.odd_nces = self.codes_as_numbers = 0

    def _written_fields(self) -> list[str]:
        """The optional fields that this file says; others keep what they have."""
        said = {name for name in ("city", "grades", "nces") if name in self.cells}
        if self.layout.region or "region" in self.cells:
            said.add("region")
        if self.layout.county or "county" in self.cells:
            said.add("county")
        return [name for name in OPTIONAL if name in said]

    def look(self, row: Row) -> None:
        """Note whether others may hang on this row."""
        code = self.cells.cell(row, "code").translate(self._strip)
        try:
            level = self.kinds[self._kind(row, code)]
            region = self.regions.region(row, code)
        except Wrong:
            return
        if level in (Level.OFFICE, Level.DISTRICT) and self._pattern.fullmatch(code):
            self.heads.codes.add(code)
            if level == Level.OFFICE:
                self.heads.office_of.setdefault(region, code)

    def read(self, row: Row) -> Candidate:
        """The organization of a row; raises Wrong."""
        self.cells.require_width(row)
        code = self._code(row)
        kind = self._kind(row, code)
        level = self.kinds[kind]
        region = self.regions.region(row, code)
        found = Candidate(row.line, code, kind, level, "", region=region)
        found.closed = (
            fold(self.cells.cell(row, "status")) in self._closed if self._closed else False
        )
        found.name = self._name(row, code, level, region)
        found.county = self.regions.county(row, code)
        found.city = self.cells.text(row, "city")
        found.grades = self.cells.text(row, "grades")
        found.nces = self._nces(row)
        if not found.closed:
            found.parent_code = self._parent(row, code, level, region)
        return found

    def problem(self, row: Row, wrong: Wrong) -> Problem:
        """The refusal of a row, with its column as the file calls it."""
        code = self.cells.cell(row, "code").translate(self._strip)
        known = code if self._pattern.fullmatch(code) else ""
        return Problem(row.line, self.cells.title(wrong.name), wrong.text, known)

    def parent_named(self, row: Row, known: Container[str]) -> Candidate | None:
        """The parent that the file names only beside its children, if nobody knows it yet."""
        if "parent" not in self.cells or self.layout.parent_kind is None:
            return None
        code = self.cells.cell(row, "parent").translate(self._strip)
        if code in known or not self._pattern.fullmatch(code):
            return None  # only a closed row may leave it out
        kind = self.layout.parent_kind
        name = self.cells.text(row, "parent_name") or code
        office = self._above(code, self.regions.region(row, code))
        return Candidate(row.line, code, kind, self.kinds[kind], name, office)

    def _code(self, row: Row) -> str:
        code = self.cells.cell(row, "code").translate(self._strip)
        is_number = self.cells.is_number(row, "code")
        if self._pattern.fullmatch(code) and len(code) <= 40:
            self.codes_as_numbers += is_number
            return code
        if not code:
            raise Wrong("code", _("has no code. Fill it in, or take the line out."))
        words = {"code": code[:60], "hint": say(self.layout.code_hint)}
        if is_number:
            raise Wrong(
                "code",
                _(
                    "“%(code)s” is stored as a number, so zeros at its start may be lost. Make the"
                    " column text, and enter the codes again."
                )
                % words,
            )
        raise Wrong("code", _("“%(code)s” is not a code. %(hint)s") % words)

    def _kind(self, row: Row, code: str) -> str:
        value = self.cells.cell(row, "type")
        record = self._types.get(fold(value)) if value else None
        if record is not None:
            if record.head_kind and self._is_head(code):
                return record.head_kind
            return record.kind
        if self.layout.default_kind and (not value or not self._types):
            return self.layout.default_kind
        known = ", ".join(one.value for one in self.layout.types)
        if not value:
            raise Wrong("type", _("is empty. Write one of: %(known)s.") % {"known": known})
        words = {"value": value[:60], "known": known}
        raise Wrong("type", _("“%(value)s” is no known type. Known are: %(known)s.") % words)

    def _is_head(self, code: str) -> bool:
        school = self.layout.school
        return school is not None and part(code, school) in self._suffixes

    def _name(self, row: Row, code: str, level: str, region: str) -> str:
        if level == Level.OFFICE and (ours := self.regions.office_name(code, region)):
            return ours
        name = self.cells.text(row, "name")
        if not name:
            raise Wrong("name", _("has no name. Fill it in."))
        return name

    def _nces(self, row: Row) -> str:
        number = self.cells.cell(row, "nces")
        if not number or (number.isascii() and number.isdigit() and len(number) <= 20):
            return number
        self.odd_nces += 1
        return ""

    def _parent(self, row: Row, code: str, level: str, region: str) -> str:
        if level == Level.STATE or code == self.top.code:
            return ""
        if level == Level.OFFICE:
            return self.top.code
        if level == Level.SCHOOL:
            return self._school_parent(row, code, region)
        return self._above(code, region)

    def _above(self, code: str, region: str) -> str:
        """The office of a region; without a region, what it hangs on now, or the top."""
        return self.regions.office(region) or self.known_parents.get(code) or self.top.code

    def _school_parent(self, row: Row, code: str, region: str) -> str:
        if "parent" in self.cells and (written := self.cells.cell(row, "parent")):
            return self._written_parent(written)
        if self.layout.district is None:
            if "parent" in self.cells:
                raise Wrong("parent", _("is empty. Fill in the code of the district."))
            return self.regions.office(region) or self.top.code
        shared = part(code, self.layout.district)
        for suffix in self._suffixes:
            parent = shared + suffix
            if parent in self.heads.codes and parent != code:
                return parent
        raise Wrong(
            "code",
            _(
                "Nothing in this file has the code %(parent)s, to which %(code)s belongs. Add the"
                " row of its district, or correct the code."
            )
            % {"parent": shared + (self._suffixes or [""])[0], "code": code},
        )

    def _written_parent(self, written: str) -> str:
        parent = written.translate(self._strip)
        if self._pattern.fullmatch(parent) and len(parent) <= 40:
            return parent
        words = {"code": written[:60], "hint": say(self.layout.code_hint)}
        raise Wrong("parent", _("“%(code)s” is not a code. %(hint)s") % words)
