"""What people fill in about organizations, roles and files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.kit.fields import day
from trellis.organizations.wording import right_words
from trellis.programs.program import Program
from trellis.programs.texts import say


class UploadForm(forms.Form):
    """A file, and how it is read."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel (.xlsx), as your system exports it. Nothing is written yet."),
    )
    layout = forms.ChoiceField(label=_("Layout"), required=False)
    on = day(_("Counts from"), hint=_("The day of moves, closings and new roles in this file."))

    def __init__(self, *args: Any, layouts: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["layout"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Find out from the header")), *layouts]


class AppointForm(forms.Form):
    """Who holds which role from when."""

    email = forms.EmailField(label=_("Email"), help_text=_("The address the person signs in with."))
    name = forms.CharField(
        label=_("Name"), max_length=200, required=False,
        help_text=_("Needed only for somebody who is new here."),
    )  # fmt: skip
    role = forms.ChoiceField(label=_("Role"))
    starts = day(_("First day"))
    ends = day(_("Last day"), required=False)

    def __init__(self, *args: Any, roles: Iterable[str], program: Program, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["role"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(code, say(program.roles[code].name)) for code in roles]


class EndForm(forms.Form):
    """The last day of something."""

    on = day(_("Last day"))


class LendForm(forms.Form):
    """To whom a role is lent, for how long, and which of its rights."""

    email = forms.EmailField(label=_("Email"), help_text=_("Of somebody who has an account here."))
    starts = day(_("First day"))
    ends = day(_("Last day"))
    rights = forms.MultipleChoiceField(
        label=_("What they may do"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, rights: Iterable[str], **more: Any) -> None:
        super().__init__(*args, **more)
        codes = [str(code) for code in rights]
        field = self.fields["rights"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = list(zip(codes, right_words(codes), strict=True))
        self.initial.setdefault("rights", codes)


class FactsForm(forms.Form):
    """Plain facts of an organization."""

    name = forms.CharField(label=_("Name"), max_length=200)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    grades = forms.CharField(label=_("Grades"), max_length=60, required=False)
    county = forms.ChoiceField(label=_("County"), required=False)

    def __init__(self, *args: Any, counties: dict[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["county"]
        there = self.initial.get("county", "")
        known = {**({there: there} if there else {}), **counties}
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "–"), *sorted(known.items(), key=lambda pair: pair[1])]


class AddForm(FactsForm):
    """A new organization."""

    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("It never changes later."))
    kind = forms.ChoiceField(label=_("Kind"))
    parent = forms.CharField(
        label=_("Belongs to"), max_length=40, help_text=_("Code of the organization above it.")
    )
    on = day(_("From"))

    def __init__(self, *args: Any, kinds: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(kinds)


class MoveForm(forms.Form):
    """Where an organization belongs from a day on."""

    parent = forms.CharField(
        label=_("Belongs to"), max_length=40, help_text=_("Code of the organization above it.")
    )
    on = day(_("From"))


class AssignForm(forms.Form):
    """Who serves which organizations from when."""

    server = forms.ChoiceField(label=_("Who serves"))
    codes = forms.CharField(
        label=_("Schools"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Their codes, one on each line. All are assigned, or none."),
    )
    starts = day(_("First day"))

    def __init__(self, *args: Any, servers: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["server"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(servers)
