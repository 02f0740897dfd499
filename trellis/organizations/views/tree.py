"""The administration page, and organizations by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.errors import NotAllowed, Refused
from trellis.kit.onward import own_path
from trellis.organizations import actions, import_queries, queries
from trellis.organizations.forms import AddForm, EndForm, FactsForm, MoveForm
from trellis.organizations.imports.layouts import kinds
from trellis.organizations.links import registered
from trellis.organizations.models import Organization
from trellis.organizations.requests import ACTING, PersonRequest
from trellis.organizations.rules import may, may_own, within_reach
from trellis.organizations.views.seen import (
    acting_as,
    organization_by_code,
    organization_in_reach,
)
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability
from trellis.programs.texts import say

EDIT = Capability.ORGANIZATION_EDIT


def administration(request: PersonRequest) -> HttpResponse:
    """What is loaded, what is missing, and where to change it."""
    seats = request.visitor.seats
    rights = {one.name: may(request.person, one, seats=seats) for one in Capability}
    loads = rights["DIRECTORY_IMPORT"]
    context = {
        "rights": rights,
        "mine": queries.appointing_seats(seats),
        "loaded": queries.loaded() if loads else [],
        "vacant": queries.vacancies() if loads else [],
        "earlier": import_queries.imports() if loads else [],
        "links": [one for one in registered() if rights[one.capability.name]],
    }
    return render(request, "organizations/administration.html", context)


def organizations(request: PersonRequest) -> HttpResponse:
    """All organizations in reach, searched by name or code."""
    program, asked = programs.current(), request.GET
    found = queries.search(
        asked.get("q", "")[:200],
        program=program,
        kind=asked.get("kind", ""),
        where=within_reach(request.visitor.seats, EDIT),
        closed=True,
        unlisted=True,
        after=asked.get("after", "")[:300],
    )
    context = {
        "found": found,
        "page": _page(asked, found.after),
        "asked": asked,
        "kinds": {code: say(one.name) for code, one in kinds(program).items()},
        "counties": queries.county_names(program),
    }
    return render(request, "organizations/organizations.html", context)


def _page(asked: QueryDict, after: str) -> dict[str, str]:
    """Links to the first and the next page of a search."""
    first = asked.copy()
    first.pop("after", None)
    following = first.copy()
    following["after"] = after
    return {
        "next_url": f"?{following.urlencode()}" if after else "",
        "first_url": f"?{first.urlencode()}" if asked.get("after") else "",
    }


def organization(request: PersonRequest, organization_id: int) -> HttpResponse:
    """One organization: correct its facts, move, close or reopen it."""
    found = organization_in_reach(request, organization_id, EDIT)
    initial = {name: getattr(found, name) for name in ("name", "city", "grades", "county")}
    counties = queries.county_names(programs.current())
    form = FactsForm(request.POST or None, initial=initial, counties=counties)
    if request.method == "POST" and form.is_valid():
        seat = acting_as(request, EDIT, found)
        actions.edit_organization(found, by=request.person, acting_as=seat, **form.cleaned_data)
        messages.success(request, _("%(name)s was saved.") % {"name": found.name})
        return redirect("organizations:organization", found.pk)
    return _show(request, found, form=form)


def _show(request: PersonRequest, found: Organization, **forms: Any) -> HttpResponse:
    program = programs.current()
    today = {"on": clock.today()}
    initial = {name: getattr(found, name) for name in ("name", "city", "grades", "county")}
    context = {
        "organization": found,
        "kind": say(kinds(program)[found.kind].name) if found.kind in kinds(program) else "",
        "form": FactsForm(initial=initial, counties=queries.county_names(program)),
        "move": MoveForm(initial=today, prefix="move"),
        "close": EndForm(initial=today, prefix="close"),
        "beneath": queries.beneath(found),
        "placements": queries.placements(found),
        "servers": queries.servers_of(found),
        "sets_sign_in": may_own(request.person, EDIT, at=found, seats=request.visitor.seats),
        **forms,
    }
    wrong = any(form.errors for form in forms.values())
    status = 422 if wrong else 200
    return render(request, "organizations/organization.html", context, status=status)


def addition(request: PersonRequest) -> HttpResponse:
    """Add an organization that no file brings."""
    program = programs.current()
    form = AddForm(
        request.POST or None,
        initial={"on": clock.today()},
        kinds=[(code, say(one.name)) for code, one in kinds(program).items()],
        counties=queries.county_names(program),
    )
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            parent = organization_by_code(facts.pop("parent"))
            made = actions.add_organization(
                facts.pop("code"),
                parent=parent,
                by=request.person,
                acting_as=acting_as(request, EDIT, parent),
                **facts,
            )
        except NotAllowed:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(name)s was added.") % {"name": made.name})
            return redirect("organizations:organization", made.pk)
    context = {"form": form}
    status = 422 if form.errors else 200
    return render(request, "organizations/addition.html", context, status=status)


def move(request: PersonRequest, organization_id: int) -> HttpResponse:
    """Hang an organization under another one."""
    found = organization_in_reach(request, organization_id, EDIT)
    form = MoveForm(request.POST, prefix="move")
    if not form.is_valid():
        return _show(request, found, move=form)
    try:
        parent = organization_by_code(form.cleaned_data["parent"])
        actions.move_organization(
            found,
            parent,
            by=request.person,
            on=form.cleaned_data["on"],
            acting_as=acting_as(request, EDIT, found),
        )
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error("parent", str(refused))
        return _show(request, found, move=form)
    words = {"name": found.name, "parent": parent.name}
    messages.success(request, _("%(name)s belongs to %(parent)s now.") % words)
    return redirect("organizations:organization", found.pk)


def closure(request: PersonRequest, organization_id: int) -> HttpResponse:
    """Close an organization from a day on."""
    found = organization_in_reach(request, organization_id, EDIT)
    form = EndForm(request.POST, prefix="close")
    if not form.is_valid():
        return _show(request, found, close=form)
    try:
        actions.close_organization(
            found,
            by=request.person,
            on=form.cleaned_data["on"],
            acting_as=acting_as(request, EDIT, found),
        )
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error("on", str(refused))
        return _show(request, found, close=form)
    messages.success(request, _("%(name)s is closed.") % {"name": found.name})
    return redirect("organizations:organization", found.pk)


def reopening(request: PersonRequest, organization_id: int) -> HttpResponse:
    """Open a closed organization again."""
    found = organization_in_reach(request, organization_id, EDIT)
    seat = acting_as(request, EDIT, found)
    actions.reopen_organization(found, by=request.person, acting_as=seat)
    messages.success(request, _("%(name)s is open again.") % {"name": found.name})
    return redirect("organizations:organization", found.pk)


def acting(request: PersonRequest) -> HttpResponse:
    """Choose the seat in which the person acts from now on."""
    chosen = request.POST.get("seat", "")
    if any(seat.key == chosen for seat in request.visitor.seats):
        request.session[ACTING] = chosen
    return redirect(own_path(request.POST.get("next", "")) or "/")
