"""Pages of series, for those who lead them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.errors import NotReady
from trellis.meetings.models import Series
from trellis.meetings.queries import choices
from trellis.meetings.rules import kind_of
from trellis.meetings.series import actions, queries, rules
from trellis.meetings.series.forms import MemberForm, MonthForm, SeriesForm
from trellis.meetings.views.finding import acting
from trellis.organizations.models import Organization
from trellis.organizations.requests import PersonRequest
from trellis.programs.texts import say


def listing(request: PersonRequest) -> HttpResponse:
    """Series that the visitor leads."""
    seats = request.visitor.seats
    context = {"rows": queries.listed(request.person, seats), "leads": bool(rules.led_kinds(seats))}
    return render(request, "meetings/series_list.html", context)


def beginning(request: PersonRequest) -> HttpResponse:
    """Begin a series."""
    seats = request.visitor.seats
    kinds = rules.led_kinds(seats)
    if not kinds:
        raise Http404
    named = [one[:40] for one in request.POST.getlist("organizations")[:60]]
    places = choices.plannable(seats, named=named)
    form = SeriesForm(
        request.POST or None, kinds=[(one.code, say(one.name)) for one in kinds], places=places,
        initial={"starts": clock.today(), "kind": kinds[0].code},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        chosen = [one for one in places if one.code in told["organizations"]]
        year = choices.year_for(chosen)
        try:
            if year is None:
                raise NotReady(_("No year has opened there yet."))
            made = actions.open_series(
                told["kind"], told["title"], chosen, year=year, on=told["starts"],
                link=told["link"], by=request.person,
            )  # fmt: skip
        except NotReady as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The series has begun. Plan its first meeting."))
            return redirect("meetings:series", made.pk)
    status = 422 if form.errors else 200
    return render(request, "meetings/series_new.html", {"form": form}, status=status)


def _find(request: PersonRequest, series_id: int) -> Series:
    found = queries.series_of(series_id)
    if found is None or rules.leading_seat(request.visitor.seats, request.person, found) is None:
        raise Http404
    return found


def series(request: PersonRequest, series_id: int) -> HttpResponse:
    """A series: who takes part from when to when, and its meetings by month."""
    return _shown(request, _find(request, series_id))


def _shown(
    request: PersonRequest, found: Series, *, month: MonthForm | None = None,
    member: MemberForm | None = None,
) -> HttpResponse:  # fmt: skip
    kind = kind_of(found.kind)
    context = {
        "page": queries.series_page(found), "series": found,
        "month": month or MonthForm(initial={"minutes": kind.minutes if kind else 60}),
        "member": member or MemberForm(auto_id="member_%s", initial={"starts": clock.today()}),
    }  # fmt: skip
    status = 422 if month or member else 200
    return render(request, "meetings/series.html", context, status=status)


def members(request: PersonRequest, series_id: int) -> HttpResponse:
    """Let another organization take part."""
    found, form = _find(request, series_id), MemberForm(request.POST, auto_id="member_%s")
    if form.is_valid():
        told = form.cleaned_data
        place = Organization.objects.filter(code=told["organization"].strip()).first()
        if place is None:
            form.add_error("organization", _("There is no organization with this code."))
        else:
            actions.add_member(found, place, on=told["starts"], by=request.person)
            messages.success(request, _("It takes part now."))
            return redirect("meetings:series", found.pk)
    return _shown(request, found, member=form)


def member_end(request: PersonRequest, series_id: int, member_id: int) -> HttpResponse:
    """Let an organization take part up to today."""
    found = _find(request, series_id)
    member = get_object_or_404(found.members.select_related("organization"), pk=member_id)
    actions.end_membership(member, on=max(clock.today(), member.starts), by=request.person)
    messages.success(request, _("It takes part up to today. What was planned with it stays."))
    return redirect("meetings:series", found.pk)


def meetings(request: PersonRequest, series_id: int) -> HttpResponse:
    """Plan the meeting of a month with everybody who takes part."""
    found, form = _find(request, series_id), MonthForm(request.POST)
    if form.is_valid():
        facts = form.facts(found.title, found.link)
        try:
            actions.plan_month(found, facts, by=request.person, acting=acting(request))
        except NotReady as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The meeting is planned, and all who take part are told."))
            return redirect("meetings:series", found.pk)
    return _shown(request, found, month=form)


def ending(request: PersonRequest, series_id: int) -> HttpResponse:
    """End a series."""
    found = actions.end_series(_find(request, series_id), by=request.person)
    messages.success(request, _("The series has ended. Meetings that are planned stay."))
    return redirect("meetings:series", found.pk)
