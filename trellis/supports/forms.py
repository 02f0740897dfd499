"""What people fill in about supports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class MembershipForm(forms.Form):
    """The organizations of which a district is a member, by code."""

    providers = forms.MultipleChoiceField(
        label=_("Our district is a member of"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, choices: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["providers"]
        if isinstance(field, forms.MultipleChoiceField):  # as it is; the type checker wants to know
            field.choices = choices
