"""What people fill in to invite, to accept and to ask for a role."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.kit.fields import day
from trellis.organizations.invitations.addresses import MOST_TEXT
from trellis.organizations.models import Organization
from trellis.programs.program import Program
from trellis.programs.texts import say


class InviteForm(forms.Form):
    """Whom to invite, to which role, where, and for how long."""

    role = forms.ChoiceField(label=_("Role"))
    place = forms.CharField(
        label=_("Organization"), max_length=40, help_text=_("Its code, as in the directory.")
    )
    addresses = forms.CharField(
        label=_("Addresses"),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "Paste them from a mail, a list or a sheet: one on each line, or with commas or"
            " semicolons between them. Names beside them are kept. At most 200 at a time."
        ),
    )
    starts = day(_("First day"))
    ends = day(_("Last day"), required=False)

    def __init__(
        self,
        *args: Any,
        roles: list[str],
        places: list[Organization],
        program: Program,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        field = self.fields["role"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(code, say(program.roles[code].name)) for code in roles]
        if places:
            chosen = [(one.code, f"{one.name} ({one.code})") for one in places]
            self.fields["place"] = forms.ChoiceField(label=_("Organization"), choices=chosen)


class NewcomerForm(forms.Form):
    """How somebody who is new here is called."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("As people of your work know you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class AskForm(forms.Form):
    """Which role somebody asks for, and why."""

    role = forms.ChoiceField(label=_("Role"))
    text = forms.CharField(
        label=_("A line to whoever decides"),
        max_length=500,
        required=False,
        help_text=_("Such as since when you work there."),
    )

    def __init__(self, *args: Any, roles: dict[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["role"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(roles.items())


class DecideForm(forms.Form):
    """Yes, or no with a reason."""

    decision = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))])
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)
