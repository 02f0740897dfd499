"""Files as people send them, and as attackers do: each small, made here."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from types import MappingProxyType

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\1\0\0\1\0\1\0\0\xff\xda\0\x08\1\1\0\0\x3f\0\x12\xff\xd9"
ICS = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
MAINS = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
}
NOTHING: Mapping[str, bytes | str] = MappingProxyType({})
CONTENTS = "[Content_Types].xml"
EICAR_LIKE = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0"


def chunk(kind: bytes, body: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND", b"")
)


def archive(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def office(
    kind: str = "docx", extra: Mapping[str, bytes | str] = NOTHING, *, main_type: str = ""
) -> bytes:
    """A small Office file with `extra` parts."""
    main, name = MAINS[kind]
    said = main_type or f"application/vnd.openxmlformats-officedocument.{name}.main+xml"
    contents = f'<Types><Override PartName="/{main}" ContentType="{said}"/></Types>'
    return archive({CONTENTS: contents, main: "<x/>", **extra})


def with_part(name: str) -> bytes:
    """An Office file with one more part."""
    return office("docx", {name: b"x"})


def overlapping() -> bytes:
    """An Office file whose table of contents names the same bytes many times (after Fifield)."""
    whole = bytearray(office("docx", {"word/a": b"0" * 1000}))
    start = whole.rindex(b"PK\x01\x02")
    entry = bytes(whole[start : whole.rindex(b"PK\x05\x06")])
    again = b"".join(entry.replace(b"word/a", f"word/{n}".encode()) for n in range(1, 10))
    end = bytearray(whole[whole.rindex(b"PK\x05\x06") :])
    count, size = struct.unpack("<HxxI", end[8:10] + b"\0\0" + end[12:16])
    end[8:10] = end[10:12] = struct.pack("<H", count + 9)
    end[12:16] = struct.pack("<I", size + len(again))
    return bytes(whole[: whole.rindex(b"PK\x05\x06")]) + again + bytes(end)


def damaged() -> bytes:
    """An Office file with one wrong byte in its main part."""
    whole = bytearray(office())
    whole[whole.index(b"word/document.xml") + len("word/document.xml") + 1] ^= 0xFF
    return bytes(whole)


def tar() -> bytes:
    """The beginning of a tar archive."""
    return b"a.txt".ljust(257, b"\0") + b"ustar\0" + b"\0" * 249
