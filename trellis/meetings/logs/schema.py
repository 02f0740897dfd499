"""How files of past meetings are read: part of `meetings.yaml`."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from trellis.programs.schema.base import Code, Mark, Part, Text

LogColumn = Literal[
    "code", "school", "district", "date", "kind", "minutes", "leader", "came", "groups"
]


class LogNote(Part):
    """A column with what was said."""

    titles: list[str]
    under: list[Code]
    """The first of these headings that the meeting's kind has takes the text."""
    readers: Literal["shared", "agency"] = "shared"


class LogLayout(Part):
    """How one kind of file of past meetings and of help is read."""

    noun: ClassVar[str] = "layout of a log"

    code: Code
    name: Text
    sheet: str = ""
    """The sheet of a workbook; the first with any text where left out."""
    header_row: int = Field(default=0, ge=0, le=100)
    """The row in which the columns are named; the first with any text where left out."""
    columns: dict[LogColumn, list[str]]
    """Column to accepted header names; compared without case, spaces and marks."""
    notes: list[LogNote] = Field(default_factory=list)
    kinds: dict[Code, list[str]] = Field(default_factory=dict)
    """The file's own words for kinds of meetings, beside their codes and names."""
    help_kinds: dict[Code, list[str]] = Field(default_factory=dict)
    """The file's own words for kinds of help, beside their codes and labels."""
    default_kind: Code | None = None
    """The kind, of a meeting or of help, where the file does not say one."""
    roles: dict[Code, list[str]] = Field(default_factory=dict)
    """The file's own words for who came, beside codes and names of roles."""
    groups: dict[Code, list[str]] = Field(default_factory=dict)
    """The file's own words for student groups, beside their codes and labels."""
    minutes_in: Literal["minutes", "hours"] = "minutes"
    """What a plain number in the column `minutes` counts."""
    days: Literal["month-first", "day-first"] = "month-first"
    """How 3/4/2026 is read."""
    separator: str = ";"
    """Between several roles or groups in one cell."""
    strip_marks: str = "-"
    """Marks that some exports print inside a code and that are dropped."""
    mark: Mark = Mark.PRINTED
    reason: str = ""
    """Where a mark other than `printed` comes from; for editors."""

    def titles(self) -> dict[str, list[str]]:
        """Every column by what this room calls it, notes by their place."""
        found = {str(name): accepted for name, accepted in self.columns.items()}
        return found | {note_column(n): one.titles for n, one in enumerate(self.notes)}


def note_column(number: int) -> str:
    """What this room calls a column of notes."""
    return f"note {number}"
