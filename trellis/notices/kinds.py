"""What a kind of mail is called: the room that writes it says so when Django starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_names: dict[str, str | StrPromise] = {
    "sign-in-code": _("Code to sign in"),
    "password-reset": _("Link to set a password"),
    "unknown-address": _("Answer to an unknown address"),
    "address-changed": _("Address changed"),
}


def register(code: str, name: str | StrPromise) -> None:
    """Name a kind of mail; the same one again changes nothing."""
    if _names.setdefault(code, name) is not name:
        raise ValueError(f"Two rooms name the mail {code}.")


def called(code: str) -> str:
    """What people read; a kind that nobody has named reads as its code."""
    return str(_names.get(code) or code.replace("-", " ").capitalize())
