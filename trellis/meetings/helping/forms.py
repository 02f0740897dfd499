"""What people write about help one to one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.kit.fields import day
from trellis.meetings.helping import rules
from trellis.meetings.helping.actions import Given


class RequestForm(forms.Form):
    """A question."""

    kind = forms.ChoiceField(label=_("Kind of help"))
    text = forms.CharField(
        label=_("What you need"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = rules.kind_choices()  # type: ignore[attr-defined]


class GivenForm(forms.Form):
    """Help that was given."""

    kind = forms.ChoiceField(label=_("Kind of help"))
    on = day(_("Day"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600)
    text = forms.CharField(
        label=_("What it was about"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = rules.kind_choices()  # type: ignore[attr-defined]

    def given(self) -> Given:
        """What was written, as an action takes it."""
        told = self.cleaned_data
        return Given(told["kind"], told["on"], told["minutes"], told["text"])


class AnswerForm(GivenForm):
    """The answer to a question, with the time it took."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your answer")
        self.fields["text"].required = True
