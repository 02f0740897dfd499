"""What people choose about their mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.notices import kinds
from trellis.notices.models import Preference
from trellis.people.models import ZONES

Rhythm = Preference.Rhythm


class MessagesForm(forms.Form):
    """How often the overview comes, which single mails come at all, and on which clock."""

    rhythm = forms.ChoiceField(
        label=_("How often the overview comes"), required=False, widget=forms.RadioSelect
    )
    wanted = forms.MultipleChoiceField(
        label=_("Also send me"), required=False, widget=forms.CheckboxSelectMultiple
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Mail comes at the hour of this zone; times on pages are shown in it too."),
        required=False,
        choices=(("", _("The program’s time zone")), *ZONES),
    )

    def __init__(self, *args: Any, may_stop: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [one for one in Rhythm if may_stop or one != Rhythm.NONE]
        self.fields["rhythm"].choices = [(one.value, one.label) for one in offered]  # type: ignore[attr-defined]
        self.fields["wanted"].choices = [  # type: ignore[attr-defined]
            (code, kinds.called(code)) for code in sorted(kinds.optional())
        ]

    @property
    def off(self) -> list[str]:
        """The kinds that the person does without."""
        return sorted(kinds.optional() - set(self.cleaned_data["wanted"]))
