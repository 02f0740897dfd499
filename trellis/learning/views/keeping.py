"""The agency looks after the library: a list, one form, publishing and taking back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from trellis.kit.errors import NotReady
from trellis.learning import actions, checks, queries
from trellis.learning.actions.keeping import mark_of
from trellis.learning.forms import ItemForm
from trellis.learning.models import Item
from trellis.organizations.requests import PersonRequest
from trellis.programs import queries as programs


def keeping(request: PersonRequest) -> HttpResponse:
    """Everything in the library, with what each thing still lacks."""
    program = programs.in_year()
    items = list(Item.objects.select_related("series"))
    parts = queries.recordings_of(items)
    rows = [
        (one, queries.shown(one, program),
         checks.missing(one, program, recordings=parts.get(one.pk, 0)))
        for one in items
    ]  # fmt: skip
    drafts = sum(not one.is_published for one in items)
    return render(request, "learning/keeping.html", {"rows": rows, "drafts": drafts})


def _find(code: str) -> Item:
    found = Item.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def addition(request: PersonRequest) -> HttpResponse:
    """Add a thing that the program does not name."""
    form = ItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.add_item(
                form.words(), by=request.person, acting=request.visitor.acting_key
            )
        except NotReady as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is in the library as a draft. Publish it when ready."))
            return redirect("learning:item", new.code)
    return _form(request, form, None)


def words(request: PersonRequest, code: str) -> HttpResponse:
    """Say something else of a thing."""
    item = _find(code)
    form = ItemForm(request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.change_item(
                item, form.words(), by=request.person, acting=request.visitor.acting_key,
                seen=request.POST.get("seen", ""),
            )  # fmt: skip
        except NotReady as refused:
            for sentence in refused.missing:
                form.add_error(None, sentence)
        else:
            messages.success(request, _("It is saved.") if changed else _("Nothing was different."))
            return redirect("learning:item", code)
    return _form(request, form, item)


def _form(request: PersonRequest, form: ItemForm, item: Item | None) -> HttpResponse:
    context = {"form": form, "item": item, "seen": mark_of(item) if item else ""}
    return render(request, "learning/words.html", context, status=422 if form.errors else 200)


def publication(request: PersonRequest, code: str) -> HttpResponse:
    """Let everybody read it."""
    actions.publish_item(_find(code), by=request.person, acting=request.visitor.acting_key)
    messages.success(request, _("It is published. Everybody finds it in the library."))
    return redirect("learning:item", code)


def withdrawal(request: PersonRequest, code: str) -> HttpResponse:
    """Take it back."""
    actions.withdraw_item(_find(code), by=request.person, acting=request.visitor.acting_key)
    messages.success(request, _("It is a draft again. Only the agency opens it."))
    return redirect("learning:item", code)
