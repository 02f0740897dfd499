"""How the account package is fitted to this product: no sign-up, our words, our outbox."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.people import queries
from trellis.people.actions import change_password
from trellis.people.letters import Letter, compose
from trellis.people.models import Person
from trellis.people.rules import has_used_second_factor

MESSAGES = {
    "account/messages/logged_out.txt": gettext_lazy("You are signed out."),
    "account/messages/password_changed.txt": gettext_lazy("Your password is changed."),
    "account/messages/password_set.txt": gettext_lazy("Your password is set."),
    "mfa/messages/totp_activated.txt": gettext_lazy("Your authenticator app is added."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Your authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("Your passkey is added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("Your passkey is removed."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy(
        "You have new recovery codes. Keep them somewhere safe."
    ),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up: people are appointed. How a letter leaves, a higher room says."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy(
            "This address and password do not belong together. Try again, or have a code emailed."
        ),
        "incorrect_code": gettext_lazy("This is not the code. Look at the newest mail again."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "enter_current_password": gettext_lazy("This is not your password."),
        "too_many_login_attempts": gettext_lazy(
            "That was too often. Wait five minutes, then try again."
        ),
        "rate_limited": gettext_lazy("That was too often. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the letter in the language and time zone of its reader and hand it over."""
        person = Person.objects.filter(email=email.strip().lower()).first()
        language = (person.language if person else "") or translation.get_language()
        zone = (person.time_zone if person else "") or timezone.get_current_timezone()
        with translation.override(language), timezone.override(zone):
            letter = compose(template_prefix, {**context, "email": email})
        self.hand_over(person, email, letter)

    def hand_over(self, person: Person | None, email: str, letter: Letter) -> None:
        """Let a letter leave."""
        raise NotImplementedError

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words; what the next page says anyway is not said twice."""
        words = message or MESSAGES.get(message_template or "")
        if words:
            messages.add_message(request, level, words, extra_tags=extra_tags)

    def set_password(self, user: Person, password: str) -> None:
        """Set it, and keep in history that it was."""
        change_password(user, password, by=user)

    def pre_login(
        self, request: HttpRequest, user: Person, *, email: str | None = None, **more: Any
    ) -> HttpResponse | None:
        """Nobody comes in by what was mailed to an address that is no longer the person's."""
        if email and email.strip().lower() != user.email:
            clear_login(request)
            messages.error(request, _("That was mailed to an address that has changed."))
            return redirect("account_login")
        early: HttpResponse | None = super().pre_login(request, user, email=email, **more)
        return early

    def post_login(
        self, request: HttpRequest, user: Person, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show pages in the person's language from here on."""
        response: HttpResponse = super().post_login(request, user, *args, **kwargs)
        remember_language(response, user)
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to where the password stands."""
        return reverse("people:profile")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Our own address, whatever host the request claimed to be for."""
        path: str = reverse("account_reset_password_from_key", args=["UID", "KEY"])
        return settings.BASE_URL + path.replace("UID-KEY", key)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not in the first minutes after a sign-in that used everything the person has."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        return not self._has_just_signed_in()

    def _has_just_signed_in(self) -> bool:
        person = self.request.user
        records = get_authentication_records(self.request, person)
        newest = max((one["at"] for one in records), default=0.0)
        if time.time() - newest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return has_used_second_factor(self.request) or not queries.has_second_factor(person)


def remember_language(response: HttpResponse, person: Person) -> None:
    """Keep the chosen language where the language middleware looks for it."""
    if person.language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            person.language,
            max_age=365 * 24 * 60 * 60,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys and one-time codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "This is not the code. Wait for the next one in your app and enter that."
        ),
    }

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:
        """A name to start from."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The host that the passkey belongs to, under our name."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Trellis"}
