"""Signing in with an organization's own accounts, and the page on which that is set up."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from requests import RequestException

from trellis.kit.errors import NotReady
from trellis.kit.onward import own_path
from trellis.organizations import actions
from trellis.organizations.identity import queries
from trellis.organizations.identity.adapter import refusal
from trellis.organizations.identity.forms import AddressForm, ProviderForm
from trellis.organizations.identity.protocol import Adapter, leave_for
from trellis.organizations.models import IdentityProvider
from trellis.organizations.requests import PersonRequest
from trellis.organizations.views.seen import acting_as, organization_in_reach
from trellis.programs.schema.roles import Capability

EDIT = Capability.ORGANIZATION_EDIT
CHOSEN = "identity"
"""Under this name a session remembers where it is being sent."""


@never_cache
def identity(request: HttpRequest) -> HttpResponse:
    """Find the organization's sign-in by the domain of an address; nothing tells of accounts."""
    form = AddressForm(request.POST or None)
    context: dict[str, Any] = {
        "form": form,
        "found": None,
        "next": own_path(request.GET.get("next", "")),
    }
    if request.method == "POST":
        if not ratelimit.consume(request, action=CHOSEN):
            answer: HttpResponse = ratelimit.respond_429(request)
            return answer
        if form.is_valid():
            email = form.cleaned_data["email"].lower()
            found = queries.provider_for(email)
            if found is None:
                form.add_error("email", _("No organization’s own sign-in has this domain."))
            else:
                onward = own_path(request.POST.get("next", ""))
                request.session[CHOSEN] = {"provider": found.pk, "email": email, "next": onward}
                context["found"] = found
    status = 422 if form.errors else 200
    return render(request, "organizations/identity.html", context, status=status)


@never_cache
def identity_start(request: HttpRequest) -> HttpResponse:
    """Leave for the provider that this session has just chosen; a link from elsewhere has none."""
    chosen = request.session.get(CHOSEN) or {}
    record = queries.provider(chosen.get("provider"))
    if record is None:
        return redirect("organizations:identity")
    onward = chosen.get("next") or reverse(settings.LOGIN_REDIRECT_URL)
    try:
        return leave_for(request, record, email=chosen["email"], onward=onward)
    except (OAuth2Error, RequestException, ValueError):
        return refusal(request)


@never_cache
def identity_answer(request: HttpRequest) -> HttpResponse:
    """The provider sends the browser back here."""
    chosen = request.session.pop(CHOSEN, None) or {}
    record = queries.provider(chosen.get("provider"))
    told = request.GET.get("iss")
    if record is None or (told is not None and told.rstrip("/") != record.issuer.rstrip("/")):
        return refusal(request)
    try:
        view = OAuth2CallbackView.adapter_view(Adapter(request, str(record.pk)))
        answer: HttpResponse = view(request)
    except (SocialApp.DoesNotExist, OAuth2Error, RequestException, ValueError, KeyError):
        return refusal(request)
    except ImmediateHttpResponse as early:
        answer = early.response
    return answer


def identity_provider(request: PersonRequest, organization_id: int) -> HttpResponse:
    """Set up how people of an organization sign in."""
    place = organization_in_reach(request, organization_id, EDIT)
    found = IdentityProvider.objects.filter(organization=place).first()
    form = ProviderForm(request.POST or None, initial=_initial(found))
    if request.method == "POST":
        seat = acting_as(request, EDIT, place)
        if "remove" in request.POST:
            actions.remove_identity_provider(place, by=request.person, acting_as=seat)
            messages.success(request, _("The organization’s own sign-in is removed."))
            return redirect("organizations:organization", place.pk)
        if form.is_valid() and _keep(request, place.pk, form, seat):
            messages.success(request, _("The organization’s own sign-in is saved."))
            return redirect("organizations:identity-provider", place.pk)
    context = {
        "organization": place,
        "found": found,
        "form": form,
        "answer_url": settings.BASE_URL + reverse("organizations:identity-answer"),
        "unreadable": bool(found and found.sealed_secret and not found.secret),
    }
    status = 422 if form.errors else 200
    return render(request, "organizations/identity_provider.html", context, status=status)


def _initial(found: IdentityProvider | None) -> dict[str, object]:
    if found is None:
        return {"is_on": True}
    domains = "\n".join(found.domains)
    return {"issuer": found.issuer, "client_id": found.client_id, "domains": domains,
            "is_on": found.is_on}  # fmt: skip


def _keep(request: PersonRequest, pk: int, form: ProviderForm, seat: str) -> bool:
    asked = form.cleaned_data
    try:
        actions.keep_identity_provider(
            organization_in_reach(request, pk, EDIT),
            issuer=asked["issuer"],
            client_id=asked["client_id"],
            secret=asked["secret"],
            domains=asked["domains"].replace(",", " ").split(),
            is_on=asked["is_on"],
            by=request.person,
            acting_as=seat,
        )
    except NotReady as refused:
        form.add_error(None, str(refused))
        return False
    return True
