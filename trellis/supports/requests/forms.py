"""What people write about a request for a support."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.supports.requests.actions import LONGEST, Asked, Outcome


def _long(label: Any, *, required: bool = True, rows: int = 4, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label, max_length=LONGEST, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class AskForm(forms.Form):
    """A question for a place of the asker; `tailored` where the support is fitted to the place."""

    place = forms.ChoiceField(label=_("For which school or district"))
    question = _long(_("What you would like to ask"))
    priorities = _long(_("What you work on first"), required=False, rows=3)
    strengths = _long(_("What you can build on"), required=False, rows=3)
    in_confidence = forms.BooleanField(
        label=_("In confidence: only those who answer read it"), required=False
    )

    def __init__(
        self, places: Sequence[tuple[str, str]], *args: Any, tailored: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        if isinstance(place, forms.ChoiceField):  # as it is; the type checker wants to know
            place.choices = places
        if not tailored:
            del self.fields["priorities"], self.fields["strengths"]

    def asked(self) -> Asked:
        """What was written, as an action takes it."""
        told = self.cleaned_data
        return Asked(
            told["question"], told.get("priorities", ""), told.get("strengths", ""),
            told["in_confidence"],
        )  # fmt: skip


class AnswerForm(forms.Form):
    """An answer to who asked."""

    text = _long(_("Your answer"))


class NoteForm(forms.Form):
    """A note for those who answer."""

    text = _long(_("Internal note"), rows=3, help_text=_("Who asked never reads it."))


class ReplyForm(forms.Form):
    """A further question."""

    text = _long(_("Your reply"))


class HandoverForm(forms.Form):
    """To which organization a request goes, and why."""

    to = forms.ChoiceField(label=_("Organization"))
    text = _long(
        _("What they should know"), rows=3, help_text=_("Read by who asked, too.")
    )  # fmt: skip

    def __init__(self, others: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = self.fields["to"]
        if isinstance(to, forms.ChoiceField):  # as it is; the type checker wants to know
            to.choices = others


class ClosingForm(forms.Form):
    """What came of a request."""

    goals = _long(_("Goals that became clear"), rows=3)
    areas = _long(_("Priority areas"), required=False, rows=2)
    connected = _long(_("Supports they were connected with"), required=False, rows=2)

    def outcome(self) -> Outcome:
        """What was written, as an action takes it."""
        told = self.cleaned_data
        return Outcome(told["goals"], told["areas"], told["connected"])
