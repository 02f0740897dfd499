"""What people fill in about mail."""

from django import forms
from django.utils.translation import gettext_lazy as _


class HoldForm(forms.Form):
    """Which mail is held, and why."""

    kind = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    group = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)


class AddressForm(forms.Form):
    """The right address of somebody."""

    email = forms.EmailField(label=_("Right address"), max_length=254)
