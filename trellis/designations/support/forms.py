"""The upload of a file of support statuses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.kit import clock
from trellis.kit.school_year import school_year
from trellis.programs.program import Program


class StatusUploadForm(forms.Form):
    """A file and the year it is about."""

    file = forms.FileField(
        label=_("File"), help_text=_("CSV or Excel (.xlsx), packed by gzip or not.")
    )
    year = forms.IntegerField(
        label=_("School year"),
        min_value=1990,
        max_value=2100,
        help_text=_("The calendar year in which it opens: 2026 for 2026–27."),
    )
    skip_bad = forms.BooleanField(
        label=_("Leave out rows that can’t be read, and import the others"), required=False
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = school_year(clock.today(), program.pack.school_year_starts)
