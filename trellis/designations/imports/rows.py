"""One row of a designations file: what it says of whom, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from trellis.designations.imports.words import Words
from trellis.designations.schema import DesignationLayout, Designations, Vocabulary
from trellis.kit import dates
from trellis.kit.tables import Row
from trellis.organizations.models import Level, Organization

NUMBER = re.compile(r"(-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?|-?\.\d+) ?%?")
NO_NUMBER = re.compile(
    r"[*†‡#–—-]|n/?a|n\.a\.|none|null|not applicable|[<>≤≥] ?\d+(\.\d+)? ?%?", re.I
)
"""What states print where they hide or lack a figure: kept as printed, without a value."""
SCHOOLS_AND_THEIR_LIKE = {Level.SCHOOL.value, Level.OTHER.value}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused: where, what is wrong and how to mend it."""

    line: int
    column: str
    what: str
    """`label`, `code`, `closed`, `band`, `reason`, `group`, `indicator` or `duplicate`."""
    text: str
    said: str = ""

    def sentence(self) -> str:
        """The whole problem in one line."""
        words = {"line": self.line, "column": self.column, "text": self.text}
        return _("Line %(line)s, column “%(column)s”: %(text)s") % words

    def facts(self) -> dict[str, Any]:
        """As it is kept with a release."""
        return asdict(self)


class Wrong(Exception):
    """Ends the reading of a row."""

    def __init__(self, column: str, what: str, text: str, said: str = "") -> None:
        super().__init__(text)
        self.column, self.what, self.text, self.said = column, what, text, said


@dataclass(frozen=True, slots=True)
class Known:
    """What the database knows of an organization that a file may name."""

    pk: int
    name: str
    level: str
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Found:
    """A designation as a row says it."""

    line: int
    organization: int
    name: str
    kind: str
    label: str
    band: str = ""
    reasons: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    indicators: Mapping[str, dict[str, Any]] = field(default_factory=dict)

    def content(self) -> list[Any]:
        """All that is stored, in a form that compares and hashes."""
        told = [self.organization, self.band, self.kind, self.label]
        return [*told, list(self.reasons), list(self.groups), dict(self.indicators)]


def known_organizations() -> dict[str, Known]:
    """Every organization by code; one query."""
    rows = Organization.objects.order_by().values_list("code", "pk", "name", "level", "closed_on")
    return {
        code: Known(pk, name, level, closed_on)
        for code, pk, name, level, closed_on in rows.iterator(chunk_size=2000)
    }


class RowReader:
    """Reads rows of one file by one layout with the words of one period."""

    def __init__(
        self,
        layout: DesignationLayout,
        columns: Mapping[str, int],
        header: list[str],
        vocabulary: Vocabulary,
        named: Designations,
        day: date,
    ) -> None:
        self.layout, self.columns, self.header, self.day = layout, columns, header, day
        self.terms = Words(vocabulary.terms)
        self.lists = {
            "bands": Words(named.bands),
            "reasons": Words(named.reasons),
            "groups": Words(named.groups),
        }
        self.known = known_organizations()

    def read(self, row: Row) -> Found | None:
        """The designation in a row; None where it has none and the layout lets that stand."""
        organization = self._organization(row)
        label = self._cell(row, "label")
        if not label:
            if self.layout.blank_label == "skip":
                return None
            raise Wrong("label", "label", _("The designation is missing. Add it."))
        kind = self.terms.code(label)
        if kind is None:
            text = self.terms.unknown(_("designation"), label)
            raise Wrong("label", "label", text, label[:80])
        return Found(
            line=row.line,
            organization=organization.pk,
            name=organization.name,
            kind=kind,
            label=label[:120],
            band=self._band(row),
            reasons=self._several(row, "reasons", "reason", _("reason")),
            groups=self._several(row, "groups", "group", _("student group")),
            indicators=self._indicators(row),
        )

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
        """Whom the row means; codes are text, and nobody guesses zeros that a workbook lost."""
        said = self._cell(row, "code")
        if not said:
            raise Wrong("code", "code", _("The code is missing. Add it."))
        plain = said.translate({ord(mark): None for mark in self.layout.strip_marks})
        found = self.known.get(said) or self.known.get(plain)
        if found is None:
            text = _("No organization has the code %(code)s. Mend it or load the directory first.")
            if self.columns["code"] in row.numbers:
                text = _(
                    "No organization has the code %(code)s. It is stored as a number and may have"
                    " lost zeros: format the column as text."
                )
            raise Wrong("code", "code", text % {"code": said[:40]}, said[:40])
        self._require_fitting(found, said)
        return found

    def _require_fitting(self, found: Known, said: str) -> None:
        words = {"code": said, "name": found.name}
        district = found.level == Level.DISTRICT
        if self.layout.district_codes and not district:
            text = _("%(code)s is %(name)s, not a district; this layout is for districts.")
            raise Wrong("code", "code", text % words, said)
        if not self.layout.district_codes and found.level not in SCHOOLS_AND_THEIR_LIKE:
            text = _("%(code)s is %(name)s, not a school; this layout is for schools.")
            raise Wrong("code", "code", text % words, said)
        if found.closed_on is not None and found.closed_on <= self.day:
            words["day"] = dates.full(found.closed_on)
            text = _("%(name)s closed on %(day)s. Leave the row out or correct the code.")
            raise Wrong("code", "closed", text % words, said)

    def _band(self, row: Row) -> str:
        said = self._cell(row, "band")
        if not said:
            return ""
        code = self.lists["bands"].code(said)
        if code is None:
            text = self.lists["bands"].unknown(_("grade band"), said)
            raise Wrong("band", "band", text, said[:80])
        return code

    def _several(self, row: Row, column: str, what: str, called: str) -> tuple[str, ...]:
        codes: dict[str, None] = {}
        for part in self._cell(row, column).split(self.layout.separator):
            said = part.strip()
            if not said:
                continue
            code = self.lists[column].code(said)
            if code is None:
                raise Wrong(column, what, self.lists[column].unknown(called, said), said[:80])
            codes[code] = None
        return tuple(codes)

    def _indicators(self, row: Row) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for code in self.layout.indicators:
            said = self._cell(row, indicator(code))
            if not said:
                continue
            if number := NUMBER.fullmatch(said):
                value: float | None = float(number[1].replace(",", ""))
            elif NO_NUMBER.fullmatch(said):
                value = None
            else:
                text = _("“%(said)s” is no number or percentage. Write it as 45.3 or 45.3%%.")
                raise Wrong(indicator(code), "indicator", text % {"said": said[:40]}, said[:40])
            found[code] = {"text": said[:40], "value": value}
        return found


def indicator(code: str) -> str:
    """How the column of an indicator is called beside the named columns."""
    return f"indicator {code}"
