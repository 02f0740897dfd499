"""A task, and what people do with it."""

from __future__ import annotations

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.home.forms import AssigneeForm, FileForm, NoteForm, WaiverForm
from trellis.home.queries import task as queries
from trellis.home.queries.task import TaskPage
from trellis.home.views.assigning import named_words
from trellis.kit import clock
from trellis.kit.errors import NotReady
from trellis.kit.onward import own_path
from trellis.organizations.requests import PersonRequest
from trellis.people.models import Person
from trellis.work import actions
from trellis.work.models import Task
from trellis.work.queries import alike


def task(request: PersonRequest, task_id: int) -> HttpResponse:
    """The task with its words, people, notes and files, and what the reader may do."""
    return _page(request, _find(request, task_id))


def completion(request: PersonRequest, task_id: int) -> HttpResponse:
    """Mark a task done today."""
    found = _find(request, task_id)
    actions.complete_task(found, by=request.person, on=clock.today(), acting=_acting(request))
    messages.success(
        request,
        _("Marked done. “%s” moves out of your list; open the step to undo it.") % _text(found),
    )
    return _back(request, found)


def completion_withdrawal(request: PersonRequest, task_id: int) -> HttpResponse:
    """Open a done task again."""
    found = _find(request, task_id)
    actions.undo_completion(found, by=request.person, acting=_acting(request))
    messages.success(request, _("Open again: “%s”.") % _text(found))
    return _back(request, found)


def waiver(request: PersonRequest, task_id: int) -> HttpResponse:
    """Mark a task as not applying, with the reason."""
    found = _find(request, task_id)
    form = WaiverForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    actions.waive_task(
        found,
        by=request.person,
        on=clock.today(),
        reason=form.cleaned_data["reason"],
        acting=_acting(request),
    )
    messages.success(request, _("Marked as not applying. The reason stands with the step."))
    return _back(request, found)


def waiver_withdrawal(request: PersonRequest, task_id: int) -> HttpResponse:
    """Bring a task back that did not apply."""
    found = _find(request, task_id)
    actions.withdraw_waiver(found, by=request.person, acting=_acting(request))
    messages.success(request, _("This step applies again and is open."))
    return _back(request, found)


def assignee(request: PersonRequest, task_id: int) -> HttpResponse:
    """Name which holder of the role does a task, here or at every organization that owes it."""
    found = _find(request, task_id)
    page = queries.task_page(found, request.person, request.visitor.seats, on=clock.today())
    form = AssigneeForm(request.POST, holders=page.holders, places=page.places)
    if not form.is_valid():
        return _page(request, found, form)
    chosen = form.cleaned_data["person"]
    person = get_object_or_404(Person, pk=chosen) if chosen else None
    if form.cleaned_data.get("everywhere"):
        near = ("workplan__organization", "held_at")
        tasks = alike(found).select_related(*near).order_by("pk")
        count = actions.assign_tasks(
            list(tasks), person, by=request.person, acting=_acting(request)
        )
    else:
        actions.assign_task(found, person, by=request.person, acting=_acting(request))
        count = 1
    messages.success(request, named_words(person, count))
    return _back(request, found)


def note(request: PersonRequest, task_id: int) -> HttpResponse:
    """Add a remark to a task."""
    found = _find(request, task_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    actions.add_note(
        found, by=request.person, text=form.cleaned_data["text"], acting=_acting(request)
    )
    messages.success(request, _("Your note stands with the step."))
    return _back(request, found)


def file(request: PersonRequest, task_id: int) -> HttpResponse:
    """Keep a file with a task."""
    found = _find(request, task_id)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        actions.add_file(
            found, form.cleaned_data["file"], by=request.person, acting=_acting(request)
        )
    except NotReady as refused:
        form.add_error("file", str(refused))
        return _page(request, found, form)
    messages.success(request, _("The file is kept with the step."))
    return _back(request, found)


def _find(request: PersonRequest, task_id: int) -> Task:
    found = queries.readable_task(task_id, request.visitor.seats)
    if found is None:
        raise Http404
    return found


def _page(
    request: PersonRequest, found: Task, wrong: django_forms.Form | None = None
) -> HttpResponse:
    """The page, with the form that was wrong as it was typed."""
    seats = request.visitor.seats
    page = queries.task_page(found, request.person, seats, on=clock.today())
    fresh: list[django_forms.Form] = [
        NoteForm(),
        FileForm(),
        WaiverForm(),
        AssigneeForm(
            holders=page.holders,
            places=page.places,
            initial={"person": found.assignee_id or ""},
        ),
    ]
    shown = [wrong if wrong is not None and type(wrong) is type(one) else one for one in fresh]
    code = queries.year_code(found, seats)
    context = {
        "page": page,
        "task": found,
        "wrong": wrong,
        "forms": dict(zip(("note", "file", "waiver", "assignee"), shown, strict=True)),
        "readers": queries.reach_words(page),
        "year_url": reverse("home:year", args=[code]),
        "people": ", ".join(name for _pk, name in page.holders),
        "may_do": _may_do(page),
    }
    return render(request, "home/task.html", context, status=422 if wrong else 200)


def _may_do(page: TaskPage) -> str:
    """Which button stands loud: do, undo or none."""
    if not page.fits or page.task.state in ("waived", "earlier"):
        return ""
    if page.task.state == "done" or (page.task.each_member and page.own_part_done):
        return "undo"
    return "do"


def _acting(request: PersonRequest) -> str:
    acting = request.visitor.acting
    return acting.key if acting else ""


def _text(found: Task) -> str:
    return queries.said_of(found).text


def _back(request: PersonRequest, found: Task) -> HttpResponseRedirect:
    """To the page the form stood on; to the task's own page where that is not one of ours."""
    wanted = own_path(request.POST.get("next", ""))
    if wanted:
        anchor = f"#t{found.pk}" if "/year/" in wanted else ""
        return HttpResponseRedirect(wanted + anchor)
    return redirect("home:task", found.pk)
