"""Reports as documents: the month of a school, a board's update, a log, the end of a year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trellis.kit.dates import full, short
from trellis.kit.paper.pdf import to_pdf
from trellis.kit.paper.tree import (
    Block,
    Heading,
    Listing,
    Paper,
    Paragraph,
    Run,
    Table,
    line,
)
from trellis.kit.paper.word import to_docx
from trellis.monitoring.picture.figures import month_and_year
from trellis.monitoring.queries.briefs import Steps
from trellis.monitoring.reports.closing import Summary, words_of
from trellis.monitoring.reports.logs import Log
from trellis.monitoring.reports.queries import MonthOf
from trellis.programs.program import Program
from trellis.programs.texts import say

FORMS: dict[str, tuple[str, Callable[[Paper], bytes]]] = {
    "pdf": ("application/pdf", to_pdf),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        to_docx,
    ),
}


def answer(paper: Paper, form: str, name: str) -> HttpResponse:
    """A document as a file."""
    media, made = FORMS[form]
    found = HttpResponse(made(paper), content_type=media)
    found.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    found.headers["Cache-Control"] = "private, no-store"
    return found


def paper(title: str, blocks: Iterable[Block], program: Program, *, on: date) -> Paper:
    """A document of this room: its heading, its blocks, and whom to ask at the foot."""
    contact = program.pack.contact
    foot = [title, _("As of %s") % full(on), say(contact.office), contact.phone, contact.email]
    return Paper(
        title=title,
        language=get_language() or "en",
        blocks=(Heading(1, line(title)), *blocks),
        foot=" · ".join(one for one in foot if one),
        author=say(contact.office),
        made_on=on,
    )


# ---- The month of a school


def brief(found: MonthOf, program: Program, *, on: date) -> Paper:
    """One page: who, how far, who came, what was done, what is late, what comes, whom to ask."""
    one, done, served_by = found.brief, found.done, found.served_by
    facts = [
        (_("District"), one.district),
        (_("Support"), one.support),
        (
            _("Year so far"),
            _("%(done)s of %(all)s steps done") % {"done": one.done, "all": one.steps}
            if one.steps
            else _("No year plan runs here"),
        ),
        (_("%(month)s meetings") % {"month": one.month}, one.meetings),
        (_("Last met"), one.last_met),
        (_("Coordinator"), ", ".join(served_by) or _("Nobody yet")),
        *((role, ", ".join(names)) for role, names in one.people),
    ]
    return paper(
        _("%(school)s in %(month)s") % {"school": one.name, "month": one.month},
        [
            facts_table(_("At a glance"), facts),
            *_came(found.came),
            Heading(2, line(_("Done this month"))),
            points(done, _("Nothing was marked done this month.")),
            Heading(2, line(_("Past their date"))),
            _steps(one.late, _("Nothing is late.")),
            Heading(2, line(_("Due next"))),
            _steps(one.soon, _("Nothing is due in the next three weeks.")),
            Heading(2, line(_("Who to ask"))),
            points(_asked(served_by, program), ""),
        ],
        program,
        on=on,
    )


def _came(teams: Sequence[tuple[str, list[str]]]) -> Iterator[Block]:
    """Who of each team came to the month's meetings; nothing where none was held."""
    for name, meetings in teams:
        yield Heading(2, line(_("%(team)s at meetings this month") % {"team": name}))
        yield points(meetings, "")


def facts_table(caption: str, facts: Iterable[tuple[str, str]]) -> Table:
    """Names and values side by side; what is empty is left out."""
    rows = tuple((line(name), line(value)) for name, value in facts if value)
    return Table(caption, (line(_("What")), line(_("How it stands"))), rows, (1, 2))


def points(texts: Sequence[str], nothing: str) -> Block:
    """A list, or a sentence where it is empty."""
    if not texts:
        return Paragraph(line(nothing))
    return Listing(tuple(line(one) for one in texts))


def _steps(found: Steps, nothing: str) -> Block:
    texts = [f"{text} ({role}, {when})" for text, role, when in found.named]
    if found.more:
        texts.append(_("and %s more") % found.more)
    return points(texts, nothing)


def _asked(served_by: Sequence[str], program: Program) -> list[str]:
    contact = program.pack.contact
    ways = ", ".join(one for one in (contact.phone, contact.email) if one)
    office = say(contact.office)
    return [*served_by, f"{office}: {ways}" if ways else office]


# ---- What a board is told


def board(
    title: str, named: str, text: str, presented: date | None, program: Program, *, on: date
) -> Paper:
    """The text with its headings and points."""
    first = [Paragraph(line(Run(_("Presented by: %s") % named, strong=True)))]
    if presented:
        first.append(Paragraph(line(_("Presented on %s") % full(presented))))
    return paper(title, [*first, *blocks_of(text)], program, on=on)


def blocks_of(text: str) -> list[Block]:
    """Plain lines as blocks: `## ` begins a heading, `- ` a point."""
    found: list[Block] = []
    items: list[str] = []
    for piece in [*(one.strip() for one in text.splitlines()), ""]:
        if piece.startswith("- "):
            items.append(piece[2:])
            continue
        if items:
            found.append(Listing(tuple(line(one) for one in items)))
            items = []
        if piece.startswith("## ") and piece[3:].strip():
            found.append(Heading(2, line(piece[3:])))
        elif piece:
            found.append(Paragraph(line(piece)))
    return found


# ---- The end of a year


def closing(found: Summary, program: Program, *, on: date) -> Paper:
    """Counts, then each step that was carried, closed, or is still undecided."""
    place = found.workplan.organization.name
    counts = [
        (_("Done"), str(found.done)),
        (_("Carried into the next year"), str(len(found.carried))),
        (_("Closed with a reason"), str(len(found.closed))),
        (_("Did not apply"), str(found.waived)),
        (_("Done before Trellis"), str(found.earlier)),
        (_("Not decided yet"), str(len(found.open))),
        (_("All steps"), str(found.all)),
    ]
    rest: list[Block] = []
    for title, texts in (
        (_("Not decided yet"), [words_of(one, program) for one in found.open]),
        (_("Carried into the next year"), [one.words for one in found.carried]),
        (_("Closed"), [f"{one.words}: {one.reason}" for one in found.closed]),
    ):
        if texts:
            rest += [Heading(2, line(title)), points(texts, "")]
    if found.ending:
        words = {"name": found.ending.by.name, "day": short(found.ending.on)}
        rest.append(Paragraph(line(_("Closed by %(name)s on %(day)s.") % words)))
    title = _("%(place)s at the end of %(year)s") % {"place": place, "year": found.workplan.year}
    return paper(title, [facts_table(_("How the year ends"), counts), *rest], program, on=on)


# ---- A month of somebody who serves schools


def log(found: Log, program: Program, *, on: date) -> Paper:
    """Counts, then a table of meetings and one of help."""
    month = month_and_year(found.month)
    facts = [
        (_("Meetings held"), str(len(found.held))),
        (_("Organizations met"), str(len({place for _day, place, _what, _m in found.meetings}))),
        (_("Help given"), str(len(found.help))),
        (_("Minutes in all"), str(found.minutes)),
    ]
    blocks: list[Block] = [facts_table(_("The month in numbers"), facts)]
    for title, rows in ((_("Meetings"), found.meetings), (_("Help"), found.help)):
        blocks.append(Heading(2, line(title)))
        blocks.append(_days(title, rows))
    title = _("Log of %(name)s, %(month)s") % {"name": found.person.name, "month": month}
    return paper(title, blocks, program, on=on)


def _days(caption: str, rows: Sequence[tuple[date, str, str, int]]) -> Block:
    if not rows:
        return Paragraph(line(_("Nothing is logged for this month.")))
    heads = (_("Day"), _("With"), _("What"), _("Minutes"))
    return Table(
        caption,
        tuple(line(one) for one in heads),
        tuple(tuple(line(cell) for cell in (short(day), *rest, str(length)))
              for day, *rest, length in rows),
        (2, 4, 4, 1),
    )  # fmt: skip
