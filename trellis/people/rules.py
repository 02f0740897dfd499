"""What a session has shown of a person."""

from __future__ import annotations

from django.http import HttpRequest

METHODS = "account_authentication_methods"


def has_used_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened with a passkey or a one-time code of an app."""
    return any(one.get("method") == "mfa" for one in request.session.get(METHODS, []))
