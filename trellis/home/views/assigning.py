"""Naming one holder of a role for a step at many organizations at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.home.forms import EverywhereForm
from trellis.home.queries import my_work as queries
from trellis.home.queries.assigning import candidates
from trellis.home.queries.my_work import StepPage
from trellis.home.words import words
from trellis.kit import clock
from trellis.kit.paging import number
from trellis.organizations.requests import PersonRequest
from trellis.organizations.rules import Seat
from trellis.people.models import Person
from trellis.work import actions
from trellis.work.models import Task

EVERYWHERE = 100_000
"""More organizations than a state has."""


def everywhere_form(seats: Sequence[Seat], step: StepPage) -> EverywhereForm | None:
    """The form that names one of several holders; None where nobody could be chosen."""
    people = candidates(seats, step)
    return EverywhereForm(people=people) if people else None


def assignees(request: PersonRequest) -> HttpResponse:
    """Name somebody for every open organization of one step on the reader's own list."""
    seats = request.visitor.seats
    said = words(request.installation.version_id)
    code = request.POST.get("step", "")
    found = queries.step_page(request.person, seats, said, code, on=clock.today(), most=EVERYWHERE)
    if found is None or not candidates(seats, found):
        raise Http404
    ids = [place.task for place in found.line.places]
    person = get_object_or_404(Person, pk=number(request.POST.get("person", "")))
    near = ("workplan__organization", "held_at")
    tasks = list(Task.objects.filter(pk__in=ids).select_related(*near).order_by("pk"))
    acting = request.visitor.acting
    count = actions.assign_tasks(
        tasks, person, by=request.person, acting=acting.key if acting else ""
    )
    messages.success(request, named_words(person, count))
    return redirect("home:my-work")


def named_words(person: Person | None, count: int) -> str:
    """What was said about who does a step, at so many organizations."""
    if person is None:
        return _("Everyone who holds the role has this step again.")
    if count == 1:
        return _("%s does this step now.") % person.name
    sentence = ngettext(
        "%(name)s does this step at %(count)s organization now.",
        "%(name)s does this step at %(count)s organizations now.",
        count,
    )
    return sentence % {"name": person.name, "count": count}
