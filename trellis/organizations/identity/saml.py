"""Sign-in by SAML, an extra: the package checks signature, audience, recipient, age and request.

The package is imported only where it is used, so that an installation without it starts.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from trellis.organizations.models import IdentityProvider

if TYPE_CHECKING:
    from onelogin.saml2.auth import OneLogin_Saml2_Auth

KEPT = "identity:"
KEPT_SECONDS = 300
LONGEST = 200_000
"""Characters of a response; what is longer is refused unread."""

MAIL = (
    "urn:oid:0.9.2342.19200300.100.1.3",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "mail",
    "email",
)
"""Under which names providers send an address; the first that is there counts."""

UNREADABLE = (ValueError, TypeError, SyntaxError, AttributeError, LookupError)
"""What reading noise ends in."""

AS_ADDRESS = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"


def leave(record: IdentityProvider) -> tuple[str, str]:
    """Where to send the browser, and the number of the request that the answer has to repeat."""
    auth = _auth(record)
    address: str = auth.login(return_to=settings.BASE_URL)
    return address, auth.get_last_request_id()


def address_of(record: IdentityProvider, response: str, *, asked: str) -> str:
    """The address that a signed assertion names, made for us and for the request just sent.

    Nothing where it does not hold: the reason is for no one's eyes but those of `read`.
    """
    return read(record, response, asked=asked)[0]


def read(record: IdentityProvider, response: str, *, asked: str) -> tuple[str, str]:
    """The address an assertion names, and why none holds; one or both are empty."""
    from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError

    if not asked or len(response) > LONGEST:
        return "", "nothing was asked, or too much came"
    auth = _auth(record, response)
    try:
        auth.process_response(request_id=asked)
    except (OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError, *UNREADABLE) as error:
        return "", str(error) or "unreadable"
    if auth.get_errors() or not auth.is_authenticated():
        return "", auth.get_last_error_reason() or "not authenticated"
    return _address(auth), ""


def _address(auth: OneLogin_Saml2_Auth) -> str:
    told = auth.get_attributes()
    for name in MAIL:
        values = told.get(name)
        if values:
            return str(values[0]) if len(values) == 1 else ""
    return str(auth.get_nameid() or "") if auth.get_nameid_format() == AS_ADDRESS else ""


def keep(response: str) -> str:
    """Put a response by until the browser's own session is there to read it; its key."""
    key = secrets.token_urlsafe(32)
    cache.set(KEPT + key, response, KEPT_SECONDS)
    return key


def take(key: str) -> str:
    """A response that was put by, once; empty where there is none."""
    kept = KEPT + key[:64]
    response: str = cache.get(kept, "")
    cache.delete(kept)
    return response


def metadata() -> bytes:
    """What a provider needs to know of us."""
    from onelogin.saml2.settings import OneLogin_Saml2_Settings

    ours = OneLogin_Saml2_Settings(settings=_configuration(None), sp_validation_only=True)
    told: str | bytes = ours.get_sp_metadata()
    return told.encode() if isinstance(told, str) else told


def _auth(record: IdentityProvider, response: str = "") -> OneLogin_Saml2_Auth:
    from onelogin.saml2.auth import OneLogin_Saml2_Auth

    # Our own address, whatever host the request claimed to be for.
    base = urlsplit(settings.BASE_URL)
    asked = {
        "https": "on" if base.scheme == "https" else "off",
        "http_host": base.netloc,
        "script_name": base.path + reverse("organizations:identity-assertion"),
        "get_data": {},
        "post_data": {"SAMLResponse": response} if response else {},
    }
    return OneLogin_Saml2_Auth(asked, old_settings=_configuration(record))


def _configuration(record: IdentityProvider | None) -> dict[str, Any]:
    base = settings.BASE_URL
    told: dict[str, Any] = {
        "strict": True,
        "sp": {
            "entityId": base + reverse("organizations:identity-metadata"),
            "assertionConsumerService": {
                "url": base + reverse("organizations:identity-assertion"),
                "binding": POST,
            },
            "NameIDFormat": AS_ADDRESS,
        },
        "security": {
            "wantAssertionsSigned": True,
            "rejectDeprecatedAlgorithm": True,
            "requestedAuthnContext": False,
            "wantAttributeStatement": False,
        },
    }
    if record is not None:
        told["idp"] = {
            "entityId": record.issuer,
            "singleSignOnService": {"url": record.sign_on_url, "binding": REDIRECT},
            "x509cert": record.certificate,
        }
    return told
