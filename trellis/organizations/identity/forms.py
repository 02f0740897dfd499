"""What people fill in about an organization's own sign-in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


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

    issuer = forms.CharField(
        label=_("Issuer"),
        max_length=300,
        help_text=_("The address of the provider, as its own documents name it: https://…"),
    )
    client_id = forms.CharField(label=_("Client id"), max_length=300)
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        required=False,
        help_text=_(
            "Kept encrypted and never shown. Leave it empty to keep the one that is there."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    domains = forms.CharField(
        label=_("Domains"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What stands behind the @ in the organization’s addresses, one on each line."),
    )
    is_on = forms.BooleanField(label=_("People may sign in this way"), required=False)
