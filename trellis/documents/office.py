"""Office files are zip archives: told by their table of contents, refused with macros or tricks."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from trellis.documents import media
from trellis.documents.errors import Unsafe
from trellis.documents.media import RUNNABLE, Media

CONTENTS = "[Content_Types].xml"
MOST_PARTS = 5_000
MOST_LIST = 2 * 1024 * 1024
MOST_BYTES = 256 * 1024 * 1024
HARMLESS = 10 * 1024 * 1024
MOST_TIMES = 200
"""How often larger than the file its content may be, once it is larger than `HARMLESS`."""
MOST_CONTENTS = 1024 * 1024
CHUNK = 1 << 18
TAIL, LOCATOR = 22, 20
"""Lengths of a zip's last record without a comment, and of the one that may stand before it."""

NOT_OFFICE = gettext_noop("Archives are not accepted. Unpack it and add the files one by one.")
DAMAGED = gettext_noop("This Office file is damaged. Save it anew.")
MACROS = gettext_noop("Office files with macros are not accepted. Save it without macros.")
TRICKS = gettext_noop("This Office file holds parts with forbidden names. Save it anew.")
BOMB = gettext_noop("This Office file would unpack to far too much.")
LOCKED = gettext_noop("This Office file is locked. Save it without a password.")

MAIN = {
    "word/document.xml": (media.DOCX, b"wordprocessingml.document.main+xml"),
    "xl/workbook.xml": (media.XLSX, b"spreadsheetml.sheet.main+xml"),
    "ppt/presentation.xml": (media.PPTX, b"presentationml.presentation.main+xml"),
}
RUNS = RUNNABLE - {"xml", "bin"}  # of these honest files consist, printer settings for one
MACRO = re.compile(r"vba(project|data)|activex|macrosheets", re.IGNORECASE)
PATH_TRICK = re.compile(r"^[/\\]|^[a-z]:|(^|[/\\])\.\.([/\\]|$)|\\|[\0-\x1f\x7f]", re.IGNORECASE)


def office_type(file: BinaryIO) -> Media:
    """DOCX, XLSX or PPTX, or `Unsafe` with a sentence."""
    _require_plain_end(file)
    try:
        with zipfile.ZipFile(file) as archive:
            found, contents = _kind(archive)
            _require_clean_parts(archive)
            if b"macroenabled" in contents.lower() or b"vbaproject" in contents.lower():
                raise Unsafe(_(MACROS))
            _require_modest(archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, ValueError) as error:
        raise Unsafe(_(DAMAGED)) from error
    return found


def _kind(archive: zipfile.ZipFile) -> tuple[Media, bytes]:
    """Which of the three it is, by its parts and by its own table of contents."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if CONTENTS not in names:
        raise Unsafe(_(NOT_OFFICE))
    if any(part.flag_bits & 1 for part in parts):
        raise Unsafe(_(LOCKED))
    with archive.open(CONTENTS) as part:
        contents = part.read(MOST_CONTENTS + 1)
    mains = [name for name in MAIN if name in names]
    if len(contents) > MOST_CONTENTS or len(mains) != 1:
        raise Unsafe(_(NOT_OFFICE))
    found, main = MAIN[mains[0]]
    if b"macroenabled" in contents.lower():
        raise Unsafe(_(MACROS))
    if main not in contents:
        raise Unsafe(_(NOT_OFFICE))
    return found, contents


def _require_plain_end(file: BinaryIO) -> None:
    """No comment hides behind the archive, and its list of parts is short enough to be read."""
    file.seek(max(0, file.seek(0, 2) - TAIL - LOCATOR))
    end = file.read()
    tail, before = end[-TAIL:], end[:-TAIL]
    if not tail.startswith(b"PK\x05\x06") or not tail.endswith(b"\0\0"):
        raise Unsafe(_(DAMAGED))
    if before.startswith(b"PK\x06\x07"):  # a second end that says other numbers, for huge archives
        raise Unsafe(_(DAMAGED))
    count, size = struct.unpack("<10xHI6x", tail)
    if count > MOST_PARTS or size > MOST_LIST:
        raise Unsafe(_(BOMB))


def _require_clean_parts(archive: zipfile.ZipFile) -> None:
    """No macros, programs, doubled names, or names that lead out of the archive."""
    names = [part.orig_filename for part in archive.infolist()]
    if any(MACRO.search(name) for name in names):
        raise Unsafe(_(MACROS))
    runs = any(name.rpartition(".")[2].lower() in RUNS for name in names)
    if runs or any(PATH_TRICK.search(name) for name in names):
        raise Unsafe(_(TRICKS))
    if len({name.lower() for name in names}) < len(names):
        raise Unsafe(_(TRICKS))


def _require_modest(archive: zipfile.ZipFile) -> None:
    """Parts do not overlap and unpack, as said and in truth, to a modest size."""
    parts = sorted(archive.infolist(), key=lambda part: part.header_offset)
    usual = all(part.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts)
    if parts[0].header_offset or not usual:
        raise Unsafe(_(DAMAGED))
    for part, following in zip(parts, parts[1:], strict=False):
        if part.header_offset + part.compress_size > following.header_offset:
            raise Unsafe(_(BOMB))
    said = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if said > MOST_BYTES or said > max(HARMLESS, MOST_TIMES * packed):
        raise Unsafe(_(BOMB))
    for part in parts:
        with archive.open(part) as stream:  # reads no further than said, and compares checksums
            while stream.read(CHUNK):
                pass
