"""The tree as a tagged PDF (PDF/UA-1), laid out by typst in this process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import fontpkg_public_sans
import typst
from fontTools.ttLib import TTFont

from trellis.kit.paper.tree import (
    Block,
    Figure,
    Heading,
    Line,
    Listing,
    Paper,
    Paragraph,
    Table,
    to_json,
)

FONTS = fontpkg_public_sans.ROOT / "files"
STAND_IN = "?"
"""For a sign that the fonts don't have: PDF/UA refuses a file with signs that nobody can see."""

_turn = Lock()
"""A compiler keeps what it has laid out, which makes the next letter cheap, and serves one."""


def to_pdf(paper: Paper) -> bytes:
    """The same bytes for the same tree."""
    try:
        return _compiled(paper)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return _compiled(with_known_signs(paper))


def _compiled(paper: Paper) -> bytes:
    day = datetime(paper.made_on.year, paper.made_on.month, paper.made_on.day, tzinfo=UTC)
    with _turn:
        made = _compiler().compile(
            _layout(),
            format="pdf",
            sys_inputs={"paper": json.dumps(_told(paper))},
            pdf_standards=["ua-1"],
            timestamp=day,
        )
    assert isinstance(made, bytes)  # noqa: S101 - one PDF, whatever the pages
    return made


def _told(paper: Paper) -> dict[str, Any]:
    """What the layout reads: the tree's JSON, with the sheet in inches and pictures as bytes."""
    told = to_json(paper)
    told["width"], told["height"] = paper.box.inches
    told["lang"], _dash, region = paper.language.partition("-")
    told["region"] = region.upper() if len(region) == 2 else None
    told["day"] = [paper.made_on.year, paper.made_on.month, paper.made_on.day]
    for block, kept in zip(told["blocks"], paper.blocks, strict=True):
        if isinstance(kept, Figure):
            block["data"] = list(kept.data)
    return told


@cache
def _layout() -> bytes:
    return (Path(__file__).parent / "paper.typ").read_bytes()


@cache
def _compiler() -> typst.Compiler:
    """No fonts of the system, so that every machine makes the same file."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    return typst.Compiler(_layout(), font_paths=fonts)


# ---- Signs that no font has


def with_known_signs(paper: Paper) -> Paper:
    """The tree with a question mark for every sign that the font does not have."""
    return replace(
        paper,
        foot=_known(paper.foot),
        blocks=tuple(_block(block) for block in paper.blocks),
    )


def _block(block: Block) -> Block:
    match block:
        case Heading() | Paragraph():
            return replace(block, runs=_line(block.runs))
        case Listing():
            return replace(block, items=tuple(_line(item) for item in block.items))
        case Table():
            return replace(
                block,
                caption=_known(block.caption),
                heads=tuple(_line(head) for head in block.heads),
                rows=tuple(tuple(_line(cell) for cell in row) for row in block.rows),
            )
        case Figure():
            return replace(block, caption=_known(block.caption))


def _line(runs: Line) -> Line:
    return tuple(replace(run, text=_known(run.text)) for run in runs)


def _known(text: str) -> str:
    return "".join(sign if ord(sign) in _signs() or sign == "\n" else STAND_IN for sign in text)


@cache
def _signs() -> frozenset[int]:
    def found() -> Iterator[int]:
        for path in FONTS.glob("*.ttf"):
            with TTFont(path) as font:
                yield from font.getBestCmap()

    return frozenset(found())
