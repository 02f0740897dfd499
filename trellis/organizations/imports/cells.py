"""The cells of a row by field, and what a refused row says."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from trellis.kit.tables import Row

LONGEST = {"city": 100, "grades": 60, "nces": 20, "region": 20, "county": 20}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused: where, what is wrong and how to mend it."""

    line: int
    column: str
    text: str
    code: str = ""

    def sentence(self) -> str:
        """The whole problem in one line."""
        if not self.column:
            return _("Line %(line)s: %(text)s") % {"line": self.line, "text": self.text}
        return _("Line %(line)s, column “%(column)s”: %(text)s") % {
            "line": self.line,
            "column": self.column,
            "text": self.text,
        }

    def stored(self) -> list[object]:
        """How an import keeps it."""
        return [self.line, self.column, self.text, self.sentence()]


class Wrong(Exception):
    """Ends the reading of a row; `name` is the field that is wrong."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name, self.text = name, text


@dataclass(frozen=True)
class Cells:
    """Which field stands in which column of one file."""

    columns: dict[str, int]
    header: list[str]

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def cell(self, row: Row, name: str) -> str:
        """What stands in a field; nothing where the file has no such column."""
        at = self.columns.get(name)
        return row.cells[at] if at is not None and at < len(row.cells) else ""

    def text(self, row: Row, name: str) -> str:
        """One line of a field without characters that nobody can see; raises Wrong."""
        text = clean(self.cell(row, name))
        most = LONGEST.get(name, 200)
        if len(text) > most:
            raise Wrong(name, _("is longer than %(most)s characters. Shorten it.") % {"most": most})
        return text

    def is_number(self, row: Row, name: str) -> bool:
        """Whether a workbook stores the field as a number."""
        return bool(row.numbers) and self.columns.get(name, -1) in row.numbers

    def require_width(self, row: Row) -> None:
        """Refuse a row with more cells than the header has; raises Wrong."""
        if len(row.cells) <= len(self.header):
            return
        words = {"cells": len(row.cells), "titles": len(self.header)}
        text = _(
            "has %(cells)s cells, the header %(titles)s. Put quotation marks around a cell with a"
            " comma in it."
        )
        raise Wrong("", text % words)

    def title(self, name: str) -> str:
        """A field as the file calls its column."""
        at = self.columns.get(name)
        return " ".join(self.header[at].split()) if at is not None else ""


def clean(text: str) -> str:
    """One line without characters that nobody can see."""
    if text.isprintable() and "  " not in text:
        return text
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
