"""What people write on a task."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class NoteForm(forms.Form):
    """A remark on a task."""

    text = forms.CharField(
        label=_("Note"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class FileForm(forms.Form):
    """A file kept with a task."""

    file = forms.FileField(label=_("File"))


class WaiverForm(forms.Form):
    """Why a task does not apply."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Everyone who reads the year sees it.")
    )


class AssigneeForm(forms.Form):
    """Which holder of the role does the task."""

    person = forms.TypedChoiceField(label=_("Who does it"), required=False, coerce=int)
    everywhere = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, holders: list[tuple[int, str]], places: int = 1, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if places > 1:
            self.fields["everywhere"].label = _(
                "At all %(count)s organizations that owe this step"
            ) % {"count": places}
        else:
            del self.fields["everywhere"]
        field = self.fields["person"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", _("Everyone who holds the role"))] + [
            (str(pk), name) for pk, name in holders if pk
        ]


class EverywhereForm(forms.Form):
    """Which holder does one step at all organizations that owe it."""

    person = forms.TypedChoiceField(label=_("Who does it"), coerce=int)

    def __init__(self, *args: Any, people: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(str(pk), name) for pk, name in people.items()]
