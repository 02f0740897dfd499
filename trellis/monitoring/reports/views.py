"""The month of a school on one page, and the end of its year."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.dates import month_before, next_month
from trellis.kit.errors import NotAllowed, Refused
from trellis.kit.paper.page import to_html
from trellis.kit.paper.tree import Paper
from trellis.monitoring.queries import lead
from trellis.monitoring.reports import closing, papers, queries
from trellis.monitoring.reports.forms import DecisionForm
from trellis.monitoring.reports.logs import log_of
from trellis.monitoring.reports.models import Decision
from trellis.monitoring.views.acting import acting_at
from trellis.organizations.requests import PersonRequest
from trellis.organizations.rules import may, within_reach
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability
from trellis.programs.texts import say
from trellis.work.models import Task, Workplan


def brief(request: PersonRequest, code: str) -> HttpResponse:
    """How a school stands this month, on one page."""
    paper = _brief(request, code)
    context = {"code": code, "paper": to_html(paper), "title": paper.title}
    return render(request, "monitoring/brief.html", context)


def brief_file(request: PersonRequest, code: str, form: str) -> HttpResponse:
    """The same as PDF or for Word."""
    name = f"brief-{slugify(code)}-{clock.today().isoformat()}"
    return papers.answer(_brief(request, code), form, name)


def _brief(request: PersonRequest, code: str) -> Paper:
    on = clock.today()
    found = queries.month_of(code, request.visitor.seats, on=on)
    if found is None:
        raise Http404
    return papers.brief(found, programs.in_year(), on=on)


def ending(request: PersonRequest, code: str) -> HttpResponse:
    """What of a year is done, open, carried or closed; deciding it for those who may."""
    plan, program = _workplan(request, code)
    found = closing.summary_of(plan, on=clock.today())
    seats = request.visitor.seats
    context = {
        "place": plan.organization,
        "found": found,
        "steps": [
            (
                task,
                closing.words_of(task, program),
                _role(task, program),
                task.is_late(clock.today()),
            )
            for task in found.open
        ],
        "decided": [*found.carried, *found.closed],
        "settles": may(request.person, Capability.TASK_SETTLE, at=plan.organization, seats=seats),
        "waives": may(request.person, Capability.TASK_WAIVE, at=plan.organization, seats=seats),
        "today": clock.today(),
    }
    return render(request, "monitoring/closing.html", context)


def _role(task: Task, program: Program) -> str:
    role = program.roles.get(task.role)
    return say(role.column) if role else task.role


def ending_file(request: PersonRequest, code: str, form: str) -> HttpResponse:
    """The summary as PDF or for Word."""
    plan, program = _workplan(request, code)
    on = clock.today()
    paper = papers.closing(closing.summary_of(plan, on=on), program, on=on)
    return papers.answer(paper, form, f"closing-{slugify(code)}-{plan.year.start}")


def _workplan(request: PersonRequest, code: str) -> tuple[Workplan, Program]:
    plan = queries.latest_workplan(code, request.visitor.seats)
    if plan is None:
        raise Http404
    return plan, programs.in_year(plan.year.start)


def _readable(request: PersonRequest, plan: Workplan) -> str:
    """The code of the place, for whoever reads its year; a stranger finds nothing."""
    place = plan.organization
    if not may(request.person, Capability.YEAR_READ, at=place, seats=request.visitor.seats):
        raise Http404
    return place.code


def decision(request: PersonRequest, task_id: int) -> HttpResponse:
    """Carry a step on, or close it."""
    task = (
        Task.objects.select_related("workplan__organization", "workplan__year", "held_at")
        .filter(pk=task_id)
        .first()
    )
    if task is None:
        raise Http404
    code = _readable(request, task.workplan)
    form = DecisionForm(request.POST)
    form.is_valid()
    given = form.cleaned_data
    try:
        made = closing.decide(
            task, given.get("kind", ""), reason=given.get("reason", ""), by=request.person,
            on=clock.today(), acting=request.visitor.acting_key,
        )  # fmt: skip
    except NotAllowed:
        raise
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("monitoring:closing", code)
    said = {
        "close": _("Closed: %s"),
        "carry": _("Carried into the next year: %s"),
    }[made.kind]
    messages.success(request, said % made.words)
    return redirect("monitoring:closing", code)


def decision_withdrawal(request: PersonRequest, decision_id: int) -> HttpResponse:
    """Open a step again that was carried or closed."""
    near = ("task__workplan__organization", "task__workplan__year", "task__held_at", "by")
    one = Decision.objects.select_related(*near).filter(pk=decision_id).first()
    if one is None:
        raise Http404
    code = _readable(request, one.task.workplan)
    closing.take_back(one, by=request.person, acting=request.visitor.acting_key)
    messages.success(request, _("The step is open again: %s") % one.words)
    return redirect("monitoring:closing", code)


def ending_end(request: PersonRequest, code: str) -> HttpResponse:
    """Close the year of an organization."""
    plan, _program = _workplan(request, code)
    closing.close_year(
        plan, by=request.person, on=clock.today(),
        acting_as=acting_at(request, Capability.TASK_SETTLE, plan.organization),
    )  # fmt: skip
    messages.success(request, _("The year is closed. Everything in it stays readable."))
    return redirect("monitoring:closing", code)


def log(request: PersonRequest) -> HttpResponse:
    """The visitor's own month of meetings and help, on paper."""
    month = _month(request)
    return _show_log(request, _log(request.person, month), month)


def log_of_person(request: PersonRequest, person_id: int) -> HttpResponse:
    """The same of somebody whom the visitor leads, as far as their schools are in reach."""
    person, reach = _led(request, person_id)
    month = _month(request)
    return _show_log(request, _log(person, month, reach), month, of=person)


def _led(request: PersonRequest, person_id: int) -> tuple[Person, Q]:
    """Whose log somebody who leads reads, and where; 404 for anybody else."""
    seats = request.visitor.seats
    served = lead.served_by(person_id, seats, on=clock.today())
    if served is None:
        raise Http404
    return served.person, within_reach(seats, Capability.CASELOAD_LEAD)


def _show_log(
    request: PersonRequest, paper: Paper, month: date, *, of: Person | None = None
) -> HttpResponse:
    last = clock.today().replace(day=1)
    earlier = month_before(month)
    later = next_month(month)
    context = {
        "paper": to_html(paper),
        "title": paper.title,
        "month": f"{month:%Y-%m}",
        "earlier": f"{earlier:%Y-%m}",
        "later": f"{later:%Y-%m}" if later <= last else "",
        "of": of,
    }
    return render(request, "monitoring/log.html", context)


def log_file(request: PersonRequest, form: str) -> HttpResponse:
    """The same as PDF or for Word."""
    month = _month(request)
    return papers.answer(_log(request.person, month), form, f"log-{month:%Y-%m}")


def log_of_person_file(request: PersonRequest, person_id: int, form: str) -> HttpResponse:
    """The log of somebody whom the visitor leads as PDF or for Word."""
    person, reach = _led(request, person_id)
    month = _month(request)
    return papers.answer(_log(person, month, reach), form, f"log-{person.pk}-{month:%Y-%m}")


def _log(person: Person, month: date, reach: Q | None = None) -> Paper:
    program = programs.in_year()
    return papers.log(log_of(person, month, program, reach=reach), program, on=clock.today())


def _month(request: PersonRequest) -> date:
    """The month asked for, or this one."""
    asked = request.GET.get("month", "")
    try:
        return date.fromisoformat(f"{asked}-01") if asked else clock.today().replace(day=1)
    except ValueError:
        raise Http404 from None
