"""What people write to offer times, to answer, and to open hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.kit.errors import NotReady
from trellis.kit.fields import day, hour
from trellis.kit.hours import moment
from trellis.meetings.offers.actions import Terms
from trellis.organizations.models import Organization
from trellis.people.models import ZONES

TIMES = 6
Choices = Sequence[tuple[str, Any]]


def zone() -> str:
    """The name of the zone in which the person at the form lives."""
    return str(timezone.get_current_timezone())


def zone_name() -> str:
    """What people call that zone."""
    return str(dict(ZONES).get(zone(), zone()))


class TermsForm(forms.Form):
    """What all times have in common."""

    kind = forms.ChoiceField(label=_("Kind of meeting"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=600)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Video link"), max_length=500, required=False, assume_scheme="https"
    )
    message = forms.CharField(
        label=_("Message"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        """As an action takes them."""
        told = self.cleaned_data
        return Terms(told["minutes"], told["place"], told["link"], told["message"])


class OfferForm(TermsForm):
    """Times for one or several organizations, on the clock of whoever offers them."""

    organizations = forms.MultipleChoiceField(
        label=_("For"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Each picks for itself; a time that one has taken is closed for the others."),
    )  # fmt: skip

    def __init__(self, *args: Any, places: Sequence[Organization], **more: Any) -> None:
        super().__init__(*args, **more)
        listed = [(one.code, one.name) for one in places]
        self.fields["organizations"].choices = listed  # type: ignore[attr-defined]
        for number in range(1, TIMES + 1):
            words = {"number": number}
            self.fields[f"day_{number}"] = day(_("Time %(number)s: day") % words, required=False)
            begins = _("Time %(number)s: begins at") % words
            self.fields[f"time_{number}"] = hour(begins, required=False)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The names of the fields of each time."""
        return [(f"day_{number}", f"time_{number}") for number in range(1, TIMES + 1)]

    def clean(self) -> dict[str, Any]:
        """Each time as one moment; half a time, and an hour that no clock shows, are said so."""
        told: dict[str, Any] = super().clean() or {}
        starts = []
        for day_name, hour_name in self.pairs:
            on, at = told.get(day_name), told.get(hour_name)
            if on is None and at is None:
                continue
            if on is None or at is None:
                if day_name not in self.errors and hour_name not in self.errors:
                    lacking = hour_name if at is None else day_name
                    self.add_error(lacking, _("Enter both day and time."))
                continue
            starts += self._moment(day_name, on, at)
        if not starts and not self.errors:
            self.add_error("day_1", _("Enter at least one time."))
        return {**told, "starts": starts}

    def _moment(self, name: str, on: date, at: time) -> list[datetime]:
        try:
            return [moment(on, at, zone())]
        except NotReady as refused:
            self.add_error(name, str(refused))
            return []


class RefuseForm(forms.Form):
    """What would suit, where no offered time does."""

    words = forms.CharField(
        label=_("What would suit you?"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class HoursForm(TermsForm):
    """Hours that come again each so many weeks."""

    first = day(_("First day"))
    begins = hour(_("From"))
    ends = hour(_("Until"))
    every = forms.IntegerField(label=_("Every … weeks"), min_value=1, max_value=4, initial=1)
    weeks = forms.IntegerField(label=_("How many times"), min_value=1, max_value=40, initial=1)

    field_order = ("kind", "first", "begins", "ends", "minutes", "every", "weeks", "place", "link")


class BookForm(forms.Form):
    """For which organization a time is booked, and what it is about."""

    organization = forms.CharField(max_length=40)
    about = forms.CharField(max_length=500, required=False)
