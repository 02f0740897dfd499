"""My work: one list over all appointments."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import urlencode

from trellis.home.addresses import address, everything_root, task_root
from trellis.home.queries import inbox, lines
from trellis.home.queries import my_work as queries
from trellis.home.views.assigning import everywhere_form
from trellis.home.words import Words, words
from trellis.kit import clock
from trellis.kit.answers import page
from trellis.kit.paging import Page, number
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
        return _step(request, held, said, code)
    mine = queries.my_work(request.person, held, said, on=clock.today())
    step = urlencode({"seat": chosen, "step": ""}) if chosen else "step="
    writer = lines.Writer(step, said.language, at_one_place=mine.at_one_place)
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
        "everything": _everything(chosen) if mine.lists_all else "",
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


def everything(request: PersonRequest) -> HttpResponse:
    """All open steps, in the order of the plan, a page by key."""
    seats = request.visitor.seats
    chosen, given = request.GET.get("seat", ""), request.GET.get("after", "")
    held = [seat for seat in seats if seat_filter(seat) == chosen] if chosen else seats
    said = words(request.installation.version_id)
    found = inbox.inbox(request.person, held, said, on=clock.today(), after=inbox.key_in(given))
    writer = lines.Writer("", said.language, at_one_place=found.at_one_place, unfolded=inbox.ROWS)
    context = {
        "found": found,
        "stretches": [
            (one.month.isoformat(), one.title, writer.lines(one.lines)) for one in found.stretches
        ],
        "months": [(one, _everything(chosen, one.after)) for one in found.months],
        "filters": filters(seats, chosen, said.roles),
        "chosen": chosen,
        "pages": Page(
            next_url=_everything(chosen, found.after) if found.after else "",
            first_url=_everything(chosen) if given else "",
        ),
    }
    return page(request, "home/everything.html", context)


def _everything(chosen: str, after: str = "") -> str:
    """The address of the list of all steps, of one role and from a key on."""
    kept = {name: value for name, value in (("seat", chosen), ("after", after)) if value}
    return f"{everything_root()}?{urlencode(kept)}" if kept else everything_root()


def _step(request: PersonRequest, held: list[Seat], said: Words, code: str) -> HttpResponse:
    """All organizations of one step, by name."""
    name, _mark, task = request.GET.get("after", "").rpartition("|")
    after = (name, number(task) or 0)
    found = queries.step_page(request.person, held, said, code, on=clock.today(), after=after)
    next_url = ""
    if found and found.after:
        name, last = found.after
        kept = {"step": code, "after": f"{name}|{last}"}
        if request.GET.get("seat"):
            kept["seat"] = request.GET["seat"]
        next_url = f"?{urlencode(kept)}"
    context = {
        "line": found.line.said if found else None,
        "tasks": task_root(),
        "places": found.line.places if found else [],
        "pages": Page(next_url=next_url),
        "assign": everywhere_form(request.visitor.seats, found) if found else None,
    }
    return page(request, "home/my_step.html", context)
