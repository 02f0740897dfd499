"""How the whole state stands: figures, the lists behind them, and these lists as files."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, tzinfo

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.http import urlencode

from trellis.home.queries.statewide.listings import Cell, Listing, listings
from trellis.home.queries.statewide.reading import (
    Asked,
    Line,
    asked,
    figures,
    page,
    whole,
    year_running,
)
from trellis.kit import clock
from trellis.kit.paging import Page
from trellis.kit.school_year import school_year
from trellis.kit.tables import safe_cell
from trellis.kit.workbook import write_xlsx
from trellis.organizations import queries as organizations
from trellis.organizations.requests import PersonRequest
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Now:
    """What every page of these needs: the lists one may read, and of which year and day."""

    found: list[Listing]
    year: ProgramYear | None
    on: date
    regions: dict[str, str]

    def one(self, code: str) -> Listing:
        """The list of that code, if the reader may see it."""
        found = next((one for one in self.found if one.code == code), None)
        if found is None:
            raise Http404
        return found


def statewide(request: PersonRequest) -> HttpResponse:
    """What needs somebody, of how many, with the list behind each figure."""
    now = _now(request)
    wanted = Asked(region=asked(request.GET, now.regions).region)
    shown = [one for one in now.found if one.placed or not wanted.region]
    context = {
        "figures": figures(shown, wanted, now.year, on=now.on),
        "elsewhere": [one for one in now.found if one not in shown],
        "year": now.year,
        "today": now.on,
        "asked": wanted,
        "kept": _kept(wanted),
        "regions": now.regions,
    }
    return render(request, "home/statewide.html", context)


def listing(request: PersonRequest, code: str) -> HttpResponse:
    """The rows behind a figure, a page by key."""
    now = _now(request)
    one, wanted = _asked(request, now, code)
    (figure,) = figures([one], wanted, now.year, on=now.on)
    lines, more = page(one, wanted, now.year, on=now.on)
    kept, next_url = _kept(wanted), ""
    if more:
        next_url = "?" + urlencode({**wanted.query, "after": "|".join(lines[-1].key)})
    context = {
        "one": one,
        "figure": figure,
        "asked": wanted,
        "lines": lines,
        "today": now.on,
        "kept": kept,
        "regions": now.regions,
        "pages": Page(next_url=next_url, first_url=(kept or "?") if wanted.after else ""),
    }
    return render(request, "home/statewide_list.html", context)


def csv_file(request: PersonRequest, code: str) -> StreamingHttpResponse:
    """Every row of the list with its filters, row by row as CSV."""
    now = _now(request)
    one, wanted = _asked(request, now, code)
    lines = _csv(one, _batches(one, wanted, now))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{_name(one, now.on)}.csv"'
    return answer


def xlsx_file(request: PersonRequest, code: str) -> FileResponse:
    """Every row of the list with its filters as a workbook, written on disk and sent in parts."""
    now = _now(request)
    one, wanted = _asked(request, now, code)
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it once it is sent
    rows = (line.cells for batch in _batches(one, wanted, now) for line in batch)
    write_xlsx(target, [head for head, _how in one.heads], rows, sheet=one.title)
    target.seek(0)
    return FileResponse(
        target, as_attachment=True, filename=f"{_name(one, now.on)}.xlsx", content_type=XLSX
    )


def _csv(one: Listing, batches: Iterator[list[Line]]) -> Iterator[str]:
    """Lines of the file, text that looks like a formula made harmless; a mark says it is UTF-8."""
    yield "\ufeff" + _lines([[head for head, _how in one.heads]])
    for batch in batches:
        yield _lines([line.cells for line in batch])


def _batches(one: Listing, wanted: Asked, now: Now) -> Iterator[list[Line]]:
    """Batches in the language and zone of the request, which has ended while a file is sent."""
    language, zone = translation.get_language() or "en", timezone.get_current_timezone()
    return _told(whole(one, wanted, now.year, on=now.on), language, zone)


def _told(batches: Iterator[list[Line]], language: str, zone: tzinfo) -> Iterator[list[Line]]:
    while True:
        with translation.override(language), timezone.override(zone):
            batch = next(batches, None)
        if batch is None:
            return
        yield batch


def _lines(rows: list[list[Cell]] | list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def _name(one: Listing, on: date) -> str:
    return f"{one.code}-{on.isoformat()}"


def _now(request: PersonRequest) -> Now:
    """Two queries: the year that runs, and its dates."""
    version, on = request.installation.version_id, clock.today()
    program = programs.program(version)
    year = year_running()
    start = year.start if year else school_year(on)
    days = programs.dates(start, version)
    found = listings(program, request.visitor.seats, days, start)
    return Now(found, year, on, organizations.region_names(program))


def _asked(request: PersonRequest, now: Now, code: str) -> tuple[Listing, Asked]:
    one = now.one(code)
    return one, asked(request.GET, now.regions, placed=one.placed)


def _kept(wanted: Asked) -> str:
    """The filters as an address goes on with them."""
    return f"?{urlencode(wanted.query)}" if wanted.query else ""
