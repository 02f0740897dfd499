"""What people write about a series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.kit.fields import day
from trellis.meetings.actions import Facts
from trellis.meetings.forms import WhenForm
from trellis.organizations.models import Organization


class SeriesForm(forms.Form):
    """A new series."""

    kind = forms.ChoiceField(label=_("Kind of meeting"))
    title = forms.CharField(label=_("Title"), max_length=200)
    link = forms.URLField(
        label=_("Video link"), max_length=500, required=False, assume_scheme="https"
    )
    organizations = forms.MultipleChoiceField(
        label=_("Who takes part"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Each of them sees its own part only."),
    )  # fmt: skip
    starts = day(_("From"))

    def __init__(
        self, *args: Any, kinds: Sequence[tuple[str, str]], places: Sequence[Organization],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        listed = {"kind": kinds, "organizations": [(one.code, one.name) for one in places]}
        for name, choices in listed.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class MemberForm(forms.Form):
    """Another organization, from a day on."""

    organization = forms.CharField(label=_("Code of the organization"), max_length=40)
    starts = day(_("From"))


class MonthForm(WhenForm):
    """When the series meets in a month."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=600)
    topic = forms.CharField(
        label=_("Topic"), max_length=200, required=False,
        help_text=_("Left empty it is the topic of the month."),
    )  # fmt: skip

    def facts(self, title: str, link: str) -> Facts:
        """What was written, as an action takes it."""
        told = self.cleaned_data
        return Facts(
            told["starts_at"], told["minutes"], title=title, link=link, topic=told["topic"]
        )
