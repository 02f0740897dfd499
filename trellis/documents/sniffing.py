"""What a file is, told from its content; what is not on the short list is refused.

The name decides nothing here but between plain text and CSV, which are the same bytes.
"""

from __future__ import annotations

import codecs
import re
import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from trellis.documents import media, pictures
from trellis.documents.errors import Unsafe
from trellis.documents.media import Media
from trellis.documents.office import office_type

HEAD = 1024
CHUNK = 1 << 16

PROGRAM = gettext_noop("Programs and scripts are not accepted.")
ARCHIVE = gettext_noop("Archives are not accepted. Unpack it and add the files one by one.")
MARKUP = gettext_noop("Web pages, SVG and XML are not accepted. Save it as PDF or as a picture.")
OLD_OFFICE = gettext_noop(
    "This is an old or locked Office file. Save it as DOCX, XLSX, PPTX or PDF, without a password."
)
RICH_TEXT = gettext_noop("RTF and PostScript are not accepted. Save it as DOCX or PDF.")
PICTURE = gettext_noop("Pictures must be PNG or JPEG; sound and film are not accepted.")
TWO_FACED = gettext_noop("This file pretends to be two kinds of file at once.")
UNKNOWN = gettext_noop(
    "This kind of file is not accepted. Accepted are PDF, PNG, JPEG, DOCX, XLSX, PPTX, CSV,"
    " plain text and calendar files."
)

BINARY = {
    PROGRAM: (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
    + (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"dex\n", b"\0asm"),
    ARCHIVE: (
        b"\x1f\x8b",
        b"Rar!",
        b"7z\xbc\xaf",
        b"BZh",
        b"\xfd7zXZ",
        b"MSCF",
        b"\x28\xb5\x2f\xfd",
    ),
    OLD_OFFICE: (b"\xd0\xcf\x11\xe0",),
    PICTURE: (b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*", b"ID3", b"OggS", b"FWS", b"CWS"),
}
WRITTEN = {
    PROGRAM: (b"#!", b"<?php", b"@echo off", b"mime-version:", b"[internetshortcut]"),
    RICH_TEXT: (b"{\\rtf", b"%!ps"),
    PICTURE: (b"gif8",),
}
"""How files begin that are refused with advice; the rest of the world gets `UNKNOWN`."""

CONTROL = re.compile(rb"[\0-\x08\x0b\x0e-\x1f\x7f]")
RENDERED = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|\?php)\b", re.IGNORECASE)
STOWAWAYS = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")


def sniff(file: BinaryIO, name: str) -> Media:
    """The type of a seekable file, or `Unsafe` with a sentence."""
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise Unsafe(_("The file is empty."))
    if head.startswith(b"PK\x03\x04"):
        return office_type(file)
    found = _binary(file, head)
    if found:
        _alone(file, head, found)
        return found
    _refuse_known(head)
    return _text(file, name)


def _binary(file: BinaryIO, head: bytes) -> Media | None:
    """PDF, PNG or JPEG, by their first bytes; pictures also by how they go on."""
    if re.match(rb"%PDF-[12]\.\d", head):
        return media.PDF
    if head.startswith(pictures.PNG):
        pictures.require_whole_png(file)
        return media.PNG
    if head.startswith(pictures.JPEG):
        pictures.require_jpeg(file)
        return media.JPEG
    return None


def _alone(file: BinaryIO, head: bytes, found: Media) -> None:
    """Refuse a file that other programs would open as something else."""
    inside = b"%PDF-" in head and found is not media.PDF
    if inside or RENDERED.search(head) or zipfile.is_zipfile(file) or _has_stowaway(file):
        raise Unsafe(_(TWO_FACED))


def _has_stowaway(file: BinaryIO) -> bool:
    file.seek(0)
    before = b""
    while chunk := file.read(CHUNK):
        if any(mark in before + chunk for mark in STOWAWAYS):
            return True
        before = chunk[-8:]
    return False


def _refuse_known(head: bytes) -> None:
    """Say what to do instead, for files that people really send."""
    low = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    beginnings = [*BINARY.items()] if CONTROL.search(head) else []  # text may begin with "BM" too
    for sentence, marks in beginnings:
        if head.startswith(marks):
            raise Unsafe(_(sentence))
    for sentence, marks in WRITTEN.items():
        if low.startswith(marks):
            raise Unsafe(_(sentence))
    if head[257:262] == b"ustar":
        raise Unsafe(_(ARCHIVE))
    if head[4:8] == b"ftyp":
        raise Unsafe(_(PICTURE))
    if b"%PDF-" in head:
        raise Unsafe(_("Something stands before the beginning of this PDF. Save it anew as PDF."))


def _text(file: BinaryIO, name: str) -> Media:
    """Plain text, CSV or a calendar: no control characters, nothing that a browser renders."""
    beginning = _beginning_of_text(file)
    if re.match(r"<[!?/a-z]", beginning, re.IGNORECASE) or RENDERED.search(beginning.encode()):
        raise Unsafe(_(MARKUP))
    if beginning.upper().startswith("BEGIN:VCALENDAR"):
        return media.CALENDAR
    return media.CSV if name.lower().endswith(".csv") else media.TEXT


def _beginning_of_text(file: BinaryIO) -> str:
    """The first characters that are not blank, once the whole file has proved to be text."""
    for encoding in _encodings(file):
        decoder = codecs.getincrementaldecoder(encoding)()
        file.seek(0)
        beginning, ended = "", False
        try:
            while not ended:
                chunk = file.read(CHUNK)
                ended = not chunk
                text = decoder.decode(chunk, final=ended)
                if CONTROL.search(text.encode()):
                    raise Unsafe(_(UNKNOWN))
                if len(beginning) < HEAD:
                    beginning = (beginning + text).lstrip("\ufeff \t\r\n\f")[: 2 * HEAD]
        except UnicodeDecodeError:
            continue
        return beginning
    raise Unsafe(_(UNKNOWN))


def _encodings(file: BinaryIO) -> tuple[str, ...]:
    """UTF-8, or what the byte-order mark says, or the Windows page that older exports use."""
    file.seek(0)
    if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return ("utf-16",)
    return ("utf-8", "cp1252")
