"""What the agency fills in about cycles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
        codes = list(dict.fromkeys(self.cleaned_data["codes"].replace(",", "\n").split()))
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
