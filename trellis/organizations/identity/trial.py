"""Trying an organization's sign-in: what each step found, in words. Nobody is signed in by it."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from cryptography.x509 import load_pem_x509_certificate
from django.http import HttpRequest
from django.utils.translation import gettext as _
from requests import RequestException

from trellis.kit import clock
from trellis.kit.dates import full
from trellis.organizations.identity import saml
from trellis.organizations.identity.adapter import TRIAL
from trellis.organizations.identity.protocol import Adapter, Spoiled, TrialOver, provider_of
from trellis.organizations.identity.queries import domain_of, person_by
from trellis.organizations.models import IdentityProvider
from trellis.people.models import Person

WELL, NOTE, WRONG = "well", "note", "wrong"
Findings = list[tuple[str, str]]
"""How each step went, and its sentence; kept in a session between two pages."""


def went_well(findings: Findings) -> bool:
    """Whether nothing stands in the way of signing in."""
    return all(how != WRONG for how, _words in findings)


def look(request: HttpRequest, record: IdentityProvider) -> Findings:
    """What can be seen without the provider's people: its own words about itself, and its keys."""
    if record.kind == IdentityProvider.Kind.SAML:
        return [_certificate(record)]
    adapter = Adapter(request, provider_of(request, record))
    try:
        config = adapter.openid_config
        with get_adapter().get_requests_session() as session:
            answer = session.get(config["jwks_uri"])
            answer.raise_for_status()
            keys = jwt.PyJWKSet.from_dict(answer.json()).keys
    except (OAuth2Error, RequestException, ValueError) as error:
        return [(WRONG, _why(error))]
    except (jwt.PyJWTError, AttributeError, TypeError):
        return [(WRONG, _why(Spoiled("keys")))]
    found = [
        (WELL, _("The provider answers and calls itself %(name)s.") % {"name": record.issuer}),
        (WELL, _("It publishes %(number)s keys to sign with.") % {"number": len(keys)}),
    ]
    told = config.get("claims_supported")
    if isinstance(told, list) and "email_verified" not in told:
        found.append((NOTE, _("It does not announce email_verified; the trial shows if it comes.")))
    return found


def _certificate(record: IdentityProvider) -> tuple[str, str]:
    found = load_pem_x509_certificate(record.certificate.encode())
    last, now = found.not_valid_after_utc, clock.now().astimezone(UTC)
    words = {"first": full(found.not_valid_before_utc), "last": full(last)}
    if not found.not_valid_before_utc <= now <= last:
        text = _("The certificate counts from %(first)s to %(last)s only. Paste the new one.")
        return WRONG, text % words
    return WELL, _("The certificate counts until %(last)s.") % words


def come_back(request: HttpRequest, record: IdentityProvider, person: Person) -> Findings:
    """What the provider sent with the browser, read as a real sign-in reads it."""
    told = request.GET.get("iss")
    if told is not None and told.rstrip("/") != record.issuer.rstrip("/"):
        return [(WRONG, _("The answer came from another issuer."))]
    setattr(request, TRIAL, True)
    try:
        view = OAuth2CallbackView.adapter_view(Adapter(request, provider_of(request, record)))
        view(request)
    except TrialOver as over:
        if over.error is not None:
            return [(WRONG, _refused(request, over.error))]
        return _token(record, over.claims, person)
    except (OAuth2Error, RequestException, ValueError, KeyError) as error:
        return [(WRONG, _why(error))]
    return [(WRONG, _("The answer belongs to no trial of this browser, or came too late."))]


def come_back_by_saml(
    record: IdentityProvider, response: str, asked: str, person: Person
) -> Findings:
    """What a SAML provider sent, read as a real sign-in reads it."""
    if not response:
        return [(WRONG, _("No assertion came with the browser, or it came too late."))]
    email, reason = saml.read(record, response, asked=asked)
    if email:
        signed = (WELL, _("A signed assertion came back, made for Trellis."))
        return [signed, *_address(record, email, person)]
    if not reason:
        text = _("The assertion names no address. Let the provider send it as mail or email.")
        return [(WRONG, text)]
    text = _("The assertion does not hold. What checks it says: %(reason)s")
    return [(WRONG, text % {"reason": reason[:300]})]


def _refused(request: HttpRequest, error: Exception | str) -> str:
    """Why no token was read: the provider's own word, or what went wrong on the way."""
    if isinstance(error, Exception):
        return _why(error)
    said = request.GET.get("error", "")[:80]
    return _("The provider let nobody through and said: %(said)s") % {"said": said or "–"}


def _token(record: IdentityProvider, claims: dict[str, Any] | None, person: Person) -> Findings:
    if claims is None:
        return [(WRONG, _("The token does not repeat the number that this browser sent along."))]
    found = [(WELL, _("A signed token came back, made for Trellis."))]
    email = claims.get("email")
    if not isinstance(email, str) or not email:
        return [*found, (WRONG, _("It names no address. Let the provider send the claim email."))]
    return [*found, _verified(record, claims), *_address(record, email, person)]


def _verified(record: IdentityProvider, claims: dict[str, Any]) -> tuple[str, str]:
    told = claims.get("email_verified")
    if told is True:
        return WELL, _("The provider says that the address is verified.")
    if told is not None:
        return WRONG, _("The provider says that the address is not verified. Verify it there.")
    if record.vouched:
        return NOTE, _("It does not say that the address is verified; the contract says so.")
    return WRONG, _(
        "It does not say that the address is verified. Let the provider send the claim"
        " email_verified with the value true; many call it an optional claim. If it can’t, and a"
        " contract says that its addresses are verified, say so in the settings: a second person"
        " confirms that."
    )


def _address(record: IdentityProvider, email: str, person: Person) -> Findings:
    """What the address is worth here; of other people's nothing is told."""
    address = email.strip().lower()
    if domain_of(address) not in record.domains:
        text = _("The address ends in %(domain)s, which is not among the domains.")
        return [(WRONG, text % {"domain": domain_of(address)[:80] or "–"})]
    found = [(WELL, _("The address %(email)s has one of the domains.") % {"email": address[:254]})]
    if address != person.email:
        return [
            *found,
            (NOTE, _("It is not your address here, so nothing is said of its rights.")),
        ]
    if person_by(record, address) is None:
        text = _("It would not let you in: not all of your roles lie here or below.")
        return [*found, (NOTE, text)]
    return [*found, (WELL, _("It would let you in."))]


def _why(error: Exception) -> str:
    """What went wrong on the way, for whoever can mend it."""
    reasons = {
        "document": _("What stands at the issuer’s address does not describe a provider."),
        "issuer": _("The provider calls itself by another name. Copy its issuer letter by letter."),
        "plain": _("One of the provider’s addresses does not begin with https://."),
        "keys": _("The provider’s keys can’t be read."),
        "missing": _(
            "No id_token came. The provider has to speak OpenID Connect, not OAuth alone."
        ),
        "token": _("The token does not hold: its signature, its issuer, its reader or its time."),
    }
    if isinstance(error, Spoiled):
        return reasons[error.why]
    if isinstance(error, OAuth2Error):
        return _("The provider gave no token. Check the client id and the secret.")
    if isinstance(error, RequestException) and not isinstance(error, ValueError):
        return _("The provider does not answer. Check the issuer and whether it can be reached.")
    return reasons["document"]
