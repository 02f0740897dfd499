"""What people fill in on the way in and on their profile."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as second
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.people.models import ZONES


def tell_unknown(email: str) -> None:
    """Write to an address without an account what a person with one would find out on the page.

    The page answers alike for both, after the same work.
    """
    get_adapter().send_mail("account/email/unknown_account", email, {})


def plain(field: forms.Field, *, label: str, hint: str = "") -> None:
    """Our words for a field of the package; a placeholder is no label."""
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)


def as_digits(field: forms.Field) -> None:
    """A field for what the app shows; phones offer their digits."""
    plain(field, label=_("Code from the app"))
    field.widget.attrs["inputmode"] = "numeric"


class SignInForm(account.LoginForm):  # type: ignore[misc]
    """An address, and a password for those who have set one; without it a code is emailed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["login"], label=_("Email"), hint=_("Your work address"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        plain(self.fields["password"], label=_("Password"))

    def _setup_password_field(self) -> None:
        """Keep the password, though there is none at a sign-up that does not exist."""
        self.fields["password"].required = False

    def clean(self) -> dict[str, Any]:
        """Let the button decide; the Enter key means whatever has been filled in."""
        way = self.data.get("way", "")
        if way == "code":
            self.cleaned_data["password"] = ""
        elif way == "password" and not self.cleaned_data.get("password"):
            self.add_error("password", _("Enter your password, or have a code emailed."))
            return self._given()
        super().clean()
        return self._given()

    def _given(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        return given

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Go on; an unknown address gets its own letter where a known one gets its code."""
        if not self.cleaned_data.get("password") and self.user is None:
            tell_unknown(self.cleaned_data["login"])
        response: HttpResponse = super().login(request, redirect_url)
        return response


class CodeRequestForm(account.RequestLoginCodeForm):  # type: ignore[misc]
    """The address for a code, asked again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["email"], label=_("Email"), hint=_("Your work address"))


class MailedCodeForm(account.ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code from the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["code"], label=_("Code from the mail"))


class AppCodeForm(second.AuthenticateForm):  # type: ignore[misc]
    """The second step of a sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_digits(self.fields["code"])


class AppCodeAgainForm(second.ReauthenticateForm):  # type: ignore[misc]
    """A code to confirm that it is still the same person."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_digits(self.fields["code"])


class AddAppForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_digits(self.fields["code"])


class PasswordAgainForm(account.ReauthenticateForm):  # type: ignore[misc]
    """The password to confirm that it is still the same person."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["password"], label=_("Password"))


class ForgottenPasswordForm(account.ResetPasswordForm):  # type: ignore[misc]
    """The address for a link to a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["email"], label=_("Email"), hint=_("Your work address"))

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Write the link to a known address, and another letter to an unknown one."""
        email: str = super().save(request, **kwargs)
        if not self.users:
            tell_unknown(email)
        return email


class _TwiceForm:
    """Our words for a new password entered twice."""

    fields: dict[str, forms.Field]

    def use_our_words(self) -> None:
        """Say before the first try what is asked."""
        hint = _(
            "At least 15 characters. Four unrelated words are easy to keep; "
            "capitals, digits and signs are not needed. You can paste."
        )
        plain(self.fields["password1"], label=_("New password"), hint=hint)
        plain(self.fields["password2"], label=_("New password again"))


class NewPasswordForm(_TwiceForm, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password instead of a forgotten one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_our_words()


class FirstPasswordForm(_TwiceForm, account.SetPasswordForm):  # type: ignore[misc]
    """A password for somebody who has signed in without one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_our_words()


class ChangePasswordForm(_TwiceForm, account.ChangePasswordForm):  # type: ignore[misc]
    """The old password and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["oldpassword"], label=_("Password now"))
        self.use_our_words()


class AddPasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey with a name; good for signing in alone unless that is turned off."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("passwordless", True)
        super().__init__(*args, **kwargs)
        plain(self.fields["name"], label=_("Name"), hint=_("Such as “my laptop”"))
        plain(
            self.fields["passwordless"],
            label=_("Sign in with this passkey alone"),
            hint=_("Turn this off for a security key without a fingerprint or a PIN."),
        )


class RenamePasskeyForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["name"], label=_("Name"))


class ProfileForm(forms.Form):
    """How a person is called, and how times and words are shown to them."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Times on pages and in mail are shown in this zone."),
        required=False,
        choices=(("", gettext_lazy("The program’s time zone")), *ZONES),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        offered = [(code, name) for code, name in settings.LANGUAGES if code != "en-xa"]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            ("", _("The language of the browser")),
            *offered,
        ]
