"""850 letters as tagged PDFs, against the same words as plain text by reportlab."""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Iterator

from django.utils.html import escape
from reportlab.lib.pagesizes import letter as sheet
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph as Drawn
from reportlab.platypus import SimpleDocTemplate

from benches import world
from benches.meter import Taken, line, measured
from trellis.designations.letters.actions import paper_of, write_letters
from trellis.designations.models import Designation, Letter, Release
from trellis.kit.paper.pdf import to_pdf
from trellis.kit.paper.tree import Figure, Heading, Listing, Paper, Paragraph, Table, plain
from trellis.kit.paper.word import to_docx
from trellis.people.models import Person

DISTRICTS, SCHOOLS = 850, 5
ROUNDS = 3


def main() -> int:
    """Write the letters of 4,250 schools once, then lay them out in turns."""
    world.install_matrix()
    state = world.make_schools(DISTRICTS * SCHOOLS, per_district=SCHOOLS)
    by = world.administrator(state)
    release = make_release(by)
    with measured() as written:
        write_letters(release, by=by, acting_as="bench")
    kept = Letter.objects.filter(release=release, kind="first-letter").order_by("pk")
    papers = [paper_of(content, "en") for content in kept.values_list("content", flat=True)]
    assert len(papers) == DISTRICTS
    to_pdf(papers[0])  # what the process keeps is there now, as in a server
    made, floor, seconds, size = [], [], [], 0
    for _round in range(ROUNDS):
        began = time.perf_counter()
        taken, size = timed(to_pdf, papers)
        seconds.append(time.perf_counter() - began)
        made.append(taken)
        floor.append(timed(drawn, papers)[0])
    words, _size = timed(to_docx, papers[:100])
    line(
        "letters", made, floor, DISTRICTS,
        seconds=round(statistics.median(seconds), 2),
        kb_each=round(size / DISTRICTS / 1024, 1),
        write_cpu_s=round(written.cpu, 2),
        write_queries=written.queries,
        docx_cpu_s_each=round(words.cpu / 100, 4),
    )  # fmt: skip
    return 0


def make_release(by: Person) -> Release:
    """Every school with the words that a letter needs: designation, reasons, groups."""
    release = world.draft_release(by)
    Release.objects.filter(pk=release.pk).update(vocabulary="2022-2025")
    reasons = ["lowest-performing", "low-graduation"]
    Designation.objects.filter(release=release).update(
        reasons=reasons, groups=["low-income", "english-learners"]
    )
    release.refresh_from_db()
    return release


def timed(write: object, papers: list[Paper]) -> tuple[Taken, int]:
    """CPU of writing every letter, and the bytes they came to."""
    size = 0
    with measured() as taken:
        for paper in papers:
            size += len(write(paper))  # type: ignore[operator]
    return taken, size


def drawn(paper: Paper) -> bytes:
    """The same words, a paragraph each, without tags, tables or a font of our own."""
    styles = getSampleStyleSheet()
    out = io.BytesIO()
    story = [Drawn(str(escape(words)), styles["BodyText"]) for words in said(paper)]
    SimpleDocTemplate(out, pagesize=sheet, title=paper.title).build(story)
    return out.getvalue()


def said(paper: Paper) -> Iterator[str]:
    """Every piece of text, a row of a table as one."""
    for block in paper.blocks:
        match block:
            case Heading() | Paragraph():
                yield plain(block.runs)
            case Listing():
                yield from (plain(item) for item in block.items)
            case Table():
                yield block.caption
                for row in (block.heads, *block.rows):
                    yield " ".join(plain(cell) for cell in row)
            case Figure():
                yield block.caption
