"""What the agency fills in about cycles."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.kit import dates
from trellis.organizations.models import Organization

MOST = 500


class SelectionForm(forms.Form):
    """Which organizations a conditional activity is for, by code."""

    condition = forms.ChoiceField(label=gettext_lazy("Activity"))
    codes = forms.CharField(
        label=gettext_lazy("Organization codes"),
        help_text=gettext_lazy("One code on a line. Districts include their schools."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=40 * MOST,
    )

    def __init__(self, *args: Any, conditions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["condition"].choices = conditions  # type: ignore[attr-defined]

    def clean_codes(self) -> list[Organization]:
        """The organizations; unknown codes are named."""
        return named(self.cleaned_data["codes"])


def named(said: str) -> list[Organization]:
    """The organizations of these codes; unknown ones are named."""
    codes = list(dict.fromkeys(said.replace(",", "\n").split()))
    if len(codes) > MOST:
        raise forms.ValidationError(
            _("Choose at most %(most)s organizations at a time.") % {"most": MOST}
        )
    found = {one.code: one for one in Organization.objects.filter(code__in=codes)}
    unknown = [code for code in codes if code not in found]
    if unknown:
        raise forms.ValidationError(
            _("Not in the directory: %(codes)s.") % {"codes": ", ".join(unknown[:10])}
        )
    return [found[code] for code in codes]


class EndingForm(forms.Form):
    """Why an organization's year ends."""

    why = forms.ChoiceField(
        label=gettext_lazy("Why it ends"),
        choices=[
            ("left", gettext_lazy("It leaves this support")),
            ("closed", gettext_lazy("The organization closed")),
            ("stopped", gettext_lazy("It should not have been opened")),
        ],
        widget=forms.RadioSelect,
    )


class EarlierForm(forms.Form):
    """Months that were done before Trellis was used, and for whom."""

    months = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Months"),
        coerce=date.fromisoformat,
        widget=forms.CheckboxSelectMultiple,
    )
    codes = forms.CharField(
        label=gettext_lazy("Organization codes"),
        help_text=gettext_lazy(
            "One code on a line. Districts include their schools. Empty means everybody whose year "
            "is open."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=40 * MOST,
        required=False,
    )

    def __init__(self, *args: Any, months: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["months"].choices = [  # type: ignore[attr-defined]
            (month.isoformat(), f"{dates.month_name(month)} {month.year}") for month in months
        ]

    def clean_codes(self) -> list[Organization]:
        """The organizations; unknown codes are named."""
        return named(self.cleaned_data["codes"])
