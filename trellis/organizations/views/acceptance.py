"""The page behind an invitation's link: looking changes nothing, a button accepts."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.kit import clock
from trellis.kit.errors import NotAllowed
from trellis.organizations import actions, rules
from trellis.organizations.actions import NoLongerGood
from trellis.organizations.invitations.forms import NewcomerForm
from trellis.organizations.invitations.tokens import invitation_of
from trellis.organizations.models import Invitation
from trellis.organizations.requests import PersonRequest
from trellis.people.models import Person
from trellis.people.sessions import sign_in
from trellis.programs import queries as programs
from trellis.programs.texts import say

LIMIT = "invitation"
WELCOME = "organizations:welcome"


@never_cache
def invitation(request: PersonRequest, token: str) -> HttpResponse:
    """What is offered, by whom, and how to take it; nothing changes however often it is read."""
    found = _good(token)
    if found is None:
        return _after_all(request, token)
    return _show(request, found, token)


@never_cache
def acceptance(request: PersonRequest, token: str) -> HttpResponse:
    """Take the role as somebody who has no account yet."""
    if not ratelimit.consume(request, action=LIMIT):
        return _too_often(request)
    found = _good(token)
    if found is None:
        return _after_all(request, token)
    if request.visitor.person is not None or _owner(found) is not None:
        return redirect("organizations:invitation-seat", token)
    form = NewcomerForm(request.POST)
    if not form.is_valid():
        return _show(request, found, token, form)
    try:
        person = actions.accept_as_newcomer(found, form.cleaned_data["name"], on=clock.today())
    except NoLongerGood:
        return _dead(request)
    messages.success(request, _("You have an account now, and your role."))
    return sign_in(request, person, "invitation", reverse(WELCOME))


@never_cache
def seat(request: PersonRequest, token: str) -> HttpResponse:
    """Take the role as somebody who is signed in."""
    found = _good(token)
    if found is None:
        return _after_all(request, token)
    if request.method != "POST":
        return _show(request, found, token)
    if not ratelimit.consume(request, action=LIMIT):
        return _too_often(request)
    if found.address != request.person.email:
        if _owner(found) is not None:
            raise NotAllowed(_("This invitation is for another account. Sign out first."))
        if "as_me" not in request.POST:
            return _show(request, found, token, status=422)
    try:
        actions.accept(found, by=request.person, on=clock.today())
    except NoLongerGood:
        return _dead(request)
    messages.success(request, _("The role is yours now."))
    return redirect(WELCOME)


def _too_often(request: PersonRequest) -> HttpResponse:
    answer: HttpResponse = ratelimit.respond_429(request)
    return answer


def _good(token: str) -> Invitation | None:
    """The invitation, while somebody may still accept it."""
    found = invitation_of(token)
    if found is None or found.state != Invitation.State.SENT or found.expires_at <= clock.now():
        return None
    over = found.ends is not None and found.ends < clock.today()
    stands = rules.may_appoint(found.invited_by, found.role, found.organization)
    return found if stands and not over else None


def _after_all(request: PersonRequest, token: str) -> HttpResponse:
    """Who has accepted and clicks again is led on; everybody else reads the same page."""
    person, found = request.visitor.person, invitation_of(token)
    if person is not None and found is not None and found.accepted_by_id == person.pk:
        return redirect(WELCOME)
    return _dead(request)


def _dead(request: PersonRequest) -> HttpResponse:
    """One page for unknown, used, expired and revoked links: it tells nobody which."""
    return render(request, "organizations/invitation_dead.html", status=404)


def _owner(found: Invitation) -> Person | None:
    return Person.objects.filter(email=found.address).first()


def _show(
    request: PersonRequest,
    found: Invitation,
    token: str,
    form: NewcomerForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    role = programs.current().roles[found.role]
    person, owner = request.visitor.person, _owner(found)
    if person is not None:
        way = "own" if person.email == found.address else "other" if owner is None else "elsewhere"
    else:
        way = "newcomer" if owner is None else "sign-in"
    context = {
        "invitation": found,
        # Not by the templates' own `url`, which keeps what it has written in memory.
        "accept_url": reverse("organizations:acceptance", args=[token]),
        "seat_url": reverse("organizations:invitation-seat", args=[token]),
        "role": say(role.name),
        "about": say(role.about),
        "way": way,
        "form": form or NewcomerForm(initial={"name": found.name}),
        "asked_again": status == 422,
    }
    wrong = form is not None and form.errors
    return render(
        request, "organizations/invitation.html", context, status=422 if wrong else status
    )
