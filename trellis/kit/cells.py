"""What tables are made of, whatever file they stand in: rows of text, limits, refusals."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from trellis.kit.errors import Refused

MOST_COLUMNS = 2_000
MOST_CELL = 32_767  # characters; what a spreadsheet program allows


class Unreadable(Refused):
    """A file that can't be read as a table; the sentence says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row with the line (or row number) on which it begins in the file.

    `numbers` are the positions of cells that a workbook stores as numbers: a code in there may
    have lost its leading zeros, which nobody should guess.
    """

    line: int
    cells: list[str]
    numbers: frozenset[int] = frozenset()
    since_1904: bool = False
    """How the workbook counts the days that it stores as plain numbers."""


@dataclass(frozen=True)
class Limits:
    """How much of a file is read before it is refused."""

    bytes: int = 64 * 1024 * 1024
    rows: int = 500_000
    cells: int = 10_000_000


def too_large(limits: Limits) -> Unreadable:
    """The refusal of a file with too many bytes."""
    return Unreadable(
        _("The file holds more than %(most)s MB. Split it, or leave out columns that nobody needs.")
        % {"most": f"{limits.bytes // (1024 * 1024):,}"}
    )


def too_many_rows(limits: Limits) -> Unreadable:
    """The refusal of a file with too many rows or cells."""
    return Unreadable(
        _("The file has more than %(rows)s rows or %(cells)s cells. Split it into several files.")
        % {"rows": f"{limits.rows:,}", "cells": f"{limits.cells:,}"}
    )


def too_wide(line: int) -> Unreadable:
    """The refusal of a row with too many columns."""
    return Unreadable(
        _("Line %(line)s has more than %(most)s columns. Leave out columns that nobody needs.")
        % {"line": f"{line:,}", "most": f"{MOST_COLUMNS:,}"}
    )


def too_long(line: int) -> Unreadable:
    """The refusal of an overlong cell, mostly a quotation mark that nobody closed."""
    return Unreadable(
        _(
            "Near line %(line)s a cell or a line is far too long. Perhaps a quotation mark is"
            " opened there and never closed."
        )
        % {"line": f"{line:,}"}
    )
