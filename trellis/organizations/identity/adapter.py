"""What becomes of a signed token: the person's session, or one page that says no more than no."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from trellis.organizations.identity import queries
from trellis.organizations.identity.protocol import Provider, TrialOver, provider_of
from trellis.people.sessions import sign_in

TRIAL = "identity_trial"
"""On a request: whatever comes with it signs nobody in."""


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Nobody signs up and nothing is linked: a token opens the session of a known person."""

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> Provider:
        """Ours, by the number of its record."""
        record = queries.provider(int(provider)) if provider.isdecimal() else None
        if record is None:
            raise SocialApp.DoesNotExist
        return provider_of(request, record)

    def list_apps(self, request: HttpRequest, **_asked: Any) -> list[SocialApp]:
        """None from the package's own tables: those stay empty."""
        return []

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never."""
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> Any:
        """What a token says about a person is not kept."""
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Open the session of the person that the token names, or refuse; nothing else follows."""
        claims = sociallogin.account.extra_data["id_token"]
        record = queries.provider(int(sociallogin.account.provider))
        ours, told = str(sociallogin.state.get("nonce", "")), str(claims.get("nonce", ""))
        fits = bool(ours) and secrets.compare_digest(ours.encode(), told.encode())
        if _tries(request, sociallogin.state):
            raise TrialOver(claims if fits else None)
        person = queries.person_of(record, claims) if record is not None and fits else None
        if person is None:
            silent = fits and record is not None and queries.says_nothing(record, claims)
            raise ImmediateHttpResponse(refusal(request, unverified=silent))
        onward = sociallogin.state.get("next") or reverse(settings.LOGIN_REDIRECT_URL)
        raise ImmediateHttpResponse(sign_in(request, person, "identity", onward))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Provider,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Whatever went wrong, the page says the same; only who tries the settings learns more."""
        if _tries(request, (extra_context or {}).get("state") or {}):
            raise TrialOver(error=exception or str(error))
        raise ImmediateHttpResponse(refusal(request))


def _tries(request: HttpRequest, state: dict[str, Any]) -> bool:
    """Whether settings are only tried: the page that was asked says so, or what left did."""
    return bool(state.get("trial") or getattr(request, TRIAL, False))


def refusal(request: HttpRequest, *, unverified: bool = False) -> HttpResponse:
    """One page for all: wrong tokens, unknown people and people of elsewhere look alike.

    Only a provider that never says `email_verified` is told of, whoever the person is.
    """
    told = {"unverified": unverified}
    return render(request, "organizations/identity_refused.html", told, status=403)
