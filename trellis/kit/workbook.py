"""Excel workbooks (.xlsx): read row by row within limits, written without any formula.

The reader is our own because it must hold its limits before memory is taken: a workbook library
that builds the sheet first can be made to allocate billions of cells by two cells far apart, or
to copy one long shared text into every cell.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import IO, Any
from xml.parsers import expat

import xlsxwriter
from django.utils.translation import gettext as _

from trellis.kit.cells import (
    MOST_CELL,
    MOST_COLUMNS,
    Limits,
    Row,
    Unreadable,
    too_large,
    too_long,
    too_many_rows,
    too_wide,
)

MOST_ENTRIES = 2_000
MOST_UNPACKED = 256 * 1024 * 1024
MOST_SHARED_TEXTS = 1_000_000
MOST_SHARED_CHARACTERS = 24_000_000
MOST_RATIO = 250
ENOUGH_TO_ASK = 4 * 1024 * 1024
MOST_TOKEN = 4 * 1024 * 1024
MOST_ROW = 1_000_000  # characters
CHUNK = 64 * 1024
SHEET = "xl/workbook.xml"
BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])


def read_workbook(file: IO[bytes], limits: Limits, notes: list[str]) -> Iterator[Row]:
    """The rows of the first sheet that has any; formulas are read as their stored values."""
    try:
        archive = zipfile.ZipFile(file)
        _refuse_bombs(archive)
        book = _Book(archive)
        for number, (title, part) in enumerate(book.sheets):
            rows = book.rows(part, limits)
            first = next((row for row in rows if any(row.cells)), None)
            if first is None:
                continue
            if len(book.sheets) > 1:
                notes.append(
                    _("The workbook has %(count)s sheets; “%(title)s” was read.")
                    % {"count": len(book.sheets), "title": title[:60]}
                )
            if number:
                notes.append(_("Empty sheets before it were passed over."))
            yield first
            yield from rows
            return
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, NotImplementedError):
        raise _broken() from None
    except (expat.ExpatError, ValueError, OverflowError, RuntimeError):
        raise _broken() from None


def _broken() -> Unreadable:
    return Unreadable(
        _("The workbook is damaged or not an Excel workbook (.xlsx). Save it once more, or as CSV.")
    )


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    """Look at the table of contents before anything is unpacked."""
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if SHEET not in names:
        raise Unreadable(
            _("This is a ZIP file, not an Excel workbook. Unpack it, and choose the table in it.")
        )
    tricky = any(_leads_elsewhere(name) for name in names) or len(names) < len(entries)
    if tricky or len(entries) > MOST_ENTRIES:
        raise Unreadable(
            _("The workbook is not built as a spreadsheet program would. Save it once more.")
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(_("The workbook has a password. Save it without one."))
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if total > MOST_UNPACKED or (total > ENOUGH_TO_ASK and total / packed > MOST_RATIO):
        raise Unreadable(
            _("The workbook unpacks to far more than it should hold. Save the table as CSV.")
        )


def _leads_elsewhere(name: str) -> bool:
    return name.startswith(("/", "\\")) or "\\" in name or ":" in name or ".." in name.split("/")


class _Stop(Exception):
    """Ends a parse early."""


def _parse(archive: zipfile.ZipFile, part: str, parser: expat.XMLParserType) -> Iterator[None]:
    """Feed one part to a parser in pieces; stops between pieces so that rows can be handed out."""
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.buffer_text = True
    unpacked = 0
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            unpacked += len(chunk)
            if unpacked > MOST_UNPACKED:
                raise too_large(Limits(bytes=MOST_UNPACKED))
            parser.Parse(chunk, False)
            if unpacked - parser.CurrentByteIndex > MOST_TOKEN:
                raise _broken()  # one endless tag or text, which the parser would keep whole
            yield
    parser.Parse(b"", True)
    yield


def _refuse_doctype(*_declaration: object) -> None:
    raise Unreadable(
        _("The workbook holds a document type declaration, which no spreadsheet program writes.")
    )


def _parser() -> expat.XMLParserType:
    return expat.ParserCreate(namespace_separator=" ")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


class _Book:
    """The parts of a workbook that a table needs."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._since_1904 = False
        self.sheets = self._find_sheets()
        self._shared: list[str] | None = None
        self._dates = self._find_date_styles()

    def rows(self, part: str, limits: Limits) -> Iterator[Row]:
        """Stream the rows of one sheet."""
        if self._shared is None:
            self._shared = self._read_shared()
        sheet = _Sheet(self._shared, self._dates, self._since_1904, limits)
        parser = _parser()
        parser.StartElementHandler = sheet.start
        parser.EndElementHandler = sheet.end
        parser.CharacterDataHandler = sheet.text
        for _piece in _parse(self._archive, part, parser):
            ready, sheet.ready = sheet.ready, []
            yield from ready

    def _find_sheets(self) -> list[tuple[str, str]]:
        listed: list[tuple[str, str, bool]] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if _local(name) == "workbookPr":
                self._since_1904 = attributes.get("date1904") in {"1", "true"}
            if _local(name) == "sheet":
                key = next((v for k, v in attributes.items() if k.endswith(" id")), "")
                visible = attributes.get("state", "visible") == "visible"
                listed.append((attributes.get("name", ""), key, visible))

        self._walk(SHEET, start)
        targets = self._targets()
        chosen = [one for one in listed if one[2]] or listed
        parts = [(title, targets.get(key, "")) for title, key, _visible in chosen[:100]]
        return [(title, part) for title, part in parts if part in self._archive.NameToInfo]

    def _targets(self) -> dict[str, str]:
        found: dict[str, str] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            if _local(name) == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                path = target[1:] if target.startswith("/") else posixpath.join("xl", target)
                found[attributes.get("Id", "")] = posixpath.normpath(path)

        self._walk("xl/_rels/workbook.xml.rels", start)
        return found

    def _find_date_styles(self) -> frozenset[int]:
        formats: dict[int, bool] = {}
        styles: list[int] = []
        inside: list[str] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            inside.append(_local(name))
            if inside[-1] == "numFmt":
                formats[int(attributes["numFmtId"])] = _is_date(attributes.get("formatCode", ""))
            if inside[-2:] == ["cellXfs", "xf"]:
                styles.append(int(attributes.get("numFmtId", "0")))

        if "xl/styles.xml" in self._archive.NameToInfo:
            self._walk("xl/styles.xml", start, lambda _name: inside.pop())
        return frozenset(
            place for place, code in enumerate(styles) if formats.get(code, code in BUILT_IN_DATES)
        )

    def _read_shared(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self._archive.NameToInfo:
            return []
        texts = _SharedTexts()
        parser = _parser()
        parser.StartElementHandler = texts.start
        parser.EndElementHandler = texts.end
        parser.CharacterDataHandler = texts.text
        for _piece in _parse(self._archive, "xl/sharedStrings.xml", parser):
            pass
        return texts.found

    def _walk(self, part: str, start: Any, end: Any = None) -> None:
        parser = _parser()
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        for _piece in _parse(self._archive, part, parser):
            pass


def _is_date(code: str) -> bool:
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.', "", code)
    return bool(re.search(r"[ymdhs]", plain, re.IGNORECASE)) and "general" not in plain.lower()


@dataclass
class _SharedTexts:
    """Collects the shared texts, without the readings that some languages add."""

    found: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _inside: list[str] = field(default_factory=list)
    _length: int = 0
    _total: int = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self._inside.append(_local(name))
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


class _Sheet:
    """Turns the events of a sheet into rows."""

    def __init__(
        self, shared: list[str], dates: frozenset[int], since_1904: bool, limits: Limits
    ) -> None:
        self.ready: list[Row] = []
        self._shared, self._dates, self._limits = shared, dates, limits
        self._epoch = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
        self._line = 0
        self._cells: list[str] = []
        self._numbers: list[int] = []
        self._column = -1
        self._kind, self._style, self._reads = "n", 0, False
        self._value: list[str] = []
        self._length = self._row_length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "c":
            self._column = _column(attributes.get("r", ""), self._column)
            if self._column >= MOST_COLUMNS:
                raise too_wide(self._line)
            self._kind = attributes.get("t", "n")
            self._style = int(attributes.get("s", "0"))
            self._value, self._length = [], 0
        elif local in {"v", "t"}:
            self._reads = True
        elif local == "row":
            self._line = int(attributes.get("r") or self._line + 1)
            if self._line > self._limits.rows * 4 + 1_048_576:
                raise too_many_rows(self._limits)
            self._cells, self._numbers, self._column = [], [], -1
            self._row_length = 0
        elif local == "rPh":
            self._reads = False

    def text(self, piece: str) -> None:
        if self._reads:
            self._length += len(piece)
            self._row_length += len(piece)
            if self._length > MOST_CELL or self._row_length > MOST_ROW:
                raise too_long(self._line)
            self._value.append(piece)

    def end(self, name: str) -> None:
        local = _local(name)
        if local in {"v", "t"}:
            self._reads = False
        elif local == "c":
            text = self._read("".join(self._value).strip())
            if text:
                self._cells.extend([""] * (self._column - len(self._cells)))
                self._cells[self._column :] = [text]
        elif local == "row" and self._cells:
            self.ready.append(Row(self._line, self._cells, frozenset(self._numbers)))

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


def write_xlsx(
    target: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[object]], *, sheet: str
) -> None:
    """Write one sheet; text is written as text, so that nothing of it is ever a formula."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, {**options, "in_memory": False})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", sheet)[:31] or "Sheet1")
    page.freeze_panes(1, 0)
    for column, title in enumerate(header):
        page.write_string(0, column, str(title)[:MOST_CELL], bold)
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, bool):
                page.write_boolean(line, column, value)
            elif isinstance(value, int | float):
                page.write_number(line, column, value)
            elif isinstance(value, date) and not isinstance(value, datetime):
                page.write_datetime(line, column, value, day)
            else:
                page.write_string(line, column, str(value)[:MOST_CELL])
    book.close()


def xlsx(header: Sequence[str], rows: Iterable[Sequence[object]], *, sheet: str) -> bytes:
    """The bytes of a workbook with one sheet, for an answer to a browser."""
    target = io.BytesIO()
    write_xlsx(target, header, rows, sheet=sheet)
    return target.getvalue()
