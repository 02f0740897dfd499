"""OpenID Connect as the account package speaks it, with what it leaves open closed.

Ours: the configuration comes from our records, the token's signature is always checked, a nonce
binds the token to the browser, and only the signed token says who somebody is.
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlsplit

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from trellis.organizations.models import IdentityProvider

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
"""Signatures by a key pair; never one by the client's secret, never none."""

NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
LEEWAY = 30  # seconds between two clocks


CHOSEN = "identity"
"""Under this name a session remembers where it is being sent."""


class Spoiled(OAuth2Error):  # type: ignore[misc]
    """What came does not hold; `why` names the reason for whoever sets the sign-in up."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class TrialOver(Exception):
    """A trial has come back: its claims (None where another browser asked), or what went wrong."""

    def __init__(
        self, claims: dict[str, Any] | None = None, error: Exception | str | None = None
    ) -> None:
        super().__init__("A trial signs nobody in.")
        self.claims, self.error = claims, error


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """One visit to one provider."""

    def __init__(self, request: HttpRequest, provider: Provider) -> None:
        super().__init__(request, provider.app.provider_id)
        self._provider = provider

    def get_provider(self) -> Provider:
        """The one that is visited."""
        return self._provider

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the issuer says of itself; another issuer's word, or one without TLS, is refused."""
        try:
            found: dict[str, Any] = super().openid_config
        except AttributeError as error:  # a list or a word where the package expects an object
            raise Spoiled("document") from error
        issuer = self.get_provider().app.settings["issuer"]
        if str(found.get("issuer", "")).rstrip("/") != issuer.rstrip("/"):
            raise Spoiled("issuer")
        if not all(is_safe(str(found.get(name, ""))) for name in ENDPOINTS):
            raise Spoiled("plain")
        return found

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> Any:
        """Who signed in, by the signed token alone."""
        signed = kwargs["response"].get("id_token")
        if not isinstance(signed, str):
            raise Spoiled("missing")
        claims = self._claims(app, signed)
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def _claims(self, app: SocialApp, signed: str) -> dict[str, Any]:
        """The claims of a token that its issuer signed for us and that still counts."""
        config = self.openid_config
        with get_adapter().get_requests_session() as session:
            answer = session.get(config["jwks_uri"])
            answer.raise_for_status()
            keys = answer.json()
        try:
            key = _key(keys, signed)
            claims: dict[str, Any] = jwt.decode(
                signed,
                key,
                algorithms=ALGORITHMS,
                audience=app.client_id,
                issuer=config["issuer"],
                leeway=LEEWAY,
                options={"require": NEEDED},
            )
        except (jwt.PyJWTError, AttributeError, TypeError, ValueError, KeyError) as error:
            raise Spoiled("token") from error
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != app.client_id:
            raise Spoiled("token")
        return claims

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Our own address, whatever host the request claimed to be for."""
        return settings.BASE_URL + reverse("organizations:identity-answer")


def _key(keys: dict[str, Any], signed: str) -> Any:
    """The issuer's key that the token names; its only one, where the token names none."""
    found = jwt.PyJWKSet.from_dict(keys).keys
    name = jwt.get_unverified_header(signed).get("kid")
    fitting = [one for one in found if one.key_id == name] if name else found
    if len(fitting) != 1:
        raise OAuth2Error("The id_token names no key of the issuer.")
    return fitting[0].key


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """A provider of ours by its record."""

    def get_oauth2_adapter(self, request: HttpRequest) -> Adapter:
        """A visit to this very provider, whether or not people may sign in by it yet."""
        return Adapter(request, self)


def provider_of(request: HttpRequest, record: IdentityProvider) -> Provider:
    """The package's view of a record."""
    app = SocialApp(
        provider=Provider.id,
        provider_id=str(record.pk),
        name=record.organization.name,
        client_id=record.client_id,
        secret=record.secret,
        settings={
            "server_url": record.issuer.rstrip("/"),
            "issuer": record.issuer,
            "oauth_pkce_enabled": True,
        },
    )
    return Provider(request, app=app)


def leave_for(
    request: HttpRequest, record: IdentityProvider, *, email: str, onward: str, trial: bool = False
) -> HttpResponse:
    """Send the browser to the provider, with a nonce that the signed token has to repeat.

    What comes back from a trial is told and signs nobody in; the session remembers which it was.
    """
    nonce = secrets.token_urlsafe(32)
    asked = {"nonce": nonce, "login_hint": email}
    answer: HttpResponse = provider_of(request, record).redirect(
        request, process="login", next_url=onward, auth_params=asked, nonce=nonce, trial=trial
    )
    return answer


def is_safe(address: str) -> bool:
    """Whether an address uses TLS, or stays on this machine."""
    parts = urlsplit(address)
    here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and here))
