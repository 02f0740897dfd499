"""What district and principals tell their board: a list, the text, the day."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.errors import NotAllowed, OutOfOrder, Refused
from trellis.kit.paper.page import to_html
from trellis.kit.paper.tree import Paper
from trellis.monitoring.picture.figures import month_and_year
from trellis.monitoring.reports import boards, papers
from trellis.monitoring.reports.forms import BoardForm, PresentedForm
from trellis.monitoring.reports.models import BoardUpdate
from trellis.monitoring.reports.outline import names, outline
from trellis.monitoring.reports.queries import latest_workplan, standing_of
from trellis.monitoring.rules import Scope
from trellis.monitoring.views.acting import acting_at
from trellis.organizations.requests import PersonRequest
from trellis.organizations.rules import may
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.schema.roles import Capability
from trellis.programs.texts import say
from trellis.work.models import Activity, Task


@dataclass(frozen=True)
class Here:
    """One update: its activity, its steps, what is written, whether the visitor presents."""

    activity: Activity
    tasks: list[Task]
    title: str
    written: BoardUpdate | None
    presents: bool
    program: Program
    named: list[boards.Presenters]
    draft: str = ""

    @property
    def text(self) -> str:
        """What is written, or the draft."""
        return self.written.text if self.written else self.draft


def updates(request: PersonRequest, code: str) -> HttpResponse:
    """The months in which the board hears something, and how far each update is."""
    plan = latest_workplan(code, request.visitor.seats)
    if plan is None:
        raise Http404
    place = plan.organization
    program = programs.in_year(plan.year.start)
    rows = boards.of_boards(plan.activities.all()).select_related("board_update")
    found = []
    for one in rows:
        told = boards.planned(one, program)
        title = say(told.title) if told else one.code
        found.append((one, title, month_and_year(one.month), getattr(one, "board_update", None)))
    context = {"place": place, "rows": found, "year": plan.year}
    return render(request, "monitoring/board_updates.html", context)


def update(request: PersonRequest, activity_id: int) -> HttpResponse:
    """One update: its text, who presents it, and the day it was presented."""
    here = _here(request, activity_id)
    version = here.written.version if here.written else 0
    form = BoardForm(request.POST or None, initial={"text": here.text, "version": version})
    if request.method == "POST":
        _require(here)
        if form.is_valid() and _save(request, here, form):
            return redirect("monitoring:board-update", activity_id)
        here = _here(request, activity_id)
        if here.written:
            # What stands now is what the next save goes by; the writer's text is kept.
            form.data = {**form.data.dict(), "version": str(here.written.version)}  # type: ignore[attr-defined]
    context = {
        "here": here,
        "place": here.activity.workplan.organization,
        "form": form
        if here.presents and not (here.written and here.written.presented_on)
        else None,
        "paper": to_html(_paper(here), below=1),
        "presented": PresentedForm(initial={"on": clock.today()}),
    }
    return render(
        request, "monitoring/board_update.html", context, status=422 if form.errors else 200
    )


def update_file(request: PersonRequest, activity_id: int, form: str) -> HttpResponse:
    """The update as PDF or for Word."""
    here = _here(request, activity_id)
    return papers.answer(_paper(here), form, f"board-update-{here.activity.month:%Y-%m}")


def presentation(request: PersonRequest, activity_id: int) -> HttpResponse:
    """Note the day on which the board heard it; the step is done with that."""
    here = _here(request, activity_id)
    _require(here)
    form = PresentedForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say on which day the board heard it."))
        return redirect("monitoring:board-update", activity_id)
    try:
        boards.mark_presented(
            here.activity, by=request.person, on=form.cleaned_data["on"], today=clock.today(),
            acting=request.visitor.acting_key, acting_as=_acting(request, here),
        )  # fmt: skip
    except NotAllowed:
        raise
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The day is noted, and the step is done for everybody in it."))
    return redirect("monitoring:board-update", activity_id)


def _here(request: PersonRequest, activity_id: int) -> Here:
    """One query, and one more for whoever presents as part of a district's schools."""
    tasks = boards.steps_of(activity_id)
    activity = tasks[0].activity if tasks else None
    if activity is None:
        raise Http404
    seats, place = request.visitor.seats, activity.workplan.organization
    presents = boards.own_step(seats, tasks) is not None
    reads = may(request.person, Capability.YEAR_READ, at=place, seats=seats)
    if not presents and not reads:
        raise Http404
    # Who presents for one school sees its figures and people, not those of its neighbors.
    near = None if reads else frozenset(seat.organization_id for seat in seats) | {place.pk}
    program = programs.in_year(activity.workplan.year.start)
    told = boards.planned(activity, program)
    written = getattr(activity, "board_update", None)
    named = boards.presenters(tasks, on=clock.today(), near=near)
    title = say(told.title) if told else activity.code
    here = Here(activity, tasks, title, written, presents, program, named)
    return here if written else replace(here, draft=_draft(here, near))


def _require(here: Here) -> None:
    if not here.presents:
        raise NotAllowed(_("Those who present this to the board write it. You can read it here."))


def _draft(here: Here, near: frozenset[int] | None) -> str:
    on, told = clock.today(), boards.planned(here.activity, here.program)
    if told is None:
        return ""
    place = here.activity.workplan.organization
    one = frozenset({place.pk})
    if near is not None:
        scope = Scope(places=near - one)
    else:
        scope = Scope(places=one) if place.level == "school" else Scope(districts=one)
    schools, month = standing_of(scope, on=on), here.activity.month
    return outline(told, here.named, schools, here.program, month=month, on=on)


def _paper(here: Here) -> Paper:
    named = names(here.named)
    # The draft names its presenters itself; on paper they stand once, as they are today.
    body = "\n".join(one for one in here.text.splitlines() if named not in one)
    presented = here.written.presented_on if here.written else None
    return papers.board(here.title, named, body, presented, here.program, on=clock.today())


def _save(request: PersonRequest, here: Here, form: BoardForm) -> bool:
    given = form.cleaned_data
    try:
        boards.save(
            here.activity, given["text"], version=given["version"], by=request.person,
            acting_as=_acting(request, here),
        )  # fmt: skip
    except OutOfOrder as refused:
        form.add_error("text", str(refused))
        return False
    messages.success(request, _("Kept. Everybody who presents sees this text."))
    return True


def _acting(request: PersonRequest, here: Here) -> str:
    return acting_at(request, Capability.TASK_DO, here.activity.workplan.organization)
