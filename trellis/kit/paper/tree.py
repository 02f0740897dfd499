"""A document as a tree: what it says, not how it looks. Writers make a page, DOCX or PDF of it.

Every text is plain: no writer reads markup in it. Trees are values, and go to JSON and back.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal

SCHEMES = ("https://", "http://", "mailto:")
NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e]")
"""Signs that no file of text may hold, or that turn the order of what follows."""


def clean(text: str) -> str:
    """The text without signs that a file can't hold; tabs become spaces, lines stay.

    >>> clean("A\\tB\\x00\\r\\nC")
    'A B\\nC'
    """
    return NO_TEXT.sub("", text.replace("\r\n", "\n").replace("\t", " "))


class Box(StrEnum):
    """The sheet: US letter or legal, upright or across."""

    LETTER = "letter"
    LETTER_ACROSS = "letter-across"
    LEGAL = "legal"
    LEGAL_ACROSS = "legal-across"

    @property
    def inches(self) -> tuple[float, float]:
        """Width and height."""
        long = 14.0 if self.value.startswith("legal") else 11.0
        return (long, 8.5) if self.value.endswith("across") else (8.5, long)


@dataclass(frozen=True)
class Run:
    """A stretch of text of one kind; a line break in it stays one (ValueError for odd links)."""

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean(self.text))
        object.__setattr__(self, "link", clean(self.link))
        if self.link and not self.link.startswith(SCHEMES):
            raise ValueError(f"No address to link to: {self.link[:60]}")


Line = tuple[Run, ...]


def line(*pieces: str | Run) -> Line:
    """Runs of plain text and of other kinds, in order."""
    return tuple(Run(one) if isinstance(one, str) else one for one in pieces)


def plain(runs: Iterable[Run]) -> str:
    """The text alone."""
    return "".join(run.text for run in runs)


@dataclass(frozen=True)
class Heading:
    """A heading; 1 is the highest."""

    level: int
    runs: Line


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    runs: Line


@dataclass(frozen=True)
class Listing:
    """A list, with numbers or with points."""

    items: tuple[Line, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Table:
    """A table with one row of heads and a caption; `widths` are parts of the whole.

    ValueError where rows, heads and widths differ in number.
    """

    caption: str
    heads: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[int, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "caption", clean(self.caption))
        counts = {len(self.heads), len(self.widths), *(len(row) for row in self.rows)}
        if len(counts) != 1 or not self.heads or min(self.widths) < 1:
            raise ValueError("Every row of a table has as many cells as there are heads.")


@dataclass(frozen=True)
class Figure:
    """A picture with the words that stand for it where it can't be seen (ValueError without)."""

    data: bytes
    media: Literal["png", "jpg"]
    alt: str
    caption: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "alt", clean(self.alt))
        object.__setattr__(self, "caption", clean(self.caption))
        if not self.alt.strip():
            raise ValueError("A figure needs words that stand for it.")


Block = Heading | Paragraph | Listing | Table | Figure


@dataclass(frozen=True)
class Paper:
    """A whole document.

    Headings begin at 1 and go down one level at a time, as readers of screens need it
    (ValueError otherwise). `foot` runs at the foot of every sheet, with the number of the page.
    """

    title: str
    language: str
    blocks: tuple[Block, ...]
    box: Box = Box.LETTER
    foot: str = ""
    author: str = ""
    made_on: date = field(default=date(2000, 1, 1))

    def __post_init__(self) -> None:
        for name in ("title", "foot", "author"):
            object.__setattr__(self, name, " ".join(clean(getattr(self, name)).split()))
        if not self.title or not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?", self.language):
            raise ValueError("A document has a title and a language.")
        before = 0
        for block in self.blocks:
            if isinstance(block, Heading):
                if not 1 <= block.level <= min(before + 1, 6):
                    raise ValueError(f"A heading of level {block.level} after {before}.")
                before = block.level


# ---- To JSON and back


def to_json(paper: Paper) -> dict[str, Any]:
    """The tree in lists, texts and numbers."""
    return {
        "title": paper.title,
        "language": paper.language,
        "box": paper.box.value,
        "foot": paper.foot,
        "author": paper.author,
        "made_on": paper.made_on.isoformat(),
        "blocks": [block_json(block) for block in paper.blocks],
    }


def block_json(block: Block) -> dict[str, Any]:
    """One block with the name of its kind."""
    match block:
        case Heading(level, runs):
            return {"kind": "heading", "level": level, "runs": _runs(runs)}
        case Paragraph(runs):
            return {"kind": "paragraph", "runs": _runs(runs)}
        case Listing(items, ordered):
            return {"kind": "list", "ordered": ordered, "items": [_runs(one) for one in items]}
        case Table():
            return {
                "kind": "table",
                "caption": block.caption,
                "heads": [_runs(one) for one in block.heads],
                "rows": [[_runs(cell) for cell in row] for row in block.rows],
                "widths": list(block.widths),
            }
        case Figure():
            data = b64encode(block.data).decode()
            told = {"media": block.media, "alt": block.alt, "caption": block.caption}
            return {"kind": "figure", "data": data, **told}


def from_json(told: Mapping[str, Any]) -> Paper:
    """The tree that `to_json` told (KeyError or ValueError for anything else)."""
    return Paper(
        title=told["title"],
        language=told["language"],
        box=Box(told["box"]),
        foot=told["foot"],
        author=told["author"],
        made_on=date.fromisoformat(told["made_on"]),
        blocks=tuple(_block(one) for one in told["blocks"]),
    )


def _block(told: Mapping[str, Any]) -> Block:
    match told["kind"]:
        case "heading":
            return Heading(told["level"], _line(told["runs"]))
        case "paragraph":
            return Paragraph(_line(told["runs"]))
        case "list":
            return Listing(tuple(_line(one) for one in told["items"]), told["ordered"])
        case "table":
            rows = tuple(tuple(_line(cell) for cell in row) for row in told["rows"])
            heads = tuple(_line(one) for one in told["heads"])
            return Table(told["caption"], heads, rows, tuple(told["widths"]))
        case "figure":
            data = b64decode(told["data"])
            return Figure(data, told["media"], told["alt"], told["caption"])
        case other:
            raise ValueError(f"No block of a document: {other}")


def _runs(runs: Line) -> list[dict[str, Any]]:
    """Only what is not as usual is written out: letters are kept by the thousand."""
    found = []
    for run in runs:
        told: dict[str, Any] = {"text": run.text}
        told |= {name: True for name in ("strong", "emphasis") if getattr(run, name)}
        found.append(told | ({"link": run.link} if run.link else {}))
    return found


def _line(told: Iterable[Mapping[str, Any]]) -> Line:
    return tuple(Run(**one) for one in told)
