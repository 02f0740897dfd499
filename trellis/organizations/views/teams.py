"""The teams of a school: who is on them, what is missing before they exist, forming and ending."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady
from trellis.organizations.actions import teams as actions
from trellis.organizations.models import Organization, Team, TeamMember
from trellis.organizations.requests import PersonRequest
from trellis.organizations.teams import queries, rules
from trellis.organizations.teams.forms import DayForm, MembersForm
from trellis.organizations.teams.pages import page_of
from trellis.organizations.teams.rules import Sight
from trellis.organizations.teams.schema import TeamKind
from trellis.programs import queries as programs
from trellis.programs.texts import say


def acting_on(request: PersonRequest, place: Organization, kind: TeamKind) -> str:
    """What history calls the seat from which somebody writes about a team."""
    seat = rules.seat_on(request.visitor.seats, place, kind, acting=request.visitor.acting)
    return seat.called(programs.current()) if seat else ""


def found_team(request: PersonRequest, team_id: int) -> tuple[Team, TeamKind, Sight]:
    """A team, its kind and how much of it the person reads; 404 for anybody else."""
    program = programs.current()
    team = queries.team_for_page(team_id, program)
    kind = rules.kind_of(program, team.kind) if team else None
    if team is None or kind is None:
        raise Http404
    seen = rules.sight(request.visitor.seats, team.organization, kind)
    if seen is Sight.NOTHING:
        raise Http404
    return team, kind, seen


def _led(request: PersonRequest, team_id: int) -> tuple[Team, TeamKind]:
    team, kind, _seen = found_team(request, team_id)
    if not rules.leads(request.visitor.seats, team.organization):
        raise NotAllowed(_("Your roles don’t let you say who is on this team."))
    return team, kind


def teams(request: PersonRequest, organization_id: int) -> HttpResponse:
    """The teams that a school has or could have, as far as the reader sees them."""
    place, seats = _place(organization_id), request.visitor.seats
    program, today = programs.current(), clock.today()
    seen = {one.code: rules.sight(seats, place, one) for one in rules.kinds(program)}
    if not any(seen.values()):
        raise Http404
    found = queries.cards(place, program, on=today)
    context = {
        "place": place,
        "cards": [one for one in found if seen[one.kind.code]],
        "leads": rules.leads(seats, place),
        "reads_year": rules.reads_year(seats, place),
    }
    return render(request, "organizations/teams.html", context)


def team_beginning(request: PersonRequest, organization_id: int, kind: str) -> HttpResponse:
    """Start to form a team."""
    place, program = _place(organization_id), programs.current()
    found = rules.kind_of(program, kind)
    if found is None or not rules.sight(request.visitor.seats, place, found):
        raise Http404
    seat = acting_on(request, place, found)
    team = actions.begin_team(place, kind, by=request.person, acting_as=seat)
    messages.success(request, _("You have begun the team. Now say who is on it."))
    return redirect("organizations:team", team.pk)


def team(request: PersonRequest, team_id: int) -> HttpResponse:
    """A team: who is on it, what is missing, its charter and reviews; an outline for others."""
    one, kind, seen = found_team(request, team_id)
    return _show(request, one, kind, seen)


def _show(
    request: PersonRequest, one: Team, kind: TeamKind, seen: Sight, *,
    members: MembersForm | None = None, formation: DayForm | None = None,
) -> HttpResponse:  # fmt: skip
    page = page_of(one, kind, request.visitor.seats, on=clock.today())
    context: dict[str, Any] = {"page": page, "team": one, "kind": kind, "place": one.organization}
    context |= {"members_form": None, "formation": None}
    if seen is Sight.OUTLINE:
        return render(request, "organizations/team_outline.html", context)
    if page.leads and one.ended_on is None:
        context["members_form"] = members or _members_form(one, kind, page.sitting)
        context["formation"] = formation or _formation_form()
    wrong = any(form is not None and form.errors for form in (members, formation))
    return render(request, "organizations/team.html", context, status=422 if wrong else 200)


def _members_form(one: Team, kind: TeamKind, sitting: list[int], data: Any = None) -> MembersForm:
    able = queries.candidates(one, kind, on=clock.today(), without=sitting)
    return MembersForm(
        data, people=able, kind=kind, program=programs.current(), initial={"on": clock.today()}
    )


def _formation_form(data: Any = None) -> DayForm:
    return DayForm(data, label=_("The team exists from"), initial={"on": clock.today()})


def team_members(request: PersonRequest, team_id: int) -> HttpResponse:
    """Put people on a team."""
    one, kind = _led(request, team_id)
    sitting = list(one.members.filter(ends=None).values_list("appointment_id", flat=True))
    form = _members_form(one, kind, sitting, request.POST)
    if form.is_valid():
        try:
            count = actions.add_members(
                one, form.brings(), by=request.person, on=form.cleaned_data["on"],
                acting_as=acting_on(request, one.organization, kind),
            )  # fmt: skip
        except NotReady as refused:
            form.add_error(None, str(refused))
        else:
            told = ngettext("%d person is on the team.", "%d more people are on the team.", count)
            messages.success(request, told % count)
            return redirect("organizations:team", one.pk)
    return _show(request, one, kind, Sight.WHOLE, members=form)


def team_formation(request: PersonRequest, team_id: int) -> HttpResponse:
    """Let a team exist from a day on."""
    one, kind = _led(request, team_id)
    form = _formation_form(request.POST)
    if form.is_valid():
        try:
            actions.form_team(
                one, by=request.person, on=form.cleaned_data["on"],
                acting_as=acting_on(request, one.organization, kind),
            )  # fmt: skip
        except NotReady as refused:
            for missing in refused.missing:
                form.add_error(None, missing)
        else:
            messages.success(request, _("The team exists. Its first steps can start."))
            return redirect("organizations:team", one.pk)
    return _show(request, one, kind, Sight.WHOLE, formation=form)


def team_formation_withdrawal(request: PersonRequest, team_id: int) -> HttpResponse:
    """Take back that a team exists."""
    one, kind = _led(request, team_id)
    actions.undo_formation(
        one, by=request.person, acting_as=acting_on(request, one.organization, kind)
    )
    messages.success(
        request, _("The team is being formed again. Steps that rested on it are open again.")
    )
    return redirect("organizations:team", one.pk)


def team_agreement(request: PersonRequest, team_id: int) -> HttpResponse:
    """Agree to the list of members for one's role."""
    one, kind, _seen = found_team(request, team_id)
    actions.agree(
        one, by=request.person, on=clock.today(),
        acting_as=acting_on(request, one.organization, kind),
    )  # fmt: skip
    messages.success(request, _("You have agreed to the list."))
    return redirect("organizations:team", one.pk)


def team_place(request: PersonRequest, team_id: int, member_id: int) -> HttpResponse:
    """End somebody's place on a team."""
    one, kind = _led(request, team_id)
    rows = TeamMember.objects.select_related("appointment__person", "team__organization")
    member = rows.filter(pk=member_id, team=one).first()
    if member is None:
        raise Http404
    form = DayForm(request.POST or None, label=_("Last day"), initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        seat = acting_on(request, one.organization, kind)
        try:
            actions.end_membership(
                member, by=request.person, on=form.cleaned_data["on"], acting_as=seat
            )
        except NotReady as refused:
            form.add_error("on", str(refused))
        else:
            words = {"name": member.appointment.person.name}
            messages.success(request, _("%(name)s leaves the team.") % words)
            return redirect("organizations:team", one.pk)
    words = {"name": member.appointment.person.name}
    return _ask_day(
        request, one, kind, form,
        heading=_("%(name)s leaves the team") % words,
        hint=_("The role stays; to end it too, open the roles of the school."),
        button=_("End the place on the team"),
    )  # fmt: skip


def team_end(request: PersonRequest, team_id: int) -> HttpResponse:
    """Let a team end with a day."""
    one, kind = _led(request, team_id)
    form = DayForm(request.POST or None, label=_("Last day"), initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        seat = acting_on(request, one.organization, kind)
        try:
            actions.end_team(one, by=request.person, on=form.cleaned_data["on"], acting_as=seat)
        except NotReady as refused:
            form.add_error("on", str(refused))
        else:
            messages.success(request, _("The team ends. What it wrote stays."))
            return redirect("organizations:teams", one.organization_id)
    return _ask_day(
        request, one, kind, form,
        heading=_("End the team"),
        hint=_("Everybody’s place on it ends with that day. Charter and reviews stay."),
        button=_("End the team"),
    )  # fmt: skip


def _ask_day(
    request: PersonRequest, one: Team, kind: TeamKind, form: forms.Form, **words: str
) -> HttpResponse:
    context = {"team": one, "name": say(kind.name), "place": one.organization, "form": form}
    status = 422 if form.errors else 200
    return render(request, "organizations/team_day.html", {**context, **words}, status=status)


def _place(pk: int) -> Organization:
    near = ("district", "office", "state")
    found = Organization.objects.select_related(*near).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
