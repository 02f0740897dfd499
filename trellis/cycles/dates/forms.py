"""What the agency fills in about a date."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DateForm(forms.Form):
    """The day of a date this year; `agreed` is a day whose remarks the person has read."""

    day = forms.DateField(
        label=_("Day this year"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Write the day like 2026-12-18.")},
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    agreed = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, *args: Any, first: date, last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bounds = {"min": first.isoformat(), "max": last.isoformat()}
        self.fields["day"].widget.attrs.update(bounds)

    def has_agreed(self) -> bool:
        """Whether the remarks about just this day were before the person's eyes."""
        day: date = self.cleaned_data["day"]
        return bool(self.cleaned_data["agreed"] == day.isoformat())
