"""What is asked before a letter leaves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.kit.fields import day

MOST_WORDS = 4_000


class SendForm(forms.Form):
    """What the sender adds to a letter that goes out in the own name."""

    own_words = forms.CharField(
        label=_("Words of your own"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They stand in the letter as you write them, in every language."),
    )


class MarkForm(forms.Form):
    """On which day a letter reached its district on another way."""

    on = day(_("It was sent on"))
