"""Lists of meetings, and the page on which one is planned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.dates import first_of_month, next_month
from trellis.kit.errors import NotReady
from trellis.kit.paging import Page, number
from trellis.kit.school_year import label
from trellis.meetings import rules
from trellis.meetings.actions import plan_meeting
from trellis.meetings.coaching import rules as coaching
from trellis.meetings.forms import PlanForm
from trellis.meetings.queries import choices, lists
from trellis.meetings.views.finding import acting
from trellis.organizations.models import Organization
from trellis.organizations.requests import PersonRequest
from trellis.programs import queries as programs
from trellis.programs.texts import say

ABOVE = ("district", "office", "state")


def mine(request: PersonRequest) -> HttpResponse:
    """What the visitor leads and is asked to."""
    found = lists.mine(request.person, on=clock.today(), after=_moment(request))
    context = {
        "mine": found,
        "leads": bool(lists.leadable(request.visitor.seats)),
        "coaches": bool(coaching.kinds()),
        "page": Page(
            next_url="?" + urlencode({"after": found.after}) if found.after else "",
            first_url="?" if request.GET.get("after") else "",
        ),
    }
    return render(request, "meetings/mine.html", context)


def _moment(request: PersonRequest) -> datetime | None:
    try:
        found = parse_datetime(request.GET.get("after", ""))
    except ValueError:
        return None
    return found if found is None or timezone.is_aware(found) else None


def place(request: PersonRequest, code: str) -> HttpResponse:
    """An organization's meetings by month; above a school, those of all beneath in one month."""
    found, seats = lists.organization_of(code), request.visitor.seats
    if found is None or not rules.may_read_at(seats, found[0]):
        raise Http404
    organization, newest = found
    above, month = organization.level in ABOVE, _month(request)
    met = [] if above else lists.years_met(organization, seats)
    year = lists.year_shown(newest, met, number(request.GET.get("year", "")))
    every = {*met, newest.start} if newest and not above else set(met)
    others = sorted(every - {year.start if year else 0}, reverse=True)
    places: list[lists.Place] = []
    after = ""
    if year and above:
        asked = request.GET.get("after", "").replace("\0", "")[:300]
        places, after = lists.places_of(organization, year, month, seats, after=asked)
    months = lists.months_of(organization, year, seats) if year and not above else []
    later = [one for one in months if not one.parties and one.month > next_month(clock.today())]
    kept = {"month": month.isoformat()[:7]}
    context = {
        "organization": organization,
        "year": year,
        "above": above,
        "years": [(one, label(one)) for one in others],
        "months": [one for one in months if one not in later],
        "later": later,
        "places": places,
        "page": Page(
            next_url="?" + urlencode(kept | {"after": after}) if after else "",
            first_url="?" + urlencode(kept) if request.GET.get("after") else "",
        ),
        "month": month,
        "this_month": first_of_month(clock.today()),
        "leads": rules.may_lead_at(seats, organization),
    }
    return render(request, "meetings/place.html", context)


def _month(request: PersonRequest) -> date:
    try:
        asked = date.fromisoformat(request.GET.get("month", "") + "-01")
    except ValueError:
        asked = clock.today()
    return first_of_month(asked)


def plan(request: PersonRequest) -> HttpResponse:
    """Plan a meeting with one or several organizations."""
    seats = request.visitor.seats
    named = [one[:40] for one in request.GET.getlist("at")[:60]]
    found = choices.plannable(seats, named=[*named, *request.POST.getlist("organizations")[:60]])
    form = _plan_form(request, found, named)
    if request.method == "POST" and form.is_valid():
        chosen = [one for one in found if one.code in form.cleaned_data["organizations"]]
        year = choices.year_for(chosen)
        try:
            if year is None:
                raise NotReady(_("No year has opened there yet."))
            meeting = plan_meeting(
                chosen, kind=form.cleaned_data["kind"], year=year, facts=form.facts(),
                by=request.person, acting=acting(request), roles=form.cleaned_data["roles"],
            )  # fmt: skip
        except NotReady as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("The meeting is planned, and everybody asked to come is told.")
            )
            return redirect("meetings:meeting", meeting.parties.order_by("pk")[0].pk)
    status = 422 if form.errors else 200
    return render(request, "meetings/plan.html", {"form": form, "any": bool(found)}, status=status)


def _plan_form(
    request: PersonRequest, places: Sequence[Organization], named: Sequence[str]
) -> PlanForm:
    """The form with the kinds that the visitor leads, and the roles that come to them."""
    told, program = rules.told(), programs.current()
    kinds = [kind for code in lists.leadable(request.visitor.seats) if (kind := told.kind(code))]
    roles = list(dict.fromkeys(role for kind in kinds for role in kind.roles))
    initial = {
        "organizations": list(named), "roles": roles,
        "minutes": kinds[0].minutes if kinds else 60, "kind": kinds[0].code if kinds else "",
    }  # fmt: skip
    return PlanForm(
        request.POST or None,
        kinds=[(kind.code, say(kind.name)) for kind in kinds],
        places=places,
        roles=[(role, say(program.roles[role].plural)) for role in roles],
        initial=initial,
    )
