"""Tables from files of people: CSV in any usual encoding, packed by gzip or not, and XLSX.

What a file is follows from its content, never from its name. Rows come one at a time, so a large
file takes no more memory than a small one, and every limit is held before memory is taken.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import gzip
import io
import re
import unicodedata
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, cast

from django.utils.translation import gettext as _

from trellis.kit.cells import (
    MOST_COLUMNS,
    Limits,
    Row,
    Unreadable,
    too_large,
    too_long,
    too_many_rows,
    too_wide,
)
from trellis.kit.workbook import read_workbook

__all__ = ["Row", "Table", "Unreadable", "fold", "match_columns", "read_table", "safe_cell"]

MOST_LINE = 250_000  # characters
MOST_FIELD = 131_072  # characters; the reader of the standard library stops there
MOST_LINES_OF_A_RECORD = 1_000
CHUNK = 256 * 1024
DELIMITERS = ",;\t|"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass
class Table:
    """The header of a file, what was noticed on the way, and its rows, to be read once.

    Use it as a context manager, so that the file is closed.
    """

    name: str
    header: list[str]
    header_line: int
    rows: Iterator[Row]
    notes: list[str] = field(default_factory=list)
    opened: list[IO[bytes]] = field(default_factory=list)

    def __iter__(self) -> Iterator[Row]:
        return self.rows

    def __enter__(self) -> Table:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close what reading opened."""
        for file in reversed(self.opened):
            file.close()


def read_table(
    path_or_file: Path | str | IO[bytes],
    *,
    name: str,
    limit_bytes: int = Limits.bytes,
    limit_rows: int = Limits.rows,
    limit_cells: int = Limits.cells,
    sheet: str = "",
    header_row: int = 0,
) -> Table:
    """Open a file of rows; raises Unreadable, also later while rows are read.

    `name` is only for messages. The header is the first row with any text, from `header_row` on;
    `sheet` names the sheet of a workbook, where that is not the first with any text.
    """
    limits = Limits(limit_bytes, limit_rows, limit_cells)
    opened: list[IO[bytes]] = []
    try:
        file = path_or_file
        if isinstance(file, Path | str):
            file = Path(file).open("rb")  # noqa: SIM115  - the table closes it
            opened.append(file)
        notes: list[str] = []
        rows = _rows(file, limits, notes, opened, sheet)
        header = next((row for row in rows if row.line >= header_row), None)
        if header is None:
            raise Unreadable(_("The file is empty. Choose a file with a header and rows."))
        wide = len(header.cells)
        padded = (_padded(row, wide) for row in rows)
        return Table(name, header.cells, header.line, padded, notes, opened)
    except BaseException:
        for one in reversed(opened):
            one.close()
        raise


def _rows(
    file: IO[bytes], limits: Limits, notes: list[str], opened: list[IO[bytes]], sheet: str = ""
) -> Iterator[Row]:
    """The rows that hold any text, whatever the file is."""
    size = file.seek(0, io.SEEK_END)
    if size > limits.bytes:
        raise too_large(limits)
    start = _first(file)
    if start.startswith(b"\x1f\x8b"):
        file.seek(0)
        file = cast(IO[bytes], gzip.GzipFile(fileobj=file))
        opened.append(file)
        start = _first(file)
        notes.append(_("The file was packed by gzip."))
    if start.startswith(b"PK\x03\x04"):
        return _counted(read_workbook(_seekable(file, limits), limits, notes, sheet), limits)
    _refuse_other_kinds(start)
    encoding = _encoding(file, limits, notes)
    return _counted(_csv_rows(file, encoding, limits), limits)


def _first(file: IO[bytes]) -> bytes:
    file.seek(0)
    try:
        return file.read(8)
    except (OSError, EOFError, zlib.error):
        raise _broken_pack() from None


def _seekable(file: IO[bytes], limits: Limits) -> IO[bytes]:
    """A workbook needs to be read in any order; a packed one is unpacked into memory first."""
    if not isinstance(file, gzip.GzipFile):
        return file
    file.seek(0)
    most = min(limits.bytes, 32 * 1024 * 1024)
    try:
        content = file.read(most + 1)
    except (OSError, EOFError, zlib.error):
        raise _broken_pack() from None
    if len(content) > most:
        raise too_large(limits)
    return io.BytesIO(content)


def _refuse_other_kinds(start: bytes) -> None:
    if not start:
        raise Unreadable(_("The file is empty. Choose a file with a header and rows."))
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            _(
                "This is an old Excel workbook (.xls) or one with a password. Open it, and save it"
                " without a password as .xlsx or CSV."
            )
        )
    if start.startswith(b"%PDF"):
        raise Unreadable(_("This is a PDF, not a table. Ask for the list as CSV or .xlsx."))
    if start.startswith((b"PAR1", b"SQLite f", b"BZh", b"\xfd7zXZ", b"Rar!", b"7z\xbc\xaf")):
        raise _not_text()


def _encoding(file: IO[bytes], limits: Limits, notes: list[str]) -> str:
    """Read the whole file once to learn how its text is written, and that it is not too long."""
    file.seek(0)
    named = ""
    utf8 = codecs.getincrementaldecoder("utf-8")()
    is_utf8, total = True, 0
    while True:
        try:
            chunk = file.read(CHUNK)
        except (OSError, EOFError, zlib.error):
            raise _broken_pack() from None
        if not total:
            named = next((code for mark, code in BOMS if chunk.startswith(mark)), "")
        total += len(chunk)
        if total > limits.bytes:
            raise too_large(limits)
        if b"\0" in chunk and named != "utf-16":
            raise _not_text()
        if is_utf8 and named != "utf-16":
            try:
                utf8.decode(chunk, final=not chunk)
            except UnicodeDecodeError:
                is_utf8 = False
        if not chunk:
            break
    if named == "utf-16" or is_utf8:
        return named or "utf-8"
    notes.append(
        _(
            "The file is not UTF-8; it was read as Windows-1252. Look at names with accents, or"
            " save the file as “CSV UTF-8”."
        )
    )
    return "cp1252"


def _csv_rows(file: IO[bytes], encoding: str, limits: Limits) -> Iterator[Row]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield from _records(_Lines(text))
    except UnicodeError:
        raise _not_text() from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise _broken_pack() from None
    finally:
        with contextlib.suppress(ValueError):  # the file was closed before
            text.detach()  # else the wrapper would close a file of the caller


class _Lines:
    """Physical lines, none too long and not too many for one record."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._waiting: list[str] = []
        self.number = 0
        self.of_this_record = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.pop() if self._waiting else self._text.readline(MOST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        self.of_this_record += 1
        if len(line) >= MOST_LINE:
            raise too_long(self.number)
        if self.of_this_record > MOST_LINES_OF_A_RECORD:
            raise too_long(self.number - self.of_this_record + 1)
        return line

    def put_back(self, line: str) -> None:
        """Let the next reader see this line again."""
        self._waiting.append(line)
        self.number -= 1
        self.of_this_record -= 1


def _records(lines: _Lines) -> Iterator[Row]:
    delimiter = _delimiter(lines)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        begins = lines.number + 1
        lines.of_this_record = 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "limit" in str(error):
                raise too_long(begins) from None
            raise Unreadable(
                _("The record that begins in line %(line)s has a quotation mark in a wrong place.")
                % {"line": f"{begins:,}"}
            ) from None
        yield Row(begins, [cell.strip() for cell in cells])


def _delimiter(lines: _Lines) -> str:
    """What stands between cells: said by a `sep=` line, or what the header has most of."""
    first = next((line for line in lines if line.strip()), "")
    said = re.fullmatch(r'"?sep=(.)"?\s*', first, re.IGNORECASE)
    if said and said[1] in DELIMITERS:
        return said[1]
    if first:
        lines.put_back(first)
    outside = re.sub(r'"[^"]*("|$)', "", first)
    return max(DELIMITERS, key=lambda mark: (outside.count(mark), -DELIMITERS.index(mark)))


def _counted(rows: Iterator[Row], limits: Limits) -> Iterator[Row]:
    """Rows with any text, as long as there are not too many."""
    count = cells = 0
    for row in rows:
        if len(row.cells) > MOST_COLUMNS:
            raise too_wide(row.line)
        cells += len(row.cells)
        if cells > limits.cells:
            raise too_many_rows(limits)
        if not any(row.cells):
            continue
        count += 1
        if count > limits.rows + 1:
            raise too_many_rows(limits)
        yield row


def _padded(row: Row, wide: int) -> Row:
    if len(row.cells) < wide:
        row.cells.extend([""] * (wide - len(row.cells)))
    while len(row.cells) > wide and not row.cells[-1]:
        row.cells.pop()
    return row


def _not_text() -> Unreadable:
    return Unreadable(
        _("This is not a text table. Save the file as “CSV UTF-8” or as an Excel workbook (.xlsx).")
    )


def _broken_pack() -> Unreadable:
    return Unreadable(_("The packed file is damaged or not complete. Fetch it once more."))


def fold(text: str) -> str:
    """A header as it is compared: letters and digits only, without case and accents.

    >>> fold("Region-2\\nCounty-3") == fold("region 2 county 3")
    True
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def match_columns(
    header: list[str], wanted: Mapping[str, list[str]], required: Collection[str] = ()
) -> dict[str, int]:
    """The position of each wanted field that the header has; earlier names win over later ones.

    Raises Unreadable where a required one is missing or a name stands twice.
    """
    places: dict[str, list[int]] = {}
    for position, title in enumerate(header):
        places.setdefault(fold(title), []).append(position)
    found: dict[str, int] = {}
    for name, titles in wanted.items():
        there = next((at for title in titles if (at := places.get(fold(title)))), None)
        if there is None:
            continue
        if len(there) > 1:
            letters = {"title": _shown(header[there[0]]), "count": len(there)}
            raise Unreadable(
                _("The column “%(title)s” stands in the file %(count)s times. Keep one.") % letters
            )
        found[name] = there[0]
    missing = [name for name in required if name not in found]
    if missing:
        raise Unreadable(_missing_column(wanted[missing[0]] or [missing[0]], header))
    return found


def _missing_column(titles: list[str], header: list[str]) -> str:
    shown = ", ".join(_shown(title) for title in header[:20] if title) or _("nothing")
    names = _(" or ").join(f"“{_shown(title)}”" for title in titles)
    return _(
        "The file has no column %(names)s. Its columns are: %(found)s. Choose another file, or name"
        " the column so."
    ) % {"names": names, "found": shown}


def _shown(title: str) -> str:
    return re.sub(r"\s+", " ", title)[:60]


def safe_cell(value: object) -> str:
    """Text for a cell of a CSV file that no spreadsheet program takes for a formula.

    >>> safe_cell("=1+1"), safe_cell(-5), safe_cell("-5"), safe_cell("Lincoln")
    ("'=1+1", '-5', '-5', 'Lincoln')
    """
    text = "" if value is None else str(value)
    if not text.lstrip().startswith(FORMULA_STARTS) and not text.startswith(FORMULA_STARTS):
        return text
    return text if re.fullmatch(r"[+-]?\d+(\.\d+)?", text) else f"'{text}"
