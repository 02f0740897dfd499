"""What people fill in for reports."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.kit.fields import day


class BoardForm(forms.Form):
    """The text, and which version of it the writer read."""

    text = forms.CharField(
        label=_("What you present"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_("“## ” begins a heading, “- ” a point."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class PresentedForm(forms.Form):
    """The day on which the board heard it."""

    on = day(_("Day of the board meeting"))


class DecisionForm(forms.Form):
    """Why a step is closed; carrying it on needs no reason."""

    kind = forms.CharField(max_length=10)
    reason = forms.CharField(max_length=300, required=False)
