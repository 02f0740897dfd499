"""My work: one list over all appointments."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import urlencode

from trellis.home.addresses import address, task_root
from trellis.home.queries import lines
from trellis.home.queries import my_work as queries
from trellis.home.views.assigning import everywhere_form
from trellis.home.words import words
from trellis.kit import clock
from trellis.kit.answers import page
from trellis.kit.paging import number
from trellis.organizations.models import Level
from trellis.organizations.requests import PersonRequest
from trellis.organizations.rules import Seat
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability

YEARS = 3


def my_work(request: PersonRequest) -> HttpResponse:
    """What is next, today and late, this week, this month, and what others still owe."""
    seats = request.visitor.seats
    chosen = request.GET.get("seat", "")
    held = [seat for seat in seats if seat_filter(seat) == chosen] if chosen else seats
    said, program = words(request.installation.version_id), programs.current()
    code = request.GET.get("step", "")
    if code:
        found = queries.line_of(request.person, held, said, code, on=clock.today())
        return _step(request, found, request.GET.get("after", ""))
    mine = queries.my_work(
        request.person, held, said, on=clock.today(), after=request.GET.get("after", "")
    )
    step = urlencode({"seat": chosen, "step": ""}) if chosen else "step="
    writer = lines.Writer(mine, step, said.language)
    context = {
        "page": mine,
        "counts": lines.counts(mine.open_count, mine.late_count, said.language),
        "first": writer.first(mine.first),
        "sections": [(code, title, writer.lines(found)) for code, title, found in mine.sections],
        "tasks": task_root(),
        "today": clock.today(),
        "seats": seats,
        "arrivals": [seat for seat in seats if seat.arrived and not seat.assigned],
        "prepares": any(seat.gives(Capability.RELEASE_MANAGE, program) for seat in seats),
        "does_steps": any(seat.gives(Capability.TASK_DO, program) for seat in seats),
        "years": own_years(seats, mine.running),
        "filters": filters(seats, chosen, said.roles),
        "more": urlencode({"seat": chosen, "after": mine.after}) if mine.after else "",
    }
    return page(request, "home/my_work.html", context)


def own_years(seats: list[Seat], running: frozenset[int]) -> list[tuple[str, str]]:
    """Name and address of the year of own schools and districts, the first three; no query."""
    program = programs.current()
    found = {
        seat.organization_name: address("year", seat.organization_code)
        for seat in seats
        if not seat.assigned
        and seat.organization_id in running
        and seat.level in (Level.SCHOOL, Level.DISTRICT)
        and seat.gives(Capability.YEAR_READ, program)
    }
    return list(found.items())[:YEARS]


def seat_filter(seat: Seat) -> str:
    """How the filter names a seat; seats at served organizations count as one role."""
    return f"{seat.role}" if seat.assigned else f"{seat.role}.{seat.organization_id}"


def filters(seats: list[Seat], chosen: str, roles: dict[str, str]) -> list[dict[str, object]]:
    """One link per role and organization where there are several; served ones are one."""
    serving = {seat.role for seat in seats if seat.assigned}
    found: dict[str, str] = {}
    for seat in seats:
        if seat.role in serving:
            found.setdefault(seat.role, roles[seat.role])
        else:
            found[seat_filter(seat)] = f"{roles[seat.role]}, {seat.organization_name}"
    if len(found) < 2:
        return []
    return [{"key": key, "label": label, "on": key == chosen} for key, label in found.items()]


def _step(request: PersonRequest, owed: list[queries.Line], after: str) -> HttpResponse:
    """All organizations of one step, by name."""
    places = sorted(
        (place for line in owed for place in line.places), key=lambda one: (one.name, one.task)
    )
    last = number(after)
    if last is not None:
        known = [n for n, place in enumerate(places) if place.task == last]
        places = places[known[0] + 1 :] if known else places
    shown = places[: queries.PLACES]
    more = len(places) > len(shown)
    next_url = ""
    if more:
        kept = {"step": request.GET["step"], "after": str(shown[-1].task)}
        if request.GET.get("seat"):
            kept["seat"] = request.GET["seat"]
        next_url = f"?{urlencode(kept)}"
    context = {
        "line": owed[0].said if owed else None,
        "tasks": task_root(),
        "places": shown,
        "pages": {"next_url": next_url, "first_url": ""},
        "assign": everywhere_form(request.visitor.seats, [place.task for place in places]),
    }
    return page(request, "home/my_step.html", context)
