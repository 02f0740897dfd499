"""What people fill in about a team: members and what they bring, days, a charter, a review."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.kit.fields import day
from trellis.organizations.models import Appointment
from trellis.organizations.teams.schema import Ask, TeamKind
from trellis.programs.program import Program
from trellis.programs.texts import say

MOST_TEXT = 4000


class MembersForm(forms.Form):
    """For each person who could sit on the team, what they bring; empty leaves them out."""

    def __init__(
        self, *args: Any, people: Iterable[Appointment], kind: TeamKind, program: Program,
        **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        choices = [("", _("Not on the team")), *((one.code, say(one.name)) for one in kind.brings)]
        self.people = {f"person-{one.pk}": one for one in people}
        for name, one in self.people.items():
            role = say(program.roles[one.role].name)
            hint = f"{role}, {one.organization.name}" if one.role != kind.role else role
            self.fields[name] = forms.ChoiceField(
                label=one.person.name, help_text=hint, choices=choices, required=False
            )
        self.fields["on"] = day(_("On the team from"))

    def brings(self) -> dict[int, str]:
        """What was chosen, by appointment."""
        return {
            one.pk: self.cleaned_data[name]
            for name, one in self.people.items()
            if self.cleaned_data.get(name)
        }


class DayForm(forms.Form):
    """A day on which something about a team begins or ends."""

    def __init__(self, *args: Any, label: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["on"] = day(label)


class AnswersForm(forms.Form):
    """The questions of a charter or a review: texts, and choices to tick."""

    def __init__(self, *args: Any, asks: Iterable[Ask], **more: Any) -> None:
        super().__init__(*args, **more)
        self.asked: dict[str, Ask] = {f"ask-{ask.code}": ask for ask in asks}
        for name, ask in self.asked.items():
            self.fields[name] = _field(ask)

    def texts(self) -> dict[str, str | list[str]]:
        """The answers by the code of their question."""
        return {
            ask.code: list(self.cleaned_data[name]) if ask.choices else self.cleaned_data[name]
            for name, ask in self.asked.items()
        }


class CharterForm(AnswersForm):
    """A team's charter, written over the version that was seen."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["seen"] = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ReviewForm(AnswersForm):
    """A review of a team, and the day on which the team looked."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["on"] = day(_("Day on which the team looked at it"))


def _field(ask: Ask) -> forms.Field:
    hint = say(ask.hint) if ask.hint else ""
    if ask.choices:
        return forms.MultipleChoiceField(
            label=say(ask.label),
            help_text=hint,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(one.code, say(one.label)) for one in ask.choices],
        )
    return forms.CharField(
        label=say(ask.label),
        help_text=hint,
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
