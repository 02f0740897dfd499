"""Roles at an organization and of a person, and who serves which schools."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.errors import NotAllowed, NotReady, Refused
from trellis.notices import queries as mails
from trellis.notices.models import Bounce
from trellis.organizations import actions, queries
from trellis.organizations.forms import AppointForm, AssignForm, EndForm, LendForm
from trellis.organizations.mail.rights import mendable
from trellis.organizations.models import Appointment, Assignment, Organization
from trellis.organizations.requests import PersonRequest
from trellis.organizations.rules import (
    appointable,
    held_here,
    lendable,
    may,
    may_lend,
    within_reach,
)
from trellis.organizations.views.seen import acting_as, organization_in_reach
from trellis.organizations.wording import right_words
from trellis.people.models import Person
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability, Reach
from trellis.programs.texts import say

APPOINT, SERVE = Capability.PEOPLE_APPOINT, Capability.ASSIGN_SERVICE


def appointments(request: PersonRequest, organization_id: int) -> HttpResponse:
    """Who holds which role at an organization; give another one."""
    found = organization_in_reach(request, organization_id, APPOINT, Capability.YEAR_READ)
    roles = appointable(request.person, found, seats=request.visitor.seats)
    form = AppointForm(
        request.POST or None,
        roles=roles,
        program=programs.current(),
        initial={"starts": clock.today()},
    )
    if request.method == "POST":
        if not roles:
            raise NotAllowed(_("Your roles don’t let you give roles here."))
        if form.is_valid() and _appoint(request, found, form):
            return redirect("organizations:appointments", found.pk)
    program = programs.current()
    context = {
        "organization": found,
        "rows": queries.appointments_at(found),
        "servers": queries.servers_of(found),
        "today": clock.today(),
        "form": form if roles else None,
        "mine": set(roles),
        "opens_people": may(request.person, APPOINT, at=found, seats=request.visitor.seats),
        "administers": _administers(request),
        "names": {code: say(role.name) for code, role in program.roles.items()},
        "vacant": _vacant(found),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "organizations/appointments.html", context, status=status)


def _vacant(found: Organization) -> list[str]:
    """Names of the roles that one person should hold here and nobody does."""
    program = programs.current()
    held = {one.role for one in queries.appointments_at(found) if not _ended(one)}
    return [
        say(role.name)
        for role in program.roles.values()
        if role.single and held_here(program, role, found) and role.code not in held
    ]


def _ended(one: Appointment) -> bool:
    return one.ends is not None and one.ends < clock.today()


def _appoint(request: PersonRequest, found: Organization, form: AppointForm) -> bool:
    asked = form.cleaned_data
    seat = acting_as(request, APPOINT, found)
    try:
        made = actions.appoint_by_address(
            asked["email"],
            asked["name"],
            asked["role"],
            found,
            by=request.person,
            starts=asked["starts"],
            ends=asked["ends"],
            acting_as=seat,
        )
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    words = {"name": made.person.name, "organization": found.name}
    messages.success(request, _("%(name)s holds this role at %(organization)s now.") % words)
    return True


def _appointment(request: PersonRequest, pk: int) -> Appointment:
    """An appointment of one's own, or at an organization where the person appoints."""
    one = get_object_or_404(
        Appointment.objects.select_related("person", "organization", "delegated_by"), pk=pk
    )
    own = request.person.pk in {one.person_id, _lender(one)}
    if not own and not _opens_roles(request, one.organization):
        raise Http404
    return one


def _opens_roles(request: PersonRequest, at: Organization) -> bool:
    """Whether the reader may open the page of roles at an organization."""
    seats = request.visitor.seats
    return any(
        may(request.person, right, at=at, seats=seats) for right in (APPOINT, Capability.YEAR_READ)
    )


def _administers(request: PersonRequest) -> bool:
    """Whether the reader may open the page of administration, above those of roles."""
    return may(request.person, APPOINT, seats=request.visitor.seats)


def _lender(one: Appointment) -> int | None:
    """Whose role it is, where it was lent."""
    return one.delegated_by.person_id if one.delegated_by else None


def ending(request: PersonRequest, appointment_id: int) -> HttpResponse:
    """End an appointment with a day."""
    one = _appointment(request, appointment_id)
    takes_back = _lender(one) == request.person.pk
    gives = appointable(request.person, one.organization, seats=request.visitor.seats)
    if not takes_back and one.role not in gives:
        raise NotAllowed(_("Your roles don’t let you end this role here."))
    form = EndForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        seat = acting_as(request, APPOINT, one.organization)
        try:
            actions.end_appointment(
                one, by=request.person, on=form.cleaned_data["on"], acting_as=seat
            )
        except NotReady as refused:
            form.add_error("on", str(refused))
        else:
            messages.success(request, _("The role of %(name)s ends.") % {"name": one.person.name})
            return redirect(_after_ending(request, one, takes_back))
    return _on_appointment(request, one, form, "organizations/ending.html")


def _after_ending(request: PersonRequest, one: Appointment, alone: bool) -> str:
    """Where roles stand for the reader: the own ones alone, or all at the organization."""
    if alone:
        return reverse("organizations:person", args=[request.person.pk])
    return reverse("organizations:appointments", args=[one.organization_id])


def delegation(request: PersonRequest, appointment_id: int) -> HttpResponse:
    """Lend a role to somebody for a time."""
    one = _appointment(request, appointment_id)
    if not may_lend(request.person, one, seats=request.visitor.seats):
        raise NotAllowed(_("Only the holder, or who appoints here, may lend this role."))
    role = programs.current().roles.get(one.role)
    form = LendForm(
        request.POST or None,
        rights=lendable(role) if role else [],
        initial={"starts": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        to = Person.objects.filter(email=asked["email"].lower()).first()
        try:
            if to is None:
                raise NotReady(_("Nobody here has this address."))
            seat = acting_as(request, APPOINT, one.organization)
            actions.delegate(
                one, to, by=request.person, starts=asked["starts"], ends=asked["ends"],
                rights=asked["rights"], acting_as=seat,
            )  # fmt: skip
        except NotAllowed:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            words = {"name": to.name}
            messages.success(request, _("%(name)s acts in this role for those days.") % words)
            return redirect("organizations:person", one.person_id)
    return _on_appointment(request, one, form, "organizations/delegation.html")


def _on_appointment(
    request: PersonRequest, one: Appointment, form: Any, template: str
) -> HttpResponse:
    role = programs.current().roles.get(one.role)
    alone = _lender(one) == request.person.pk or not _opens_roles(request, one.organization)
    context = {
        "one": one,
        "form": form,
        "role": say(role.name) if role else one.role,
        "back": _after_ending(request, one, alone),
        "above": _("Your roles") if alone else one.organization.name,
        "administers": _administers(request),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def people(request: PersonRequest) -> HttpResponse:
    """Find a person in reach by name or address."""
    text = request.GET.get("q", "")[:200]
    where = within_reach(request.visitor.seats, APPOINT)
    context = {"text": text, "rows": queries.people(text, where) if text.strip() else []}
    return render(request, "organizations/people.html", context)


def person(request: PersonRequest, person_id: int) -> HttpResponse:
    """All roles of a person that the reader may see."""
    one = get_object_or_404(Person, pk=person_id)
    rows = queries.appointments_of(one)
    seats = request.visitor.seats
    if one.pk != request.person.pk:
        rows = [
            row for row in rows
            if may(request.person, APPOINT, at=row.organization, seats=seats)
        ]  # fmt: skip
        if not rows and not queries.people_held(one, within_reach(seats, APPOINT)):
            raise Http404
    program = programs.current()
    context = {
        "one": one,
        "rows": rows,
        "lent": queries.lent_by(one) if one.pk == request.person.pk else [],
        "says": right_words,
        "served": queries.served(person=one),
        "names": {code: say(role.name) for code, role in program.roles.items()},
        "is_own": one.pk == request.person.pk,
        "administers": _administers(request),
        "came_back": _bounce(request, one),
    }
    return render(request, "organizations/person.html", context)


def _bounce(request: PersonRequest, one: Person) -> Bounce | None:
    """The newest mail that came back from a person's address, for those who may mend it."""
    if one.pk == request.person.pk:
        return None
    seen = mendable(request.person, request.visitor.seats)
    return next(iter(mails.bounces(seen & Q(person=one))), None)


def assignments(request: PersonRequest) -> HttpResponse:
    """Who serves which organizations; assign several at once."""
    program = programs.current()
    roles = {
        code: say(role.plural)
        for code, role in program.roles.items()
        if role.reach == Reach.ASSIGNED
    }
    chosen = request.GET.get("role", "")
    chosen = chosen if chosen in roles else next(iter(roles), "")
    reach = within_reach(request.visitor.seats, SERVE)
    servers = queries.servers(chosen)
    form = AssignForm(
        request.POST or None,
        servers=[(key, label) for key, label, _count in servers],
        initial={"starts": clock.today()},
    )
    if request.method == "POST" and form.is_valid() and _assign(request, chosen, form):
        return redirect(f"{request.path}?role={chosen}")
    rows = queries.served_in(reach, chosen)
    context = {"roles": roles, "chosen": chosen, "servers": servers, "rows": rows, "form": form}
    status = 422 if form.errors else 200
    return render(request, "organizations/assignments.html", context, status=status)


def _assign(request: PersonRequest, role: str, form: AssignForm) -> bool:
    asked = form.cleaned_data
    kind, _mark, pk = asked["server"].partition("-")
    seats = request.visitor.seats
    try:
        found = queries.by_codes(asked["codes"], within_reach(seats, SERVE))
        count = actions.assign_services(
            role,
            found,
            by=request.person,
            starts=asked["starts"],
            person=Person.objects.get(pk=pk) if kind == "person" else None,
            provider=Organization.objects.get(pk=pk) if kind == "provider" else None,
            acting_as=acting_as(request, SERVE, found[0]),
        )
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error("codes", str(refused))
        return False
    messages.success(request, _("Assigned: %(count)s.") % {"count": count})
    return True


def service_ending(request: PersonRequest, assignment_id: int) -> HttpResponse:
    """Let an assignment end today."""
    one = get_object_or_404(
        Assignment.objects.select_related("organization", "person", "provider"), pk=assignment_id
    )
    organization_in_reach(request, one.organization_id, SERVE, Capability.YEAR_READ)
    seat = acting_as(request, SERVE, one.organization)
    actions.end_service(one, by=request.person, on=clock.today(), acting_as=seat)
    words = {"name": one.organization.name}
    messages.success(request, _("The assignment at %(name)s ends today.") % words)
    return redirect("organizations:assignments")
