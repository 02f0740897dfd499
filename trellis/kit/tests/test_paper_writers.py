"""What the three writers make of a tree: tagged, titled, in its language, and text stays text."""

import io
import shutil
import subprocess

import docx
import pypdf
import pytest
from bs4 import BeautifulSoup
from docx.oxml.ns import qn

from trellis.kit.paper.page import to_html
from trellis.kit.paper.pdf import to_pdf
from trellis.kit.paper.tree import Box, Heading, Paper, Paragraph, clean, line
from trellis.kit.paper.word import to_docx
from trellis.kit.tests.papers import HOSTILE, of, whole

pytestmark = pytest.mark.pure

KINDS = ("/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Figure", "/Link", "/Caption")


def tags(pdf: pypdf.PdfReader) -> set[str]:
    """Every kind of piece in the tree of tags."""
    found: set[str] = set()
    waiting = [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, pypdf.generic.ArrayObject):
            waiting.extend(one)
        elif isinstance(one, pypdf.generic.DictionaryObject):
            found.add(str(one.get("/S", "")))
            waiting.extend([one["/K"]] if "/K" in one else [])
    return found


def pdf_of(paper: Paper) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(to_pdf(paper)))


def text_of(pdf: pypdf.PdfReader) -> str:
    return "".join(" ".join(page.extract_text() for page in pdf.pages).split())


# ---- PDF


@pytest.mark.parametrize("box", list(Box))
def test_a_pdf_is_tagged_titled_and_as_large_as_its_sheet(box):
    made = pdf_of(whole(box))
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF's own boolean
    assert set(KINDS) - tags(made) == set()
    assert (root["/Lang"], made.metadata.title, made.metadata.author) == (
        "en-US", "Schools of Birch district", "State agency",
    )  # fmt: skip
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    width, height = box.inches
    assert [float(side) for side in made.pages[0].mediabox] == [0, 0, width * 72, height * 72]


def test_a_pdf_declares_itself_accessible():
    assert b"pdfuaid:part" in to_pdf(whole())


def test_the_head_of_a_table_stands_on_every_page_and_pages_are_numbered():
    made = pdf_of(whole(rows=75))
    assert len(made.pages) == 3
    texts = [page.extract_text() for page in made.pages]
    assert ["Why" in text for text in texts] == [True, True, True]
    assert [f"{n} / 3" in text for n, text in enumerate(texts, 1)] == [True, True, True]


def test_the_same_tree_makes_the_same_bytes():
    assert to_pdf(whole()) == to_pdf(whole())
    assert to_docx(whole()) == to_docx(whole())


@pytest.mark.parametrize("text", HOSTILE[:-2])
def test_no_text_is_read_as_code_by_the_layout(text):
    made = text_of(pdf_of(of(text)))
    assert "".join(f"Head {text}".split()) in made
    assert "root:x:0" not in made


@pytest.mark.parametrize("text", HOSTILE[-2:])
def test_signs_that_no_font_has_are_told_by_a_mark_and_the_rest_stays(text):
    made = pdf_of(Paper("T", "en", (Heading(1, line("Kept")), Paragraph(line(text, " and more")))))
    assert "andmore" in text_of(made)
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712


# ---- DOCX


def docx_of(paper: Paper) -> docx.document.Document:
    return docx.Document(io.BytesIO(to_docx(paper)))


def test_a_word_file_has_real_headings_lists_and_heads_that_repeat():
    made = docx_of(whole())
    styles = [one.style.name for one in made.paragraphs if one.text]
    assert styles == [
        "Heading 1", "Normal", "Normal", "List Number", "List Number", "List Number",
        "Heading 2", "List Bullet", "List Bullet", "Caption", "Caption",
    ]  # fmt: skip
    first, second = (row._tr.trPr for row in made.tables[0].rows[:2])
    assert (first.find(qn("w:tblHeader")) is None, second.find(qn("w:tblHeader")) is None) == (
        False,
        True,
    )
    assert made.inline_shapes[0]._inline.docPr.get("descr") == "A green field"


def test_a_word_file_names_title_language_and_sheet():
    made = docx_of(whole(Box.LEGAL_ACROSS))
    about, section = made.core_properties, made.sections[0]
    assert (about.title, about.language, about.author) == (
        "Schools of Birch district", "en-US", "State agency",
    )  # fmt: skip
    assert (section.page_width.inches, section.page_height.inches) == (14.0, 8.5)
    spoken = [one.get(qn("w:val")) for one in made.styles.element.iter(qn("w:lang"))]
    assert spoken[0] == "en-US"


def test_a_second_numbered_list_begins_at_one():
    made = docx_of(whole())
    counts = [
        one._p.pPr.find(qn("w:numPr")).find(qn("w:numId")).get(qn("w:val"))
        for one in made.paragraphs
        if one.style.name == "List Number"
    ]
    assert counts[0] == counts[1] != counts[2]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_word_file_opens_again_and_holds_the_text_as_text(text):
    made = docx_of(of(text))
    assert made.paragraphs[0].text == f"Head {clean(text)}"
    assert made.tables[0].rows[1].cells[0].text == clean(text)


OFFICE = shutil.which("soffice")


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_word_file(tmp_path):
    source = tmp_path / "letter.docx"
    source.write_bytes(to_docx(whole()))
    words = [OFFICE, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, source]
    subprocess.run(words, check=True, timeout=180, capture_output=True)
    made = pypdf.PdfReader(source.with_suffix(".pdf"))
    assert "What the state found" in made.pages[0].extract_text()


# ---- HTML


def test_a_page_has_headings_under_those_around_it_and_a_table_with_heads():
    soup = BeautifulSoup(to_html(whole(), below=1), "html.parser")
    assert soup.article["lang"] == "en-US"
    assert [(one.name, one.text) for one in soup(["h1", "h2", "h3"])] == [
        ("h2", "Your schools"), ("h3", "What the state found"),
    ]  # fmt: skip
    assert [one["scope"] for one in soup("th")] == ["col", "col", "row", "row"]
    assert soup.caption.text == "Schools and reasons"
    assert soup.a["href"] == "https://example.org/?a=1&b=2"
    assert soup.img["alt"] == "A green field"
    assert [one.text for one in soup("strong")] == ["Ana"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_shows_text_as_text(text):
    soup = BeautifulSoup(to_html(of(text)), "html.parser")
    plain = BeautifulSoup(to_html(of("plain")), "html.parser")
    assert [one.name for one in soup.find_all()] == [one.name for one in plain.find_all()]
    assert soup.h1.text == f"Head {clean(text)}"
