"""Small real files for the sample, made here: a PDF, a picture, plain text and a table."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

INK, PAPER, LEAF = (27, 43, 38), (244, 247, 244), (31, 107, 79)


def pdf(title: str, lines: list[str]) -> bytes:
    """One page with a heading and lines of text."""
    said = [f"BT /F1 18 Tf 72 720 Td ({_escaped(title)}) Tj ET"]
    for number, line in enumerate(lines):
        said.append(f"BT /F1 11 Tf 72 {690 - 18 * number} Td ({_escaped(line)}) Tj ET")
    stream = "\n".join(said).encode("latin-1", "replace")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + head + table + tail % (len(parts) + 1, len(out))


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def chart(bars: list[int]) -> bytes:
    """A PNG of a bar chart, 320 by 180."""
    wide, high = 320, 180
    step = wide // len(bars)
    rows = []
    for y in range(high):
        row = bytearray([0])
        for x in range(wide):
            bar, within = min(x // step, len(bars) - 1), x % step
            filled = 6 <= within < step - 6 and high - 12 > y >= high - 12 - bars[bar]
            row += bytes(LEAF if filled else INK if y == high - 12 else PAPER)
        rows.append(bytes(row))
    size = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(rows), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", size) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def roster(school: str, names: list[str]) -> bytes:
    """The members of a team as plain text."""
    lines = [f"Leadership team, {school}", "Sample data: everybody here is invented.", "", *names]
    return ("\n".join(lines) + "\n").encode()


Maker = Callable[[str, list[str]], bytes]


def minutes(school: str, names: list[str]) -> bytes:
    """An agenda with its results."""
    said = ["Sample data: school and people are invented.", "", "Present: " + ", ".join(names[:4])]
    said += ["1. Where we stand", "2. What we heard from staff and families", "3. Next steps"]
    return pdf(f"Meeting notes, {school}", said)


def contract(school: str, names: list[str]) -> bytes:
    """The cover sheet of a contract."""
    said = ["Sample data: this is no contract.", "", "Scope: needs assessment, November to May"]
    return pdf(f"Contract, {school}", said)


def attendance(school: str, names: list[str]) -> bytes:
    """Attendance by grade as a picture."""
    return chart([60 + (len(school) * number * 7) % 80 for number in range(1, 8)])


PAPERS: dict[str, tuple[str, Maker]] = {
    "nov-topics.principal-2": ("Leadership team roster.txt", roster),
    "nov-topics.coordinator-1": ("Meeting notes.pdf", minutes),
    "oct-intro-meeting.principal-1": ("Introduction meeting notes.pdf", minutes),
    "nov-needs-contract.district-1": ("Contract cover sheet.pdf", contract),
    "dec-needs.vendor-1": ("Attendance by grade.png", attendance),
    "feb-needs.vendor-1": ("Attendance by grade, spring.png", attendance),
    "may-topics.principal-3": ("Priorities.pdf", minutes),
}
"""By the task they are kept with: a name, and what makes the content."""
