"""Opening a file by the layout that fits it."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from trellis.kit.tables import Table, Unreadable, match_columns, read_table
from trellis.meetings.logs.schema import LogLayout
from trellis.meetings.schema import Meetings
from trellis.organizations.imports.cells import Cells
from trellis.programs.program import Program
from trellis.programs.texts import say

MOST_ROWS = 20_000


def layouts_of(program: Program) -> dict[str, LogLayout]:
    """The layouts of logs that a program knows, by code."""
    return {one.code: one for one in program.section("meetings", Meetings).log_layouts}


def open_log(
    path: Path | IO[bytes], name: str, program: Program, wanted: str = ""
) -> tuple[LogLayout, Cells, Table]:
    """A file with the layout that was named, or the first that finds its columns; Unreadable.

    Who calls closes the table.
    """
    known = layouts_of(program)
    if wanted and wanted not in known:
        words = {"code": wanted, "known": ", ".join(known) or _("none")}
        raise Unreadable(_("There is no layout “%(code)s”. There are: %(known)s.") % words)
    chosen = [known[wanted]] if wanted else list(known.values())
    refusals: list[Unreadable] = []
    for layout in chosen:
        try:
            return layout, *_by(layout, path, name)
        except Unreadable as error:
            refusals.append(error)
    if not refusals:
        raise Unreadable(_("The pack has no layout for logs of past meetings."))
    if len({str(one) for one in refusals}) == 1:
        raise refusals[0]
    names = ", ".join(f"{say(one.name)} ({code})" for code, one in known.items())
    raise Unreadable(
        _("No layout fits this file. %(first)s The layouts are: %(names)s.")
        % {"first": refusals[0], "names": names}
    )


def _by(layout: LogLayout, path: Path | IO[bytes], name: str) -> tuple[Cells, Table]:
    table = read_table(
        path, name=name, limit_bytes=settings.IMPORT_LIMIT, limit_rows=MOST_ROWS,
        sheet=layout.sheet, header_row=layout.header_row,
    )  # fmt: skip
    try:
        columns = match_columns(table.header, layout.titles(), _needed(layout, table.header))
    except BaseException:
        table.close()
        raise
    return Cells(columns, table.header), table


def _needed(layout: LogLayout, header: list[str]) -> list[str]:
    """Columns without which nobody can tell where, when and what."""
    found = ["date"] if layout.default_kind else ["date", "kind"]
    there = match_columns(header, layout.titles())
    place = "school" if "school" in there or "code" not in layout.columns else "code"
    return [place, *found]


def unread(cells: Cells) -> list[str]:
    """Titles of columns that the layout does not read."""
    read = set(cells.columns.values())
    return [
        " ".join(title.split())[:60]
        for place, title in enumerate(cells.header)
        if place not in read and title.strip()
    ]
