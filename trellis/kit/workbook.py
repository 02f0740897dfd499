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
from datetime import date, datetime
from typing import IO, Any
from xml.parsers import expat

import xlsxwriter
from django.utils.translation import gettext as _

from trellis.kit.cells import MOST_CELL, Limits, Row, Unreadable, too_large
from trellis.kit.sheet import SharedTexts, Sheet, local

MOST_ENTRIES = 2_000
MOST_UNPACKED = 256 * 1024 * 1024
MOST_RATIO = 250
ENOUGH_TO_ASK = 4 * 1024 * 1024
MOST_TOKEN = 4 * 1024 * 1024
CHUNK = 64 * 1024
SHEET = "xl/workbook.xml"
BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])


def read_workbook(
    file: IO[bytes], limits: Limits, notes: list[str], sheet: str = ""
) -> Iterator[Row]:
    """The rows of the sheet of that name, or of the first that has any.

    Formulas are read as their stored values.
    """
    try:
        archive = zipfile.ZipFile(file)
        _refuse_bombs(archive)
        book = _Book(archive)
        for number, (title, part) in enumerate(book.named(sheet)):
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


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())


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


class _Book:
    """The parts of a workbook that a table needs."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._since_1904 = False
        self.sheets = self._find_sheets()
        self._shared: list[str] | None = None
        self._dates = self._find_date_styles()

    def named(self, sheet: str) -> list[tuple[str, str]]:
        """The sheet of that name, whatever its case and spaces; all of them without a name."""
        wanted = _plain(sheet)
        found = [one for one in self.sheets if not wanted or _plain(one[0]) == wanted]
        if wanted and not found:
            shown = ", ".join(f"“{title[:40]}”" for title, _part in self.sheets[:10])
            words = {"sheet": sheet, "found": shown}
            raise Unreadable(
                _("The workbook has no sheet “%(sheet)s”. Its sheets are: %(found)s.") % words
            )
        return found

    def rows(self, part: str, limits: Limits) -> Iterator[Row]:
        """Stream the rows of one sheet."""
        if self._shared is None:
            self._shared = self._read_shared()
        sheet = Sheet(self._shared, self._dates, self._since_1904, limits)
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
            if local(name) == "workbookPr":
                self._since_1904 = attributes.get("date1904") in {"1", "true"}
            if local(name) == "sheet":
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
            if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
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
            inside.append(local(name))
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
        texts = SharedTexts()
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
