"""Signing in with an organization's own accounts, and the page on which that is set up."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from requests import RequestException

from trellis.kit.errors import NotAllowed, NotReady
from trellis.kit.onward import own_path
from trellis.organizations import actions, rules
from trellis.organizations.identity import queries, saml
from trellis.organizations.identity.adapter import refusal
from trellis.organizations.identity.forms import AddressForm, ProviderForm
from trellis.organizations.identity.protocol import Adapter, leave_for
from trellis.organizations.models import IdentityProvider
from trellis.organizations.requests import PersonRequest
from trellis.organizations.views.seen import acting_as, organization_in_reach
from trellis.people.sessions import sign_in
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
    if record.kind == IdentityProvider.Kind.SAML:
        address, asked = saml.leave(record)
        request.session[CHOSEN] = {**chosen, "asked": asked}
        return redirect(address)
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
    if record is not None and record.kind == IdentityProvider.Kind.SAML:
        return _asserted(request, record, chosen)
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


def _asserted(
    request: HttpRequest, record: IdentityProvider, chosen: dict[str, str]
) -> HttpResponse:
    """Open the session of whom a SAML assertion names, if this browser asked for it."""
    key = f"{CHOSEN}:{request.GET.get('saml', '')[:64]}"
    response = cache.get(key, "")
    cache.delete(key)
    email = saml.address_of(record, response, asked=chosen.get("asked", "")) if response else ""
    person = queries.person_by(record, email) if email else None
    if person is None:
        return refusal(request)
    onward = chosen.get("next") or reverse(settings.LOGIN_REDIRECT_URL)
    return sign_in(request, person, "identity", onward)


@csrf_exempt  # another site's form leads here; what it brings is signed and names our request
@never_cache
def identity_assertion(request: HttpRequest) -> HttpResponse:
    """Take what a SAML provider sends; the browser's session is read on the next page.

    A form of another site brings no cookie of ours with it, a redirect of ours does.
    """
    response = request.POST.get("SAMLResponse", "")
    if not settings.SAML:
        raise Http404
    if not ratelimit.consume(request, action=CHOSEN):
        answer: HttpResponse = ratelimit.respond_429(request)
        return answer
    if not 0 < len(response) <= saml.LONGEST:
        return refusal(request)
    key = secrets.token_urlsafe(32)
    cache.set(f"{CHOSEN}:{key}", response, 300)
    return redirect(f"{reverse('organizations:identity-answer')}?saml={key}")


def identity_metadata(request: HttpRequest) -> HttpResponse:
    """What a SAML provider needs to know of us."""
    if not settings.SAML:
        raise Http404
    return HttpResponse(saml.metadata(), content_type="application/samlmetadata+xml")


def identity_provider(request: PersonRequest, organization_id: int) -> HttpResponse:
    """Set up how people of an organization sign in."""
    place = organization_in_reach(request, organization_id, EDIT)
    if not rules.may_own(request.person, EDIT, at=place, seats=request.visitor.seats):
        raise NotAllowed(_("Only who holds the role itself sets up how people sign in."))
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
        "saml": _saml_addresses(),
        "unreadable": bool(found and found.sealed_secret and not found.secret),
    }
    status = 422 if form.errors else 200
    return render(request, "organizations/identity_provider.html", context, status=status)


def _saml_addresses() -> dict[str, str]:
    """What a SAML provider has to be told; nothing where it is turned off."""
    if not settings.SAML:
        return {}
    names = ("identity-metadata", "identity-assertion")
    return {name: settings.BASE_URL + reverse(f"organizations:{name}") for name in names}


def _initial(found: IdentityProvider | None) -> dict[str, object]:
    if found is None:
        return {"is_on": True}
    domains = "\n".join(found.domains)
    names = ("kind", "issuer", "client_id", "sign_on_url", "certificate", "is_on")
    return {name: getattr(found, name) for name in names} | {"domains": domains}


def _keep(request: PersonRequest, pk: int, form: ProviderForm, seat: str) -> bool:
    asked = form.cleaned_data
    try:
        actions.keep_identity_provider(
            organization_in_reach(request, pk, EDIT),
            kind=asked.get("kind") or IdentityProvider.Kind.OIDC,
            issuer=asked["issuer"],
            sign_on_url=asked.get("sign_on_url", ""),
            certificate=asked.get("certificate", ""),
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
