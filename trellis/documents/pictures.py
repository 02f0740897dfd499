"""Pictures must go on as they begin: their parts follow each other to a proper end."""

from __future__ import annotations

from typing import BinaryIO

from django.utils.translation import gettext as _

from trellis.documents.errors import Unsafe

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
SCAN, END = 0xDA, 0xD9
MOST_PARTS = 100_000


def require_whole_png(file: BinaryIO) -> None:
    """Walk the chunks from IHDR to IEND; nothing may follow."""
    file.seek(len(PNG))
    expected: bytes | None = b"IHDR"
    for _number in range(MOST_PARTS):
        head = file.read(8)
        length, kind = int.from_bytes(head[:4]), head[4:]
        if len(head) < 8 or (expected and kind != expected) or not kind.isalpha():
            break
        expected = None
        body = length + 4
        if kind == b"IEND":
            if length or len(file.read(4)) < 4:
                break
            if file.read(1):
                raise Unsafe(_("Something hides behind the end of this picture."))
            return
        file.seek(body, 1)
    raise Unsafe(_("This picture is damaged. Save it anew as PNG or JPEG."))


def require_jpeg(file: BinaryIO) -> None:
    """Walk the segments up to the picture's data."""
    file.seek(2)
    for _number in range(MOST_PARTS):
        mark = file.read(2)
        while mark[:1] == b"\xff" and mark[1:] == b"\xff":  # fill bytes
            mark = b"\xff" + file.read(1)
        if len(mark) < 2 or mark[0] != 0xFF or mark[1] in (0, END):
            break
        length = int.from_bytes(file.read(2))
        if length < 2:
            break
        if mark[1] == SCAN:
            return
        file.seek(length - 2, 1)
    raise Unsafe(_("This picture is damaged. Save it anew as PNG or JPEG."))
