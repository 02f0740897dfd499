"""The tree as HTML: real headings, lists and tables, and no style but by class."""

from __future__ import annotations

from base64 import b64encode

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

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


def to_html(paper: Paper, *, below: int = 0) -> SafeString:
    """An `article` of class `paper`; `below` moves its headings down, under those of a page."""
    body = "\n".join(_block(block, below) for block in paper.blocks)
    text = f'<article class="paper" lang="{escape(paper.language)}">\n{body}\n</article>'
    return mark_safe(text)  # noqa: S308 - every text went through `escape`


def _block(block: Block, below: int) -> str:
    match block:
        case Heading(level, runs):
            tag = f"h{min(level + below, 6)}"
            return f"<{tag}>{_line(runs)}</{tag}>"
        case Paragraph(runs):
            return f"<p>{_line(runs)}</p>"
        case Listing(items, ordered):
            tag = "ol" if ordered else "ul"
            return f"<{tag}>{''.join(f'<li>{_line(item)}</li>' for item in items)}</{tag}>"
        case Table():
            return _table(block)
        case Figure():
            return _figure(block)


def _table(table: Table) -> str:
    heads = "".join(f'<th scope="col">{_line(head)}</th>' for head in table.heads)
    rows = "\n".join(
        f'<tr><th scope="row">{_line(first)}</th>'
        + "".join(f"<td>{_line(cell)}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in table.rows
    )
    caption = f"<caption>{escape(table.caption)}</caption>"
    inner = f"{caption}<thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody>"
    # On a narrow screen the box scrolls, so the keyboard must be able to stop at it.
    box = f'class="table-wrap" tabindex="0" role="region" aria-label="{escape(table.caption)}"'
    return f"<div {box}><table>{inner}</table></div>"


def _figure(figure: Figure) -> str:
    media = "image/jpeg" if figure.media == "jpg" else "image/png"
    source = f"data:{media};base64,{b64encode(figure.data).decode()}"
    said = f"<figcaption>{escape(figure.caption)}</figcaption>" if figure.caption else ""
    return f'<figure><img src="{source}" alt="{escape(figure.alt)}">{said}</figure>'


def _line(runs: Line) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    text = str(escape(run.text)).replace("\n", "<br>")
    if run.strong:
        text = f"<strong>{text}</strong>"
    if run.emphasis:
        text = f"<em>{text}</em>"
    return f'<a href="{escape(run.link)}">{text}</a>' if run.link else text
