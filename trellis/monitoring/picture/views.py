"""How schools stand together, the list behind each number, and both as files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.answers import table
from trellis.kit.paging import Page, number
from trellis.monitoring.picture import curve, lists
from trellis.monitoring.picture.figures import Figures, figures, nameless, names_of, whole
from trellis.monitoring.picture.lists import Show
from trellis.monitoring.picture.parts import Asked, By
from trellis.monitoring.picture.reach import sight_of
from trellis.monitoring.picture.statements import year_running
from trellis.organizations.requests import PersonRequest
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear
from trellis.programs.program import Program


@dataclass(frozen=True)
class Now:
    """What every page of these needs."""

    asked: Asked
    year: ProgramYear | None
    program: Program


def picture(request: PersonRequest) -> HttpResponse:
    """Figures by region, district, coordinator, month or activity, and the weeks so far."""
    now = _now(request, request.GET.get("by", ""))
    sight, on = now.asked.sight, now.asked.on
    found = figures(now.asked, now.program) if now.year else []
    total = whole(now.asked, now.program) if now.year else Figures("")
    weeks = curve.points(sight, now.year.pk, on=on) if now.year else []
    context = {
        "by": now.asked.by.value,
        "tabs": tabs(),
        "rows": found,
        "total": total,
        "year": now.year,
        "today": on,
        "everything": sight.whole,
        "weeks": weeks,
        "chart": curve.chart(weeks),
    }
    return render(request, "monitoring/picture.html", context)


def picture_file(request: PersonRequest, by: str, form: str) -> HttpResponse:
    """The figures exactly as the page shows them, as a file."""
    now = _now(request, by)
    found = figures(now.asked, now.program) if now.year else []
    total = whole(now.asked, now.program) if now.year else Figures("")
    rows = [told(one) for one in found] + [[_("All together"), *told(total)[1:]]]
    return _file(f"{by}-{now.asked.on.isoformat()}", form, heads(now.asked.by), rows)


def listing(request: PersonRequest, by: str, show: str) -> HttpResponse:
    """The rows behind one number, a page by key."""
    now, one = _one(request, by, show)
    sort, mark, pk = request.GET.get("after", "").rpartition("|")
    start = number(pk) if mark else None
    after = None if start is None else (sort, start)
    lines, more = lists.page(one, after)
    kept = _kept(request)
    following = {**kept, "after": "|".join(map(str, lines[-1].key))} if more else {}
    context = {
        "by": now.asked.by.value,
        "show": one.show.value,
        "title": titles()[one.show],
        "group": _group(now, request.GET.get("key")),
        "count": lists.count(one),
        "heads": one.heads,
        "lines": lines,
        "today": now.asked.on,
        "kept": f"?{urlencode(kept)}" if kept else "",
        "pages": Page(
            next_url=f"?{urlencode(following)}" if following else "",
            first_url=(f"?{urlencode(kept)}" if kept else "?") if after else "",
        ),
    }
    return render(request, "monitoring/picture_list.html", context)


def listing_file(request: PersonRequest, by: str, show: str, form: str) -> HttpResponse:
    """Every row behind one number, as a file."""
    now, one = _one(request, by, show)
    rows = (line.cells for line in lists.every(one))
    return _file(f"{by}-{show}-{now.asked.on.isoformat()}", form, one.heads, rows)


def tabs() -> dict[str, str]:
    """What the figures can be taken apart by, in words."""
    return {
        By.REGION: _("Region"), By.DISTRICT: _("District"), By.COORDINATOR: _("Coordinator"),
        By.MONTH: _("Month"), By.ACTIVITY: _("Activity"),
    }  # fmt: skip


def titles() -> dict[Show, str]:
    """What each list is called."""
    return {
        Show.SCHOOLS: _("Schools with a running year"),
        Show.ON_TRACK: _("Schools with nothing late"),
        Show.BEHIND: _("Schools with something late"),
        Show.STEPS: _("Steps that apply"),
        Show.DONE: _("Steps that are done"),
        Show.LATE: _("Steps past their date"),
        Show.AHEAD: _("Steps that are open and not late"),
        Show.EARLIER: _("Steps done before Trellis was used"),
        Show.WAIVED: _("Steps that do not apply"),
        Show.EXPECTED: _("Meetings expected so far"),
        Show.HELD: _("Meetings held"),
    }


def heads(by: By) -> list[str]:
    """The heads of the figures."""
    found = [
        tabs()[by], _("Schools"), _("On track"), _("Done"), _("Steps that apply"), _("Late"),
        _("Open, not late"), _("Done before Trellis"), _("Does not apply"),
    ]  # fmt: skip
    return found if by == By.ACTIVITY else [*found, _("Meetings held"), _("Meetings expected")]


def told(one: Figures) -> list[str | int]:
    """The figures of a row as they stand on the page and in a file."""
    return [
        one.name, one.schools, one.on_track, one.done, one.steps, one.late, one.ahead,
        one.earlier, one.waived, one.held, one.expected,
    ]  # fmt: skip


def _now(request: PersonRequest, by: str) -> Now:
    sight = sight_of(request.visitor.seats)
    if not sight:
        raise Http404
    if by and by not in set(By):
        raise Http404
    year = year_running()
    program = programs.in_year(year.start) if year else programs.current()
    first = By.REGION if sight.whole else By.DISTRICT
    asked = Asked(By(by) if by else first, sight, year.pk if year else 0, clock.today())
    return Now(asked, year, program)


def _one(request: PersonRequest, by: str, show: str) -> tuple[Now, lists.Listing]:
    if show not in set(Show):
        raise Http404
    now = _now(request, by)
    return now, lists.listing(now.asked, now.program, Show(show), request.GET.get("key"))


def _group(now: Now, key: str | None) -> str:
    """What the chosen group is called; nothing where the list is of all."""
    if key is None:
        return ""
    try:
        return names_of(now.asked.by, [key], now.program).get(key) or nameless(now.asked.by)
    except ValueError:  # no day at all
        raise Http404 from None


def _kept(request: PersonRequest) -> dict[str, str]:
    return {"key": request.GET["key"]} if "key" in request.GET else {}


def _file(
    name: str, form: str, names: Sequence[str], rows: Iterable[Sequence[str | int | date | None]]
) -> HttpResponse:
    """A table as a file."""
    # A column that the page leaves out for this tab is left out here too.
    shown = [list(row)[: len(names)] for row in rows]
    return table(name, form, names, shown)
