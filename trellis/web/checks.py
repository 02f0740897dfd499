"""System checks: a wrong setting is explained, with what to do."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

LEAST = 50


@register(deploy=True)
def secret_is_secret(**_: Any) -> list[CheckMessage]:
    """The key that signs sessions is the installation's own."""
    key = settings.SECRET_KEY
    if len(key) < LEAST:
        return [
            Error(
                "TRELLIS_SECRET_KEY is short.",
                hint=f"Set it to {LEAST} or more random characters, and keep it out of backups.",
                id="trellis.E001",
            )
        ]
    return []


@register(deploy=True)
def speaks_https(**_: Any) -> list[CheckMessage]:
    """People's sessions travel encrypted."""
    if settings.SESSION_COOKIE_SECURE:
        return []
    return [
        Error(
            "Cookies would travel over plain HTTP.",
            hint="Set TRELLIS_HTTPS=yes, and TRELLIS_BEHIND_PROXY=yes behind a proxy.",
            id="trellis.E002",
        )
    ]


@register()
def saml_is_installed(**_: Any) -> list[CheckMessage]:
    """Sign-in by SAML is an extra: what it needs is there when it is turned on."""
    if not settings.SAML or find_spec("onelogin") is not None:
        return []
    return [
        Error(
            "TRELLIS_SAML is on, and the package for it is not installed.",
            hint="Install the extra: pip install '.[saml]'. Or leave TRELLIS_SAML unset.",
            id="trellis.E003",
        )
    ]


@register()
def no_shortcuts_outside_trying(**_: Any) -> list[CheckMessage]:
    """Debug pages and sample shortcuts belong to trying."""
    if settings.DEBUG and settings.SESSION_COOKIE_SECURE:
        return [
            Warning(
                "TRELLIS_DEBUG is on in a database that people use over HTTPS.",
                hint="Leave TRELLIS_DEBUG unset.",
                id="trellis.W001",
            )
        ]
    return []
