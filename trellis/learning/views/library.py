"""The library for everybody, and who has watched what."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.kit import clock
from trellis.learning import actions, checks, queries, rules
from trellis.learning.models import Item
from trellis.learning.told import library_of
from trellis.organizations.requests import PersonRequest
from trellis.programs import queries as programs


def library(request: PersonRequest) -> HttpResponse:
    """Everything to read and watch, by category."""
    page = queries.library(request.GET.get("category", ""))
    context = {
        "page": page, "manages": rules.manages(request.visitor.seats),
        "categories": library_of(programs.current()).categories,
    }  # fmt: skip
    return render(request, "learning/library.html", context)


def find(request: PersonRequest, code: str) -> Item:
    """A thing that is published, or named in the year, or the visitor's to look after."""
    item = Item.objects.select_related("series").filter(code=code).first()
    if item is None:
        raise Http404
    named = code in programs.current().resources
    if not (item.is_published or named or rules.manages(request.visitor.seats)):
        raise Http404
    return item


def item(request: PersonRequest, code: str) -> HttpResponse:
    """One thing: what it is, where it opens, and whether the reader has watched it."""
    found = find(request, code)
    manages = rules.manages(request.visitor.seats)
    page = queries.item_page(found, request.visitor.person)
    context = {"page": page, "item": found, "shown": page.shown, "manages": manages}
    if manages:
        context["missing"] = checks.missing(
            found, programs.in_year(), recordings=len(page.recordings)
        )
    return render(request, "learning/item.html", context)


def viewing(request: PersonRequest, code: str) -> HttpResponse:
    """Note that one has watched it."""
    found = find(request, code)
    noted = actions.note_viewing(
        found, by=request.person, on=clock.today(), acting=request.visitor.acting_key
    )
    steps = noted.steps.count()
    if steps:
        text = ngettext(
            "It is noted, and one step of your year is done by it.",
            "It is noted, and %(num)s steps of your year are done by it.",
            steps,
        ) % {"num": steps}
    else:
        text = _("It is noted that you have watched this.")
    messages.success(request, text)
    return redirect("learning:item", code)


def viewing_withdrawal(request: PersonRequest, code: str) -> HttpResponse:
    """Take that word back."""
    found = find(request, code)
    actions.withdraw_viewing(found, by=request.person, acting=request.visitor.acting_key)
    messages.success(request, _("It is no longer noted. What it had done in your year is open."))
    return redirect("learning:item", code)
