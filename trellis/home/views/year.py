"""The year of an organization: my actions, everyone, the whole year, and their prints."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.home.addresses import address, home_of, meetings_of, task_root
from trellis.home.queries import beside_year, cards, whole_year, written_year
from trellis.home.queries.cards import ASIDE
from trellis.home.queries.matrix import matrix
from trellis.home.queries.year import Year, year_of
from trellis.kit import clock
from trellis.kit.answers import page
from trellis.kit.dates import full
from trellis.meetings.rules import may_read_at
from trellis.organizations.models import Level
from trellis.organizations.requests import PersonRequest
from trellis.programs.program import Program
from trellis.programs.texts import say
from trellis.work.queries import YearTask

PAPERS = {"legal": "home/print-legal.css", "letter": "home/print-letter.css"}


def year(request: PersonRequest, code: str) -> HttpResponse:
    """My actions: the next step, then a card per activity."""
    found = _find(request, code)
    if not found.my_tasks:
        return _everyone(request, found)
    month = cards.chosen_month(found, request.GET.get("month", ""))
    shown = [(task, found.my_states[task.id]) for task in found.my_tasks]
    said = found.words.language
    context = _shell(found, "year") | {
        "rail": written_year.months(cards.rail(found, shown, month, ""), said),
        "all": month is None,
        "next": cards.next_step(found),
        "groups": written_year.cards(cards.cards(found, shown, month, mine=True), said),
        "progress": _("%(done)s of your %(all)s actions done") % _progress(shown),
    }
    return page(request, "home/year.html", context)


def _progress(shown: Sequence[tuple[YearTask, str]]) -> dict[str, int]:
    states = [state for _task, state in shown if state not in ASIDE]
    return {"done": states.count("done"), "all": len(states)}


def everyone(request: PersonRequest, code: str) -> HttpResponse:
    """The same cards with all roles."""
    return _everyone(request, _find(request, code))


def _everyone(request: PersonRequest, found: Year) -> HttpResponse:
    role = request.GET.get("role", "")
    month = cards.chosen_month(found, request.GET.get("month", ""))
    mine = found.my_states
    shown = [
        (task, mine.get(task.id) or found.state(task))
        for task in found.tasks
        if not role or task.role == role
    ]
    said = found.words.language
    rail = cards.rail(found, shown, month, f"&role={role}" if role else "")
    context = _shell(found, "everyone") | {
        "rail": written_year.months(rail, said),
        "all": month is None,
        "next": None,
        "groups": written_year.cards(cards.cards(found, shown, month, mine=False), said),
        "columns": whole_year.columns(found),
        "role": role,
        "month": request.GET.get("month", ""),
        "progress": _("%(done)s of %(all)s actions done") % _progress(shown),
    }
    return page(request, "home/year.html", context)


def whole(request: PersonRequest, code: str) -> HttpResponse:
    """Counts by role and month above the matrix of activities and roles."""
    found = _find(request, code)
    shown = [(task, task.state) for task in found.tasks]
    context = _shell(found, "whole") | {
        "months": [(found.words.months[day.month][:3], day) for day in found.months],
        "now": clock.today().replace(day=1),
        "grid": whole_year.grid(found, address("everyone", code)),
        "matrix": matrix(found, links=True),
        "progress": _("%(done)s of %(all)s actions done") % _progress(shown),
    }
    return page(request, "home/whole_year.html", context)


def printed(request: PersonRequest, code: str) -> HttpResponse:
    """The matrix on legal or letter paper, all roles."""
    found = _find(request, code)
    paper = request.GET.get("paper", "legal")
    if paper not in PAPERS:
        raise Http404
    context = _print(found) | {
        "paper": PAPERS[paper],
        "matrix": matrix(found, links=False),
        "subtitle": "",
    }
    return page(request, "home/year_print.html", context)


def my_month(request: PersonRequest, code: str) -> HttpResponse:
    """One month of the reader's own roles on one page."""
    found = _find(request, code)
    month = cards.chosen_month(found, request.GET.get("month", "")) or found.months[0]
    roles = {role for role, _place in found.mine} or None
    context = _print(found, roles) | {
        "paper": PAPERS["letter"],
        "matrix": matrix(found, links=False, only=roles, month=month),
        "subtitle": found.words.months[month.month],
    }
    return page(request, "home/year_print.html", context)


def _find(request: PersonRequest, code: str) -> Year:
    found = year_of(code, request.visitor.seats, request.person.pk, on=clock.today())
    if found is None:
        raise Http404
    return found


def _print(found: Year, only: set[str] | None = None) -> dict[str, Any]:
    return {
        "organization": found.organization,
        "title": title(
            found.program, found.cycle.stage, str(found.cycle.year), found.words.language
        ),
        "footer": found.plan.print_footer,
        "span": len(whole_year.columns(found, only)) + 1,
        "on": found.on,
    }


def _shell(found: Year, tab: str) -> dict[str, Any]:
    """What stands around every tab."""
    code = found.organization.code
    late = sum(state == "late" for state in found.my_states.values())
    district = found.cycle.district
    if found.organization.level != Level.SCHOOL:
        district = None
    return {
        "year": found,
        "organization": found.organization,
        "title": title(
            found.program, found.cycle.stage, str(found.cycle.year), found.words.language
        ),
        "late": ngettext("%d past its date", "%d past their date", late) % late if late else "",
        "tabs": tabs(code, tab, bool(found.my_tasks), found.words.language),
        "tab": tab,
        "designation": beside_year.designation_label(found),
        "people": beside_year.people(found),
        "vacancies": beside_year.vacancies(found),
        "dates": beside_year.next_dates(found),
        "outcomes": beside_year.outcomes(found),
        "exceptions": beside_year.exceptions(found),
        "home_url": home_of(found.organization),
        "district_url": address("district", district[0]) if district else "",
        "district_name": district[1] if district else "",
        "tasks": task_root(),
        "print_url": address("print", code),
        "meetings_url": meetings_of(code) if may_read_at(found.seats, found.organization) else "",
        "ended": _("This year plan ended on %(day)s. Everything in it stays readable.")
        % {"day": full(found.cycle.ended_on)}
        if found.cycle.ended_on
        else "",
    }


@lru_cache(maxsize=4096)
def tabs(code: str, tab: str, mine: bool, _language: str) -> list[tuple[str, str, bool]]:
    """The tabs as links; who has no actions here has no tab of them."""
    labels = {"year": _("My actions"), "everyone": _("Everyone"), "whole": _("Whole year")}
    return [
        (label, address(route, code), route == tab)
        for route, label in labels.items()
        if route != "year" or mine
    ]


@lru_cache(maxsize=256)
def title(program: Program, stage: str, year: str, _language: str) -> str:
    """What the year is called: the stage in the program's words, or by its code, and the years."""
    terms = program.pack.terms
    named = say(terms[stage]) if stage in terms else _("%s year") % stage.capitalize()
    return f"{named} {year}"
