"""One row of a directory file: what organization it means, or what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from trellis.kit.tables import Row, fold
from trellis.organizations.imports.layouts import kinds, regions
from trellis.organizations.models import Level
from trellis.organizations.schema import DirectoryLayout, Office, Organizations, Slice
from trellis.programs.program import Program
from trellis.programs.schema.base import Text
from trellis.programs.texts import say

OPTIONAL = ("region", "county", "city", "grades", "nces")
LONGEST = {"name": 200, "city": 100, "grades": 60, "nces": 20, "region": 20, "county": 20}
FLOOR = {Level.STATE: 0, Level.OFFICE: 1, Level.DISTRICT: 2, Level.SCHOOL: 3, Level.OTHER: 3}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused: where, what is wrong and how to mend it."""

    line: int
    column: str
    text: str
    code: str = ""

    def sentence(self) -> str:
        """The whole problem in one line."""
        if not self.column:
            return _("Line %(line)s: %(text)s") % {"line": self.line, "text": self.text}
        return _("Line %(line)s, column “%(column)s”: %(text)s") % {
            "line": self.line,
            "column": self.column,
            "text": self.text,
        }


class Wrong(Exception):
    """Ends the reading of a row."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name, self.text = name, text


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


@dataclass
class Heads:
    """Codes that others may hang on, found by a first look through the file."""

    codes: set[str] = field(default_factory=set)
    office_of: dict[str, str] = field(default_factory=dict)


class RowReader:
    """Reads the rows of one file by one layout."""

    def __init__(
        self, program: Program, layout: DirectoryLayout, columns: dict[str, int], header: list[str]
    ) -> None:
        self.layout, self.columns, self.header = layout, columns, header
        self.heads = Heads()
        self.known_parents: dict[str, str] = {}
        self.kinds = {code: kind.level.value for code, kind in kinds(program).items()}
        self.top = program.section("organizations", Organizations).top
        self.offices = {office.region: office for office in regions(program).offices}
        self._office_by_code = {
            office.organization: office for office in self.offices.values() if office.organization
        }
        self._counties = {county.code for county in regions(program).counties}
        self._county_names = {fold(one.name): one.code for one in regions(program).counties}
        self._types = {
            fold(value): record
            for record in layout.types
            for value in (record.value, *record.aliases)
        }
        self._pattern = re.compile(layout.code_pattern)
        self._strip = str.maketrans("", "", layout.strip_marks)
        self._closed = {fold(value) for value in layout.closed_values}
        self._suffixes = [
            suffix for suffix in (layout.district_suffix, *layout.more_district_suffixes) if suffix
        ]
        self.fields = self._written_fields()
        self.odd_nces = self.codes_as_numbers = self.unknown_counties = 0

    def _written_fields(self) -> list[str]:
        """The optional fields that this file says; others keep what they have."""
        said = {"city", "grades", "nces"} & set(self.columns)
        if self.layout.region or "region" in self.columns:
            said.add("region")
        if self.layout.county or "county" in self.columns:
            said.add("county")
        return [name for name in OPTIONAL if name in said]

    def look(self, row: Row) -> None:
        """Note whether others may hang on this row."""
        code = self._cell(row, "code").translate(self._strip)
        try:
            level = self.kinds[self._kind(row, code)]
            region = self._region(row, code)
        except Wrong:
            return
        if level in (Level.OFFICE, Level.DISTRICT) and self._pattern.fullmatch(code):
            self.heads.codes.add(code)
            if level == Level.OFFICE:
                self.heads.office_of.setdefault(region, code)

    def read(self, row: Row) -> Candidate:
        """The organization of a row; raises Wrong."""
        if len(row.cells) > len(self.header):
            words = {"cells": len(row.cells), "titles": len(self.header)}
            raise Wrong(
                "",
                _(
                    "has %(cells)s cells, the header %(titles)s. Put quotation marks around a cell"
                    " with a comma in it."
                )
                % words,
            )
        code = self._code(row)
        kind = self._kind(row, code)
        level = self.kinds[kind]
        region = self._region(row, code)
        found = Candidate(row.line, code, kind, level, "", region=region)
        found.closed = fold(self._cell(row, "status")) in self._closed if self._closed else False
        found.name = self._name(row, code, level, region)
        found.county = self._county(row, code)
        found.city = self._text(row, "city")
        found.grades = self._text(row, "grades")
        found.nces = self._nces(row)
        if not found.closed:
            found.parent_code = self._parent(row, code, level, region)
        return found

    def problem(self, row: Row, wrong: Wrong) -> Problem:
        """The refusal of a row, with its column as the file calls it."""
        at = self.columns.get(wrong.name)
        title = " ".join(self.header[at].split()) if at is not None else ""
        code = self._cell(row, "code").translate(self._strip)
        return Problem(row.line, title, wrong.text, code if self._pattern.fullmatch(code) else "")

    def parent_named(self, row: Row) -> Candidate | None:
        """The parent that the file names only beside its children."""
        if "parent" not in self.columns or self.layout.parent_kind is None:
            return None
        code = self._cell(row, "parent").translate(self._strip)
        kind = self.layout.parent_kind
        name = self._text(row, "parent_name") or code
        office = self._above(code, self._region(row, code))
        return Candidate(row.line, code, kind, self.kinds[kind], name, office)

    def office_code(self, office: Office) -> str:
        """The code of a pack's office: as named, as found in the file, or made from its region."""
        found = office.organization or self.heads.office_of.get(office.region)
        return found or f"region-{office.region}"

    def _cell(self, row: Row, name: str) -> str:
        at = self.columns.get(name)
        return row.cells[at] if at is not None and at < len(row.cells) else ""

    def _text(self, row: Row, name: str) -> str:
        text = _clean(self._cell(row, name))
        most = LONGEST.get(name, 200)
        if len(text) > most:
            raise Wrong(name, _("is longer than %(most)s characters. Shorten it.") % {"most": most})
        return text

    def _code(self, row: Row) -> str:
        code = self._cell(row, "code").translate(self._strip)
        is_number = bool(row.numbers) and self.columns["code"] in row.numbers
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
        value = self._cell(row, "type")
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
        return school is not None and _part(code, school) in self._suffixes

    def _region(self, row: Row, code: str) -> str:
        if self.layout.region:
            return _part(code, self.layout.region)
        return self._text(row, "region") if "region" in self.columns else ""

    def _name(self, row: Row, code: str, level: str, region: str) -> str:
        if level == Level.OFFICE and (office := self._pack_office(code, region)):
            return in_default_language(office.name)[:200]
        name = self._text(row, "name")
        if not name:
            raise Wrong("name", _("has no name. Fill it in."))
        return name

    def _pack_office(self, code: str, region: str) -> Office | None:
        """The pack names offices in full where directories shorten them."""
        if code in self._office_by_code:
            return self._office_by_code[code]
        office = self.offices.get(region)
        return office if office and self.office_code(office) == code else None

    def _county(self, row: Row, code: str) -> str:
        if self.layout.county:
            county = _part(code, self.layout.county)
            return county if not self._counties or county in self._counties else ""
        written = self._cell(row, "county")
        if not written:
            return ""
        if not self._counties:
            return self._text(row, "county")
        if written in self._counties:
            return written
        found = self._county_names.get(fold(written), "")
        self.unknown_counties += not found
        return found

    def _nces(self, row: Row) -> str:
        number = self._cell(row, "nces")
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
        return self._office(region) or self.known_parents.get(code) or self.top.code

    def _school_parent(self, row: Row, code: str, region: str) -> str:
        if "parent" in self.columns and (written := self._cell(row, "parent")):
            return self._written_parent(written)
        if self.layout.district is None:
            if "parent" in self.columns:
                raise Wrong("parent", _("is empty. Fill in the code of the district."))
            return self._office(region) or self.top.code
        shared = _part(code, self.layout.district)
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

    def _office(self, region: str) -> str:
        """The office of a region; by the code alone, never by the county."""
        if office := self.offices.get(region):
            return self.office_code(office)
        if found := self.heads.office_of.get(region):
            return found
        if region and self.offices:
            words = {"region": region, "known": ", ".join(sorted(self.offices))}
            name = "code" if self.layout.region else "region"
            raise Wrong(
                name,
                _("No office has region %(region)s. Known regions are %(known)s.") % words,
            )
        return ""


def in_default_language(text: Text) -> str:
    """A pack text as it is stored in a record, whoever runs the import."""
    return say(text, settings.LANGUAGE_CODE)


def _part(code: str, piece: Slice) -> str:
    return code[piece.start : piece.start + piece.length]


def _clean(text: str) -> str:
    """One line without characters that nobody can see."""
    if text.isprintable() and "  " not in text:
        return text
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
