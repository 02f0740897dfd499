"""Fields of forms for a day and an hour.

A browser's own calendar takes a day only as 2026-12-03, whatever the language of the page: a field
that writes it as its language does stands empty there.
"""

from __future__ import annotations

from typing import Any

from django import forms


def day(label: Any, *, required: bool = True, hint: Any = "", initial: Any = None) -> Any:
    """A field for a day, with the browser's own calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, required=required, help_text=hint, widget=widget, initial=initial
    )


def hour(label: Any, *, required: bool = True, hint: Any = "") -> Any:
    """A field for an hour of the clock."""
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, required=required, help_text=hint, widget=widget)
