"""What people fill in about their schools."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.kit.fields import day

Choices = Iterable[tuple[str, str]]


class SnoozeForm(forms.Form):
    """Which reason can wait, until when, and why."""

    rule = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)
    until = day(_("Show it again on"))
    note = forms.CharField(
        label=_("Why it can wait"),
        max_length=300,
        help_text=_("You read this note, and whoever leads the coordinators does."),
    )

    def __init__(self, *args: Any, reasons: Choices, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        chosen = list(reasons)
        field = self.fields["rule"]
        if isinstance(field, forms.ChoiceField):
            field.choices = chosen
        self.initial.setdefault("rule", chosen[0][0] if chosen else "")
        self.initial.setdefault("until", on + timedelta(days=7))


class MessageForm(forms.Form):
    """One message to chosen roles of the selected schools."""

    roles = forms.MultipleChoiceField(label=_("To"), widget=forms.CheckboxSelectMultiple)
    subject = forms.CharField(label=_("Subject"), max_length=150)
    text = forms.CharField(
        label=_("Message"), max_length=5000, widget=forms.Textarea(attrs={"rows": 9})
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, roles: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        found = list(roles)
        field = self.fields["roles"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = found
        self.initial.setdefault("roles", [found[0][0]] if found else [])
        self.initial.setdefault("key", uuid.uuid4())


class TransferForm(forms.Form):
    """Which schools of one coordinator go to whom, from when."""

    schools = forms.MultipleChoiceField(label=_("Schools"), widget=forms.CheckboxSelectMultiple)
    target = forms.ChoiceField(label=_("Who serves them then"))
    starts = day(_("First day"))

    def __init__(self, *args: Any, schools: Choices, targets: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, found in (("schools", schools), ("target", targets)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = list(found)
