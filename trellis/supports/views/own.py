"""What the catalog means for one's own school and district."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.answers import page
from trellis.organizations.models import Organization
from trellis.organizations.requests import PersonRequest
from trellis.organizations.rules import may
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability, Level
from trellis.supports import rules
from trellis.supports.actions import set_memberships
from trellis.supports.forms import MembershipForm
from trellis.supports.models import Provider
from trellis.supports.queries.memberships import membership_page
from trellis.supports.queries.school import for_school


def school(request: PersonRequest, code: str) -> HttpResponse:
    """Which supports are recommended for a school in reach, and why."""
    found = Organization.objects.filter(code=code, level=Level.SCHOOL).first()
    if found is None or not may(
        request.person, Capability.YEAR_READ, at=found, seats=request.visitor.seats
    ):
        raise Http404
    context = {"told": for_school(programs.in_year(), found)}
    return page(request, "supports/school.html", context)


def memberships(request: PersonRequest, code: str) -> HttpResponse:
    """Of which organizations a district is a member."""
    found = Organization.objects.filter(code=code, level=Level.DISTRICT).first()
    if found is None or not rules.may_set_memberships(request.visitor.seats, found):
        raise Http404
    told = membership_page(found, on=clock.today())
    given = request.POST if request.method == "POST" else None
    form = MembershipForm(told.choices, given, initial={"providers": told.chosen})
    if given is not None and form.is_valid():
        chosen = Provider.objects.filter(code__in=form.cleaned_data["providers"])
        acting = request.visitor.acting_key
        set_memberships(found, chosen, by=request.person, on=clock.today(), acting_as=acting)
        messages.success(request, _("Saved. Supports now say what this means for %s.") % found.name)
        return redirect("supports:memberships", code)
    context = {"form": form, "district": found, "costs": told.costs}
    return page(request, "supports/memberships.html", context)
