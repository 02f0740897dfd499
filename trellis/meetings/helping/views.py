"""Pages of help one to one: at a place, a person's log of a month, student groups in notes."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.answers import MEDIA, table
from trellis.kit.dates import first_of_month
from trellis.kit.errors import NotAllowed, NotReady
from trellis.meetings.helping import actions, queries, rules
from trellis.meetings.helping.forms import AnswerForm, GivenForm, RequestForm
from trellis.meetings.models import HelpRequest
from trellis.meetings.queries.lists import organization_of
from trellis.meetings.views.finding import acting
from trellis.organizations.models import Organization
from trellis.organizations.requests import PersonRequest
from trellis.programs import queries as programs
from trellis.programs.models import ProgramYear
from trellis.programs.schema.roles import Capability


def _find(request: PersonRequest, code: str) -> tuple[Organization, ProgramYear]:
    found = organization_of(code)
    if found is None or not rules.may_read(request.visitor.seats, found[0]):
        raise Http404
    organization, year = found
    if year is None:
        raise Http404
    return organization, year


def place(request: PersonRequest, code: str) -> HttpResponse:
    """An organization's questions, who answers by when, and the help it was given."""
    organization, _year = _find(request, code)
    return _shown(request, organization)


def _shown(
    request: PersonRequest, organization: Organization, *, asking: RequestForm | None = None,
    giving: GivenForm | None = None,
) -> HttpResponse:  # fmt: skip
    page = queries.help_page(organization, request.visitor.seats)
    context = {
        "page": page, "organization": organization,
        "kinds": dict(rules.kind_choices()), "today": clock.today(),
        "asking": asking or RequestForm(auto_id="ask_%s"),
        "giving": giving or GivenForm(initial={"on": clock.today(), "minutes": 30}),
    }  # fmt: skip
    status = 422 if asking or giving else 200
    return render(request, "meetings/help.html", context, status=status)


def asking(request: PersonRequest, code: str) -> HttpResponse:
    """Ask for help."""
    organization, year = _find(request, code)
    form = RequestForm(request.POST, auto_id="ask_%s")
    if rules.asking_seat(request.visitor.seats, organization) is None:
        raise NotAllowed(_("Help is asked for by the school or its district."))
    if not form.is_valid():
        return _shown(request, organization, asking=form)
    told = form.cleaned_data
    actions.ask_help(organization, told["kind"], told["text"], year=year, by=request.person)
    messages.success(request, _("Your question is on its way. You see here who answers by when."))
    return redirect("meetings:help-place", organization.code)


def giving(request: PersonRequest, code: str) -> HttpResponse:
    """Log help that was given."""
    organization, year = _find(request, code)
    if rules.giving_seat(request.visitor.seats, organization) is None:
        raise NotAllowed(_("Help is logged by those who lead meetings here."))
    form = GivenForm(request.POST)
    if form.is_valid():
        try:
            actions.log_help(
                organization, form.given(), year=year, by=request.person, acting=acting(request)
            )
        except NotReady as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The help is logged."))
            return redirect("meetings:help-place", organization.code)
    return _shown(request, organization, giving=form)


def _request(request: PersonRequest, request_id: int) -> HelpRequest:
    found = queries.request_of(request_id)
    if found is None or not rules.may_read(request.visitor.seats, found.organization):
        raise Http404
    return found


def answer(request: PersonRequest, request_id: int) -> HttpResponse:
    """Answer a question."""
    found = _request(request, request_id)
    if rules.giving_seat(request.visitor.seats, found.organization) is None:
        raise NotAllowed(_("Help is logged by those who lead meetings here."))
    initial = {"kind": found.kind, "on": clock.today(), "minutes": 30}
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_request(found, form.given(), by=request.person, acting=acting(request))
        except NotReady as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The answer is on its way, and the help is logged."))
            return redirect("meetings:help-place", found.organization.code)
    context = {"asked": found, "form": form, "called": rules.called(found.kind)}
    status = 422 if form.errors else 200
    return render(request, "meetings/help_answer.html", context, status=status)


def withdrawal(request: PersonRequest, request_id: int) -> HttpResponse:
    """Take a question back."""
    found = actions.withdraw_request(_request(request, request_id), by=request.person)
    messages.success(request, _("The question is taken back."))
    return redirect("meetings:help-place", found.organization.code)


def log(request: PersonRequest) -> HttpResponse:
    """What the visitor did in a month."""
    month = _month(request)
    program, seats = programs.current(), request.visitor.seats
    context = {
        "log": queries.log_of(request.person, month), "heads": heads(), "month": month,
        "loads": any(seat.gives(Capability.MEETING_IMPORT, program) for seat in seats),
    }  # fmt: skip
    return render(request, "meetings/log.html", context)


def heads() -> list[str]:
    """The columns of a log."""
    return [_("Day"), _("Place"), _("What"), _("Minutes"), _("About")]


def log_file(request: PersonRequest, form: str) -> HttpResponse:
    """The same lines as a file: `csv` or `xlsx`."""
    if form not in MEDIA:
        raise Http404
    month = _month(request)
    rows = [one.cells() for one in queries.log_of(request.person, month).lines]
    return table(f"log-{month.isoformat()[:7]}", form, heads(), rows, sheet=_("Log"))


def _month(request: PersonRequest) -> date:
    try:
        asked = date.fromisoformat(request.GET.get("month", "") + "-01")
    except ValueError:
        asked = clock.today()
    return first_of_month(asked)


def student_groups(request: PersonRequest) -> HttpResponse:
    """In how many noted meetings each student group stands, of how many."""
    found = queries.group_counts(request.visitor.seats)
    return render(request, "meetings/student_groups.html", {"found": found})
