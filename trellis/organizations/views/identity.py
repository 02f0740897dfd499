"""Signing in with an organization's own accounts."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from requests import RequestException

from trellis.kit.onward import own_path
from trellis.organizations.identity import queries, saml
from trellis.organizations.identity.adapter import refusal
from trellis.organizations.identity.forms import AddressForm
from trellis.organizations.identity.protocol import (
    CHOSEN,
    Adapter,
    TrialOver,
    leave_for,
    provider_of,
)
from trellis.organizations.models import IdentityProvider
from trellis.organizations.views.identity_setup import finish_trial
from trellis.people.sessions import sign_in


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
    if chosen.get("trial"):
        return finish_trial(request, chosen)
    record = queries.provider(chosen.get("provider"))
    if record is not None and record.kind == IdentityProvider.Kind.SAML:
        return _asserted(request, record, chosen)
    told = request.GET.get("iss")
    if record is None or (told is not None and told.rstrip("/") != record.issuer.rstrip("/")):
        return refusal(request)
    try:
        view = OAuth2CallbackView.adapter_view(Adapter(request, provider_of(request, record)))
        answer: HttpResponse = view(request)
    except (SocialApp.DoesNotExist, OAuth2Error, RequestException, ValueError, KeyError, TrialOver):
        return refusal(request)
    except ImmediateHttpResponse as early:
        answer = early.response
    return answer


def _asserted(
    request: HttpRequest, record: IdentityProvider, chosen: dict[str, str]
) -> HttpResponse:
    """Open the session of whom a SAML assertion names, if this browser asked for it."""
    response = saml.take(request.GET.get("saml", ""))
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
    return redirect(f"{reverse('organizations:identity-answer')}?saml={saml.keep(response)}")


def identity_metadata(request: HttpRequest) -> HttpResponse:
    """What a SAML provider needs to know of us."""
    if not settings.SAML:
        raise Http404
    return HttpResponse(saml.metadata(), content_type="application/samlmetadata+xml")
