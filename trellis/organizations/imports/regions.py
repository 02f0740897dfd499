"""Offices and counties of a row: by the code alone, never an office by its county."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from trellis.kit.tables import Row, fold
from trellis.organizations.imports.cells import Cells, Wrong
from trellis.organizations.imports.layouts import regions
from trellis.organizations.schema import DirectoryLayout, Office, Slice
from trellis.programs.program import Program
from trellis.programs.schema.base import Text
from trellis.programs.texts import say


@dataclass
class Heads:
    """Codes that others may hang on, found by a first look through the file."""

    codes: set[str] = field(default_factory=set)
    office_of: dict[str, str] = field(default_factory=dict)


class RegionReader:
    """Which region, office and county a row belongs to."""

    def __init__(self, program: Program, layout: DirectoryLayout, cells: Cells) -> None:
        self.layout, self.cells = layout, cells
        self.heads = Heads()
        known = regions(program)
        self.offices = {office.region: office for office in known.offices}
        self._by_code = {one.organization: one for one in known.offices if one.organization}
        self._counties = {county.code for county in known.counties}
        self._county_names = {fold(county.name): county.code for county in known.counties}
        self.unknown_counties = 0

    def region(self, row: Row, code: str) -> str:
        """The region that the code, or else a column, says; raises Wrong."""
        if self.layout.region:
            return part(code, self.layout.region)
        return self.cells.text(row, "region") if "region" in self.cells else ""

    def office(self, region: str) -> str:
        """The code of a region's office, nothing where there are none; raises Wrong."""
        if office := self.offices.get(region):
            return self.office_code(office)
        if found := self.heads.office_of.get(region):
            return found
        if region and self.offices:
            words = {"region": region, "known": ", ".join(sorted(self.offices))}
            name = "code" if self.layout.region else "region"
            text = _("No office has region %(region)s. Known regions are %(known)s.")
            raise Wrong(name, text % words)
        return ""

    def office_code(self, office: Office) -> str:
        """The code of a pack's office: as named, as found in the file, or made from its region."""
        found = office.organization or self.heads.office_of.get(office.region)
        return found or f"region-{office.region}"

    def office_name(self, code: str, region: str) -> str:
        """The pack's name of an office; it names in full what directories shorten."""
        office = self._by_code.get(code) or self.offices.get(region)
        if office is None or self.office_code(office) != code:
            return ""
        return in_default_language(office.name)[:200]

    def county(self, row: Row, code: str) -> str:
        """The county's own code, or what the file says where the pack has no list."""
        if self.layout.county:
            county = part(code, self.layout.county)
            return county if not self._counties or county in self._counties else ""
        written = self.cells.cell(row, "county")
        if not written or written in self._counties:
            return written
        if not self._counties:
            return self.cells.text(row, "county")
        found = self._county_names.get(fold(written), "")
        self.unknown_counties += not found
        return found


def in_default_language(text: Text) -> str:
    """A pack text as it is stored in a record, whoever runs the import."""
    return say(text, settings.LANGUAGE_CODE)


def part(code: str, piece: Slice) -> str:
    """A piece of a code by position."""
    return code[piece.start : piece.start + piece.length]
