"""The events of a sheet of a workbook, turned into rows of text within limits."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from trellis.kit.cells import (
    MOST_CELL,
    MOST_COLUMNS,
    Limits,
    Row,
    Unreadable,
    too_long,
    too_many_rows,
    too_wide,
)

MOST_SHARED_TEXTS = 1_000_000
MOST_SHARED_CHARACTERS = 24_000_000
MOST_ROW = 1_000_000  # characters


def local(name: str) -> str:
    """A name of the format without what says which format it is of."""
    return name.rpartition(" ")[2]


@dataclass
class SharedTexts:
    """Collects the shared texts, without the readings that some languages add."""

    found: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _inside: list[str] = field(default_factory=list)
    _length: int = 0
    _total: int = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self._inside.append(local(name))
        if self._inside[-1] == "si":
            self._pieces, self._length = [], 0

    def text(self, piece: str) -> None:
        if self._inside[-1] == "t" and "rPh" not in self._inside:
            self._length += len(piece)
            self._total += len(piece)
            if self._length > MOST_CELL or self._total > MOST_SHARED_CHARACTERS:
                raise Unreadable(_("The workbook holds far too much text. Save it as CSV."))
            self._pieces.append(piece)

    def end(self, _name: str) -> None:
        if self._inside.pop() == "si":
            if len(self.found) >= MOST_SHARED_TEXTS:
                raise Unreadable(_("The workbook holds far too much text. Save it as CSV."))
            self.found.append("".join(self._pieces).strip())


class Sheet:
    """Turns the events of a sheet into rows."""

    def __init__(
        self, shared: list[str], dates: frozenset[int], since_1904: bool, limits: Limits
    ) -> None:
        self.ready: list[Row] = []
        self._shared, self._dates, self._limits = shared, dates, limits
        self._since_1904 = since_1904
        self._epoch = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
        self._line = 0
        self._cells: list[str] = []
        self._numbers: list[int] = []
        self._column = -1
        self._kind, self._style, self._reads = "n", 0, False
        self._value: list[str] = []
        self._length = self._row_length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if tag == "c":
            self._column = _column(attributes.get("r", ""), self._column)
            if self._column >= MOST_COLUMNS:
                raise too_wide(self._line)
            self._kind = attributes.get("t", "n")
            self._style = int(attributes.get("s", "0"))
            self._value, self._length = [], 0
        elif tag in {"v", "t"}:
            self._reads = True
        elif tag == "row":
            self._line = int(attributes.get("r") or self._line + 1)
            if self._line > self._limits.rows * 4 + 1_048_576:
                raise too_many_rows(self._limits)
            self._cells, self._numbers, self._column = [], [], -1
            self._row_length = 0
        elif tag == "rPh":
            self._reads = False

    def text(self, piece: str) -> None:
        if self._reads:
            self._length += len(piece)
            self._row_length += len(piece)
            if self._length > MOST_CELL or self._row_length > MOST_ROW:
                raise too_long(self._line)
            self._value.append(piece)

    def end(self, name: str) -> None:
        tag = local(name)
        if tag in {"v", "t"}:
            self._reads = False
        elif tag == "c":
            text = self._read("".join(self._value).strip())
            if text:
                self._cells.extend([""] * (self._column - len(self._cells)))
                self._cells[self._column :] = [text]
        elif tag == "row" and self._cells:
            numbers = frozenset(self._numbers)
            self.ready.append(Row(self._line, self._cells, numbers, self._since_1904))

    def _read(self, value: str) -> str:
        if self._kind == "s":
            return self._shared[int(value)] if value and int(value) < len(self._shared) else ""
        if self._kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, "")
        if self._kind == "e":
            return ""
        if self._kind == "d":
            return value.removesuffix("T00:00:00")
        if self._kind != "n" or not value:
            return value
        if self._style in self._dates:
            return self._date(float(value))
        self._numbers.append(self._column)
        return _number(value)

    def _date(self, serial: float) -> str:
        if not 0 <= serial < 2_958_466:
            return str(serial)
        moment = self._epoch + timedelta(seconds=round(serial * 86_400))
        plain = moment.time().isoformat() if serial < 1 else moment.isoformat(" ")
        return plain.removesuffix(" 00:00:00")


def _column(reference: str, before: int) -> int:
    """The position that a reference such as "AB12" names; the next one where it names none."""
    letters = re.match(r"[A-Z]{1,3}", reference)
    if not letters:
        return before + 1
    place = 0
    for letter in letters[0]:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _number(value: str) -> str:
    if re.fullmatch(r"-?\d+", value):
        return value
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
