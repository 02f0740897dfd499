"""A page, and a table as a file, as answers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from trellis.kit.tables import safe_cell
from trellis.kit.workbook import xlsx

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The forms in which a table leaves."""


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """What Django's `render` gives; told its charset, the answer need not read its own header."""
    return HttpResponse(render_to_string(template, context, request), charset="utf-8")


def table(
    name: str,
    form: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str | int | date | None]],
    *,
    sheet: str = "",
) -> HttpResponse:
    """A table as a file of one of the forms; text that looks like a formula is made harmless."""
    if form == "csv":
        text = io.StringIO()
        csv.writer(text).writerows([heads, *([safe_cell(cell) for cell in row] for row in rows)])
        content = ("\ufeff" + text.getvalue()).encode()
    else:
        content = xlsx(heads, rows, sheet=sheet or name)
    answer = HttpResponse(content, content_type=MEDIA[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
