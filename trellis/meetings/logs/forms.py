"""The upload of a log of past meetings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class LogForm(forms.Form):
    """A file, and how it is read."""

    file = forms.FileField(
        label=_("File"), help_text=_("Excel (.xlsx) or CSV. Nothing is written yet.")
    )
    layout = forms.ChoiceField(label=_("Layout"), required=False)

    def __init__(self, *args: Any, layouts: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["layout"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Find out from the header")), *layouts]
