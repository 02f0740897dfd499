"""A document with one of everything, and texts that try to be more than text."""

import struct
import zlib
from datetime import date

from trellis.kit.paper.tree import (
    Box,
    Figure,
    Heading,
    Listing,
    Paper,
    Paragraph,
    Run,
    Table,
    line,
)

HOSTILE = (
    '#read("/etc/passwd")',
    '#import "@preview/x:1.0.0": *',
    "] #panic() [",
    "*strong* _soft_ $x^2$ `raw` = Heading <label> @reference // gone /* gone */",
    "\\u{1F600} \\ ~ -- --- ... ' \"",
    "<script>alert(1)</script> &amp; <b>bold</b>",
    "{{ 7 * 7 }} {% include 'x' %} ${x}",
    "]]></w:t></w:r><w:p/>",
    'HYPERLINK "https://evil.example"',
    "漢字 العربية 😀",
    "\x00\x07\x1b[31m \ud800 \u202e backwards",
)


def picture(width: int = 8, height: int = 4) -> bytes:
    """A green PNG."""
    rows = b"".join(b"\0" + b"\x1f\x6b\x4f" * width for _row in range(height))

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def whole(box: Box = Box.LETTER, rows: int = 2) -> Paper:
    """One of everything."""
    return Paper(
        title="Schools of Birch district",
        language="en-US",
        author="State agency",
        foot="State agency of the cast",
        box=box,
        made_on=date(2026, 10, 30),
        blocks=(
            Heading(1, line("Your schools")),
            Paragraph(
                line("Dear ", Run("Ana", strong=True), ",\n", Run("soft", emphasis=True), " words.")
            ),
            Paragraph(line("See ", Run("the site", link="https://example.org/?a=1&b=2"), ".")),
            Listing((line("Read this"), line("Call us")), ordered=True),
            Listing((line("Again from one"),), ordered=True),
            Heading(2, line("What the state found")),
            Listing((line("A point"), line("Another"))),
            Table(
                "Schools and reasons",
                (line("School"), line("Why")),
                tuple((line(f"School {n}"), line("Too few finish")) for n in range(rows)),
                (2, 3),
            ),
            Figure(picture(), "png", "A green field", "The field"),
        ),
    )


def of(text: str) -> Paper:
    """A text in every place that holds one."""
    return Paper(
        title=f"Title {text}",
        language="es",
        author=text,
        foot=text,
        blocks=(
            Heading(1, line(f"Head {text}")),
            Paragraph(line(text, Run(text, strong=True), Run(text, link="https://example.org"))),
            Listing((line(text),)),
            Table(text, (line(text),), ((line(text),),), (1,)),
            Figure(picture(), "png", f"Alt {text}", text),
        ),
    )
