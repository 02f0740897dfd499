"""The tree as DOCX: real headings and lists, heads of tables that repeat, alt texts."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from typing import cast

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Emu, Inches, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as Written

from trellis.kit.paper.tree import (
    Block,
    Figure,
    Heading,
    Line,
    Listing,
    Paper,
    Paragraph,
    Run,
    Table,
)

MARGIN = 1.0
FAMILY = "Arial"
INK = RGBColor(0x1C, 0x2B, 0x27)
SIZES = {
    "Normal": 10.5, "Footer": 8.5, "Caption": 9.5,
    "Heading 1": 18, "Heading 2": 13, "Heading 3": 11,
}  # fmt: skip
"""Points by style."""
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of every part of the file, so that the same tree makes the same bytes."""


def to_docx(paper: Paper) -> bytes:
    """The same bytes for the same tree."""
    document = docx.Document()
    _set_up(document, paper)
    for block in paper.blocks:
        _write(document, block, paper)
    made = BytesIO()
    document.save(made)
    return _without_times(made)


def _set_up(document: Document, paper: Paper) -> None:
    about, day = document.core_properties, datetime.combine(paper.made_on, datetime.min.time())
    about.title, about.language, about.author = paper.title, paper.language, paper.author
    about.comments, about.last_modified_by = "", paper.author
    about.created = about.modified = day
    section = document.sections[0]
    width, height = paper.box.inches
    section.page_width, section.page_height = Inches(width), Inches(height)
    section.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Inches(MARGIN))
    _speak(document, paper.language)
    _dress(document)
    foot = section.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.clear_all()
    end = Inches(width - 2 * MARGIN)
    foot.paragraph_format.tab_stops.add_tab_stop(end, WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(f"{paper.foot}\t")
    _number(foot, "PAGE")
    foot.add_run(" / ")
    _number(foot, "NUMPAGES")


def _dress(document: Document) -> None:
    """One plain family in one ink: the styles that come along are blue and of two families."""
    for style in document.styles:
        size = SIZES.get(style.name or "")
        if size is None or not isinstance(style, ParagraphStyle):
            continue
        style.font.size, style.font.color.rgb = Pt(size), INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for old in [name for name in fonts.attrib if name.endswith("Theme")]:
            del fonts.attrib[old]  # a theme's family would win over a named one
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), FAMILY)


def _speak(document: Document, language: str) -> None:
    """The language of every text that names none of its own."""
    for properties in document.styles.element.iter(qn("w:rPrDefault")):
        for old in list(properties.iter(qn("w:lang"))):
            old.set(qn("w:val"), language)


def _number(written: Written, name: str) -> None:
    """A number that the program fills in."""
    simple = _made("w:fldSimple", instr=name)
    shown = _made("w:r")
    text = _made("w:t")
    text.text = "1"
    shown.append(text)
    simple.append(shown)
    written._p.append(simple)


def _write(document: Document, block: Block, paper: Paper) -> None:
    match block:
        case Heading(level, runs):
            _say(document.add_heading(level=level), runs)
        case Paragraph(runs):
            _say(document.add_paragraph(), runs)
        case Listing(items, ordered):
            number = _new_count(document) if ordered else None
            for item in items:
                style = "List Number" if ordered else "List Bullet"
                written = document.add_paragraph(style=style)
                if number is not None:
                    _count_by(written, number)
                _say(written, item)
        case Table():
            _table(document, block, paper)
        case Figure():
            _figure(document, block, paper)


def _say(written: Written, runs: Line) -> None:
    for run in runs:
        if run.link:
            _link(written, run)
        else:
            said = written.add_run(run.text)
            said.bold, said.italic = run.strong or None, run.emphasis or None


def _link(written: Written, run: Run) -> None:
    target = written.part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), target)
    said = written.add_run(run.text)
    said.bold, said.italic, said.underline = run.strong or None, run.emphasis or None, True
    link.append(said._r)
    written._p.append(link)


def _new_count(document: Document) -> int:
    """A count of its own: without, a second numbered list would go on where the first ended."""
    listing = document.styles["List Number"].element
    kept = next(listing.iter(qn("w:numId"))).get(qn("w:val"))
    numbering = document.part.numbering_part.element
    of = next(one for one in numbering.num_lst if str(one.numId) == kept)
    added = numbering.add_num(of.abstractNumId.val)
    added.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(added.numId)


def _count_by(written: Written, number: int) -> None:
    counted = _made("w:numPr")
    counted.append(_made("w:ilvl", val="0"))
    counted.append(_made("w:numId", val=str(number)))
    written._p.get_or_add_pPr().append(counted)


def _table(document: Document, table: Table, paper: Paper) -> None:
    document.add_paragraph(table.caption, style="Caption").paragraph_format.keep_with_next = True
    made = document.add_table(rows=1 + len(table.rows), cols=len(table.heads), style="Table Grid")
    made.autofit = False
    about = made._tbl.tblPr
    about.append(_made("w:tblCaption", val=table.caption[:250]))
    whole = Inches(paper.box.inches[0] - 2 * MARGIN)
    widths = [Emu(whole * part // sum(table.widths)) for part in table.widths]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    bold = tuple(tuple(Run(r.text, True, r.emphasis, r.link) for r in h) for h in table.heads)
    for row, cells in zip(made.rows, (bold, *table.rows), strict=True):
        row._tr.get_or_add_trPr().append(_made("w:cantSplit"))
        for cell, runs, width in zip(row.cells, cells, widths, strict=True):
            cell.width = width
            _say(cell.paragraphs[0], runs)
    made.rows[0]._tr.get_or_add_trPr().append(_made("w:tblHeader"))
    document.add_paragraph()


def _figure(document: Document, figure: Figure, paper: Paper) -> None:
    most = Inches(paper.box.inches[0] - 2 * MARGIN)
    shape = document.add_picture(BytesIO(figure.data))
    if shape.width > most:
        shape.height, shape.width = Emu(shape.height * most // shape.width), most
    shape._inline.docPr.set("descr", figure.alt)
    if figure.caption:
        document.add_paragraph(figure.caption, style="Caption")


def _made(tag: str, **attributes: str) -> BaseOxmlElement:
    element = cast("BaseOxmlElement", OxmlElement(tag))
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _without_times(made: BytesIO) -> bytes:
    steady = BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(steady, "w") as target:
        for one in source.infolist():
            entry = zipfile.ZipInfo(one.filename, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(one))
    return steady.getvalue()
