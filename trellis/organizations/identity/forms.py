"""What people fill in about an organization's own sign-in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from trellis.organizations.models import IdentityProvider


class AddressForm(forms.Form):
    """The address whose organization is looked for."""

    email = forms.EmailField(
        label=_("Email"),
        max_length=254,
        help_text=_("Your work address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


class ProviderForm(forms.Form):
    """How people of an organization sign in."""

    kind = forms.ChoiceField(label=_("Kind"), choices=IdentityProvider.Kind.choices)
    issuer = forms.CharField(
        label=_("Issuer"),
        max_length=300,
        help_text=_("The provider as its own documents name it: https://…"),
    )
    client_id = forms.CharField(label=_("Client id"), max_length=300, required=False)
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        required=False,
        help_text=_(
            "Kept encrypted and never shown. Leave it empty to keep the one that is there."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    sign_on_url = forms.CharField(
        label=_("Address to sign on (SAML)"), max_length=500, required=False
    )
    certificate = forms.CharField(
        label=_("Certificate (SAML)"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("From BEGIN CERTIFICATE to END CERTIFICATE."),
    )
    domains = forms.CharField(
        label=_("Domains"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What stands behind the @ in the organization’s addresses, one on each line."),
    )
    vouched = forms.BooleanField(
        label=_("A contract says that the provider’s addresses are verified"),
        required=False,
        help_text=_(
            "Only for a provider that never sends email_verified. A second person confirms it."
        ),
    )
    is_on = forms.BooleanField(label=_("People may sign in this way"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if not settings.SAML:
            for name in ("kind", "sign_on_url", "certificate"):
                del self.fields[name]
