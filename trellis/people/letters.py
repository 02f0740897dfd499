"""The mails of the sign-in: what happened, until when it counts, what to do if it was not you."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.kit import clock
from trellis.kit.dates import moment


@dataclass(frozen=True)
class Letter:
    """One mail before it is addressed."""

    kind: str
    subject: str
    text: str


def compose(prefix: str, context: Mapping[str, Any]) -> Letter:
    """The mail that the account package asks for by the name of its template (KeyError)."""
    name = prefix.rpartition("/")[2]
    if name in CHANGES:
        return _change(CHANGES[name]())
    return WRITERS[name](context)


def _sign_in_code(context: Mapping[str, Any]) -> Letter:
    until = moment(clock.now() + timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT))
    return Letter(
        "sign-in-code",
        _("Your sign-in code, good until %(until)s") % {"until": until},
        _(
            "Your code for signing in to Trellis:\n\n"
            "    %(code)s\n\n"
            "Enter it in the window where you asked for it. It works once, until %(until)s.\n\n"
            "Nobody will ever ask you for this code. If you did not ask for it, you can ignore "
            "this mail: nobody can sign in without it."
        )
        % {"code": context["code"], "until": until},
    )


def _password_reset(context: Mapping[str, Any]) -> Letter:
    until = moment(clock.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT))
    return Letter(
        "password-reset",
        _("Choose a new password, until %(until)s") % {"until": until},
        _(
            "Somebody, probably you, asked for a new password for your Trellis account.\n\n"
            "Choose it here:\n\n"
            "%(link)s\n\n"
            "The link works once, until %(until)s.\n\n"
            "If you did not ask for it, you can ignore this mail: your password stays as it is."
        )
        % {"link": context["password_reset_url"], "until": until},
    )


def _unknown_address(context: Mapping[str, Any]) -> Letter:
    now = moment(clock.now())
    return Letter(
        "unknown-address",
        _("No Trellis account for this address, asked on %(now)s") % {"now": now},
        _(
            "Somebody, probably you, tried to sign in to Trellis as %(email)s.\n\n"
            "There is no account for this address. If you have another work address, try that "
            "one. If not, ask your district or the office that supports you to add you.\n\n"
            "If you did not try to sign in, you can ignore this mail."
        )
        % {"email": context["email"]},
    )


def _change(what: str) -> Letter:
    now = moment(clock.now())
    return Letter(
        "account-change",
        f"{what} ({now})",
        _(
            "%(what)s\n\n"
            "This was on %(now)s.\n\n"
            "If it was you, there is nothing to do. If it was not, choose a new password and look "
            "at your ways to sign in now, and tell your administrator:\n\n"
            "%(link)s"
        )
        % {"what": what, "now": now, "link": settings.BASE_URL + reverse("people:profile")},
    )


WRITERS: dict[str, Callable[[Mapping[str, Any]], Letter]] = {
    "login_code": _sign_in_code,
    "password_reset_key": _password_reset,
    "unknown_account": _unknown_address,
}

CHANGES: dict[str, Callable[[], str]] = {
    "password_changed": lambda: _("Your Trellis password was changed"),
    "password_reset": lambda: _("Your Trellis password was changed"),
    "password_set": lambda: _("A password was set for your Trellis account"),
    "totp_activated": lambda: _("An authenticator app was added to your Trellis account"),
    "totp_deactivated": lambda: _("The authenticator app was removed from your Trellis account"),
    "webauthn_added": lambda: _("A passkey was added to your Trellis account"),
    "webauthn_removed": lambda: _("A passkey was removed from your Trellis account"),
    "recovery_codes_generated": lambda: _("New recovery codes were made for your Trellis account"),
}
