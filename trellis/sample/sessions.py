"""Opening a session as somebody of the sample, second step included."""

from __future__ import annotations

import secrets

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest

from trellis.organizations.rules import needs_second_factor
from trellis.people.models import Person

signer = signing.TimestampSigner(salt="trellis.sample.sign-in-link")
VALID = 7 * 24 * 60 * 60


def sign_in_as(request: HttpRequest, person: Person) -> None:
    """Sign a person in; where a role needs a second step, the session has used it."""
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, person, "sample")
    if needs_second_factor(person):
        record_authentication(request, person, "mfa", type="sample")


def link_token(person: Person) -> str:
    """What a link to sign in once as this person carries."""
    return signer.sign(f"{person.pk}.{secrets.token_urlsafe(6)}")


def person_of(token: str) -> Person | None:
    """Whom a link means; nobody once it is used, too old or made elsewhere."""
    told = _told(token)
    if not told or cache.get(_used(told)):
        return None
    return Person.objects.filter(pk=told.partition(".")[0], is_active=True).first()


def use_up(token: str) -> bool:
    """Take a link out of use; False for the second of two."""
    told = _told(token)
    return bool(told) and cache.add(_used(told), True, timeout=VALID)


def _told(token: str) -> str:
    try:
        return signer.unsign(token, max_age=VALID)
    except signing.BadSignature:
        return ""


def _used(told: str) -> str:
    return f"sample-link:{told}"
