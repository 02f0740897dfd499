"""What people write about a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.kit import fields
from trellis.kit.errors import NotReady
from trellis.kit.hours import moment
from trellis.meetings.actions import Facts
from trellis.meetings.models import Meeting
from trellis.organizations.models import Organization

Choices = Sequence[tuple[str | int, Any]]


class WhenForm(forms.Form):
    """When something begins, on the clock of whoever writes it."""

    day = fields.day(_("Day"))
    time = fields.hour(_("Begins at"), hint=_("On the clock of your own time zone."))

    def clean(self) -> dict[str, Any]:
        """Day and time as one moment; an hour that the clock shows never or twice is said so."""
        told: dict[str, Any] = super().clean() or {}
        day, hour = told.get("day"), told.get("time")
        if day is not None and hour is not None:
            try:
                told["starts_at"] = moment(day, hour, str(timezone.get_current_timezone()))
            except NotReady as refused:
                self.add_error("time", str(refused))
        return told


class FactsForm(WhenForm):
    """When and where a meeting is, and what it is about."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=600)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Video link"), max_length=500, required=False, assume_scheme="https"
    )
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False,
        help_text=_("Left empty it is called as this kind of meeting is."),
    )  # fmt: skip
    topic = forms.CharField(
        label=_("Capacity-building topic"), max_length=200, required=False,
        help_text=_("Left empty it is the topic of the month."),
    )  # fmt: skip
    month = forms.DateField(
        label=_("Counts for the month of"), required=False, input_formats=["%Y-%m", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
        help_text=_("Left empty it counts for the month in which it takes place."),
    )  # fmt: skip

    def facts(self, **more: str) -> Facts:
        """What was written, as an action takes it; times are those of the reader's zone."""
        told = self.cleaned_data
        return Facts(
            starts_at=told["starts_at"], minutes=told["minutes"], title=told["title"],
            place=told["place"], link=told["link"], topic=told["topic"], month=told["month"],
            **more,
        )  # fmt: skip


class PlanForm(FactsForm):
    """A new meeting: its kind, with whom, and who is asked to come."""

    kind = forms.ChoiceField(label=_("Kind of meeting"))
    organizations = forms.MultipleChoiceField(
        label=_("With"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Several in one meeting each see their own part only."),
    )  # fmt: skip
    roles = forms.MultipleChoiceField(
        label=_("Who is asked to come"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Those of them who come to this kind of meeting get a message."),
    )  # fmt: skip

    field_order = ("kind", "organizations", "roles", "day", "time", "minutes", "place", "link")

    def __init__(
        self, *args: Any, kinds: Choices, places: Sequence[Organization], roles: Choices,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        listed: dict[str, Choices] = {
            "kind": kinds,
            "organizations": [(one.code, one.name) for one in places],
            "roles": roles,
        }
        for name, choices in listed.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class ChangeForm(FactsForm):
    """Facts of a meeting as somebody edits them, with the version that they read."""

    next_step = forms.CharField(label=_("Next step"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def changed(self) -> Facts:
        """What was written, with the next step."""
        return self.facts(next_step=self.cleaned_data["next_step"])


def facts_of(meeting: Meeting) -> dict[str, Any]:
    """A meeting's facts as the form shows them, in the reader's zone."""
    here = timezone.localtime(meeting.starts_at)
    return {
        "day": here.date(), "time": here.time(), "minutes": meeting.minutes,
        "place": meeting.place, "link": meeting.link, "title": meeting.title,
        "topic": meeting.topic, "month": meeting.month, "next_step": meeting.next_step,
        "version": meeting.version,
    }  # fmt: skip


class AgendaForm(forms.Form):
    """The points of an agenda, one on each line."""

    points = forms.CharField(
        label=_("Points"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}), help_text=_("One point on each line."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)


class NoteForm(forms.Form):
    """What was said under one heading."""

    text = forms.CharField(
        label=_("Note"), required=False, max_length=8000,
        widget=forms.Textarea(attrs={"rows": 12}),
    )  # fmt: skip
    groups = forms.MultipleChoiceField(
        label=_("Student groups that it is about"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, groups: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].choices = groups  # type: ignore[attr-defined]
        if not groups:
            del self.fields["groups"]


class AttendanceForm(forms.Form):
    """Who came: those asked, and others who hold a role there."""

    came = forms.TypedMultipleChoiceField(
        label=_("Who came"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    also = forms.TypedMultipleChoiceField(
        label=_("Others who came"), required=False, coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, asked: Choices, others: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["came"].choices = asked  # type: ignore[attr-defined]
        self.fields["also"].choices = others  # type: ignore[attr-defined]
        if not others:
            del self.fields["also"]


class FollowUpForm(forms.Form):
    """Something that the meeting agreed on."""

    title = forms.CharField(label=_("What is to be done"), max_length=300)
    role = forms.ChoiceField(label=_("Whose step it is"))
    due = fields.day(_("By when"), required=False)

    def __init__(self, *args: Any, roles: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]


class CancelForm(forms.Form):
    """Why a meeting does not take place."""

    why = forms.CharField(
        label=_("Reason"), required=False, max_length=300,
        help_text=_("Everybody who was asked to come gets it with the message."),
    )  # fmt: skip
