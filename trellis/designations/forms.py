"""The upload of a designations file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.designations.schema import Designations
from trellis.kit import clock, dates, fields
from trellis.kit.errors import NotReady
from trellis.kit.hours import moment
from trellis.kit.school_year import school_year
from trellis.programs.program import Program
from trellis.programs.texts import say


class UploadForm(forms.Form):
    """A file, and what most files do not say of themselves."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel (.xlsx), packed by gzip or not; up to 10,000 rows."),
    )
    year = forms.IntegerField(
        label=_("School year"),
        min_value=1990,
        max_value=2100,
        help_text=_("The calendar year in which it opens: 2026 for 2026–27."),
    )
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=120,
        help_text=_("A draft of the same year and title is replaced."),
    )
    as_of = fields.day(
        _("Date of the designations"),
        required=False,
        hint=_("Decides which words are valid; without it, the first day of the year does."),
    )
    layout = forms.ChoiceField(label=_("Layout"), required=False)
    corrects = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput())
    skip_bad = forms.BooleanField(
        label=_("Leave out rows that can’t be read, and import the others"), required=False
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        layouts = program.section("designations", Designations).layouts
        field = self.fields["layout"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", _("Find it by the columns of the file")),
                *((layout.code, say(layout.name)) for layout in layouts),
            ]
        starts = program.pack.school_year_starts
        self.fields["year"].initial = school_year(clock.today(), starts)


class HourForm(forms.Form):
    """The day and hour at which a release becomes public, on the state's clock."""

    day = fields.day(_("Day"))
    hour = fields.hour(_("Hour"))

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        with timezone.override(zone):
            now = dates.moment(clock.now())
        said = _("On the state's clock, which shows %(now)s now.")
        self.fields["hour"].help_text = said % {"now": now}

    def clean(self) -> dict[str, Any]:
        """Refuse an hour that the clock skips or shows twice."""
        said = super().clean() or {}
        if "day" in said and "hour" in said:
            try:
                said["at"] = moment(said["day"], said["hour"], self.zone)
            except NotReady as refusal:
                self.add_error("hour", str(refusal))
        return said
