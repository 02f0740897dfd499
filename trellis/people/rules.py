"""What a session has shown of a person."""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as having one; recovery codes only stand in for one of these."""


def has_used_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened or confirmed with a passkey or a one-time code.

    A record counts only for the person who made it, whoever is signed in now.
    """
    records = get_authentication_records(request, request.user)
    return any(one.get("method") == "mfa" for one in records)
