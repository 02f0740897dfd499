"""What the agency says of an event, and what a guest says of themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.kit import fields
from trellis.kit.errors import NotReady
from trellis.kit.hours import moment
from trellis.kit.names import visible
from trellis.learning.events.keeping import Terms
from trellis.learning.models import Event
from trellis.learning.told import library_of
from trellis.programs import queries as programs
from trellis.programs.texts import say

PLACES = 100_000


class EventForm(forms.Form):
    """All of an event; hours are on the clock of whoever writes."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of event"))
    about = forms.CharField(
        label=gettext_lazy("What it is about"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    day = fields.day(gettext_lazy("Day"))
    time = fields.hour(
        gettext_lazy("Begins at"), hint=gettext_lazy("On the clock of your own time zone.")
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=5, max_value=6000)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=gettext_lazy("Link to join"), max_length=500, required=False, assume_scheme="https",
        help_text=gettext_lazy("Only those who have a place read it."),
    )  # fmt: skip
    public = forms.BooleanField(
        label=gettext_lazy("Guests without an account may come"), required=False
    )
    audience = forms.MultipleChoiceField(
        label=gettext_lazy("For whom; nobody marked means everybody"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    opens_on = fields.day(gettext_lazy("Registration opens on"), required=False)
    closes_on = fields.day(gettext_lazy("Registration closes on"), required=False)
    capacity = forms.IntegerField(
        label=gettext_lazy("Places; empty means as many as come"), min_value=1, max_value=PLACES,
        required=False,
    )  # fmt: skip
    waits = forms.BooleanField(
        label=gettext_lazy("Keep a waiting list when every place is taken"), required=False,
        initial=True,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, event: Event | None = None) -> None:
        super().__init__(data, initial=_told(event))
        program = programs.current()
        kinds = [(one.code, say(one.label)) for one in library_of(program).events]
        roles = [(code, say(role.plural)) for code, role in program.roles.items()]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["audience"].choices = roles  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Day and hour as one moment; an hour that the clock shows never or twice is said so."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("day") is not None and told.get("time") is not None:
            zone = str(timezone.get_current_timezone())
            try:
                told["starts_at"] = moment(told["day"], told["time"], zone)
            except NotReady as refused:
                self.add_error("time", str(refused))
        return told

    def terms(self) -> Terms:
        """What was written."""
        told = self.cleaned_data
        names = ("kind", "starts_at", "minutes", "link", "public", "opens_on", "closes_on",
                 "capacity", "waits")  # fmt: skip
        return Terms(
            title=visible(" ".join(told["title"].split())), about=visible(told["about"]).strip(),
            place=visible(told["place"]).strip(), audience=tuple(told["audience"]),
            **{name: told[name] for name in names},
        )  # fmt: skip


def _told(event: Event | None) -> dict[str, Any] | None:
    if event is None:
        return None
    here = timezone.localtime(event.starts_at)
    names = ("title", "kind", "about", "minutes", "place", "link", "public", "audience",
             "opens_on", "closes_on", "capacity", "waits")  # fmt: skip
    return {name: getattr(event, name) for name in names} | {
        "day": here.date(), "time": here.time(),
    }  # fmt: skip


class GuestForm(forms.Form):
    """A guest by name and address."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("Your email address"), max_length=254,
        help_text=gettext_lazy("We send a link to it; the place is yours once you confirm there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip

    def clean_name(self) -> str:
        """A name without signs that can't be seen."""
        name = visible(" ".join(self.cleaned_data["name"].split()))
        if not name:
            raise forms.ValidationError(_("Say your name."))
        return name
