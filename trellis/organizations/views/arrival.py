"""The page of the first sign-in, and asking for a role."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.errors import NotReady, OutOfOrder
from trellis.organizations import actions
from trellis.organizations.invitations import queries
from trellis.organizations.invitations.forms import AskForm, DecideForm
from trellis.organizations.invitations.welcome import whom_to_ask, words
from trellis.organizations.models import Organization, RoleRequest
from trellis.organizations.queries import search
from trellis.organizations.requests import PersonRequest
from trellis.organizations.rules import Seat, appointable, held_here, within_reach
from trellis.organizations.views.seen import acting_as
from trellis.programs import queries as programs
from trellis.programs.schema.roles import Capability
from trellis.programs.texts import say

APPOINT = Capability.PEOPLE_APPOINT


def welcome(request: PersonRequest) -> HttpResponse:
    """What this is for you, who reads what you write, your next step, whom to ask; once a seat."""
    own = [one for one in request.visitor.seats if not one.assigned]
    if request.method == "POST":
        read = next((one for one in own if one.key == request.POST.get("seat")), None)
        if read is not None:
            actions.mark_welcomed(request.person, read)
        return redirect("organizations:welcome")
    wanted = request.GET.get("seat")
    if wanted is None:
        waiting = queries.unread(request.person, own)
        if not waiting:
            return redirect(settings.AFTER_WELCOME)
        return _welcome(request, waiting[0], is_first=True)
    here = next((one for one in own if one.key == wanted), None)
    here = here or request.visitor.acting or next(iter(own), None)
    if here is None:
        return redirect("organizations:role-request")
    return _welcome(request, here, is_first=False)


def _welcome(request: PersonRequest, seat: Seat, *, is_first: bool) -> HttpResponse:
    program = programs.current()
    context = {
        "seat": seat,
        "role": say(program.roles[seat.role].name),
        "words": words(program, seat),
        "whom": whom_to_ask(request.person, seat),
        "is_first": is_first,
        "onward": reverse(settings.AFTER_WELCOME),
    }
    return render(request, "organizations/welcome.html", context)


def role_request(request: PersonRequest) -> HttpResponse:
    """Find an organization, ask for a role there; see what has become of earlier requests."""
    text = request.GET.get("q", "")[:200]
    program = programs.current()
    code = request.POST.get("place") or request.GET.get("place", "")
    place = _open_place(code)
    form = None
    if place is not None:
        form = AskForm(request.POST or None, roles=_roles_at(place))
        if request.method == "POST" and form.is_valid() and _ask(request, place, form):
            return redirect("organizations:role-request")
    found = search(text, program=program, unlisted=True, size=20) if text.strip() else None
    context = {
        "text": text,
        "found": found,
        "place": place,
        "form": form,
        "own": queries.own_requests(request.person),
        "names": {one.code: say(one.name) for one in program.roles.values()},
    }
    wrong = request.method == "POST"
    return render(request, "organizations/role_request.html", context, status=422 if wrong else 200)


def _open_place(code: str) -> Organization | None:
    if not code:
        return None
    return Organization.objects.filter(code=code[:40], closed_on=None).first()


def _roles_at(place: Organization) -> dict[str, str]:
    program = programs.current()
    roles = program.roles.values()
    return {one.code: say(one.name) for one in roles if held_here(program, one, place)}


def _ask(request: PersonRequest, place: Organization, form: AskForm) -> bool:
    asked = form.cleaned_data
    try:
        actions.ask_for_role(request.person, asked["role"], place, asked["text"])
    except (NotReady, OutOfOrder) as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Your request is on its way. You get a mail with the answer."))
    return True


def role_requests(request: PersonRequest) -> HttpResponse:
    """Who asks for a role that I may give."""
    program = programs.current()
    context = {
        "rows": queries.requests_to(request.person, request.visitor.seats),
        "names": {one.code: say(one.name) for one in program.roles.values()},
    }
    return render(request, "organizations/role_requests.html", context)


def role_decision(request: PersonRequest, request_id: int) -> HttpResponse:
    """Say yes, or no with a reason."""
    inside = Organization.objects.filter(within_reach(request.visitor.seats, APPOINT))
    rows = RoleRequest.objects.select_related("person", "organization")
    found = get_object_or_404(rows.filter(organization__in=inside.values("pk")), pk=request_id)
    gives = appointable(request.person, found.organization, seats=request.visitor.seats)
    form = DecideForm(request.POST)
    if not form.is_valid():
        raise Http404
    says_no, reason = form.cleaned_data["decision"] == "no", form.cleaned_data["reason"].strip()
    if found.role in gives and says_no and not reason:
        messages.error(request, _("Say why, so that the person knows what to do next."))
        return redirect("organizations:role-requests")
    seat = acting_as(request, APPOINT, found.organization)
    who, by = found.person.name, request.person
    if says_no:
        actions.decline_request(found, reason, by=by, acting_as=seat)
        messages.success(request, _("%(name)s reads your reason.") % {"name": who})
    else:
        actions.grant_request(found, by=by, on=clock.today(), acting_as=seat)
        messages.success(request, _("%(name)s has the role now.") % {"name": who})
    return redirect("organizations:role-requests")
