"""What people write about confidential coaching."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.kit.fields import day


class AskForm(forms.Form):
    """Which association is asked, and what about."""

    association = forms.ChoiceField(label=_("Association"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What it is about"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Its coaches read this with your name, until one of them takes it on."),
    )  # fmt: skip

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["association"].choices = places  # type: ignore[attr-defined]


class SessionForm(forms.Form):
    """A talk that took place."""

    on = day(_("Day"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=600)


class NotesForm(forms.Form):
    """What was said, under each heading, with the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, headings: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = list(headings)
        for code, label in headings.items():
            self.fields[f"note-{code}"] = forms.CharField(
                label=label, required=False, max_length=8000,
                widget=forms.Textarea(attrs={"rows": 8}),
            )  # fmt: skip

    def texts(self) -> dict[str, str]:
        """The texts by heading."""
        return {code: self.cleaned_data[f"note-{code}"] for code in self.codes}
