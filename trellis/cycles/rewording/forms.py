"""What the agency writes over the program for a year."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from trellis.cycles.rewording.queries import field_names, told
from trellis.programs.overrides import (
    FIELDS,
    LONGEST,
    TEXTS,
    Part,
    complaints_about,
    same,
    tidy,
)
from trellis.programs.program import Program
from trellis.programs.safe_links import LONGEST_LINK
from trellis.programs.texts import say

LONG = ("why", "help", "contact")
MODES = {"email": "email", "phone": "tel"}
"""Which keyboard a phone shows for a line; others are links."""


class WordingForm(forms.Form):
    """The words of a part of the program, a field per language; empty takes the program's."""

    def __init__(
        self, *args: Any, program: Program, part: Part, kind: str, own: dict[str, Any],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self._program, self._part, self._names = program, part, FIELDS[kind]
        for name in self._names:
            value = own.get(name, getattr(part, name))
            packs = getattr(part, name)
            if name in TEXTS:
                self._add_texts(name, value, packs)
            elif name == "minutes":
                self.fields[name] = forms.IntegerField(
                    label=field_names()[name], required=False, initial=value, help_text=_says(packs)
                )
            else:
                mode = MODES.get(name, "url")
                self.fields[name] = _line(field_names()[name], value, _says(packs), mode)

    def _add_texts(self, name: str, value: Any, packs: Any) -> None:
        languages = self._program.pack.languages
        here, there = (
            one if isinstance(one, dict) else {languages[0].code: one or ""}
            for one in (value, packs)
        )
        for language in languages:
            label = field_names()[name]
            if len(languages) > 1:
                label = _("%(field)s (%(language)s)") % {"field": label, "language": language.name}
            rows = {"rows": 3, "lang": language.code}
            self.fields[f"{name}_{language.code}"] = forms.CharField(
                label=label,
                required=False,
                initial=here.get(language.code, ""),
                max_length=LONGEST[name] * 2,
                help_text=_says(there.get(language.code)),
                widget=forms.Textarea(attrs=rows)
                if name in LONG
                else forms.TextInput(attrs={"lang": language.code}),
            )

    def values(self) -> dict[str, Any]:
        """What was written, by the pack's keys; texts by language."""
        codes = [one.code for one in self._program.pack.languages]
        return {
            name: {code: self.cleaned_data.get(f"{name}_{code}", "") for code in codes}
            if name in TEXTS
            else self.cleaned_data.get(name)
            for name in self._names
        }

    def clean(self) -> None:
        """Each sentence about a field stands at that field."""
        first = self._program.pack.languages[0].code
        for name, value in self.values().items():
            at = f"{name}_{first}" if name in TEXTS else name
            new = tidy(name, value, self._program)
            if at in self.errors or same(name, new, getattr(self._part, name), self._program):
                continue
            for sentence in complaints_about(name, new):
                self.add_error(at, sentence)


class LinksForm(forms.Form):
    """A link for each resource of the program; empty takes the program's."""

    def __init__(self, *args: Any, program: Program, own: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._packs = {code: one.url for code, one in program.resources.items()}
        for code, one in program.resources.items():
            packs = _says(one.url) or _("The program has no link for it.")
            self.fields[code] = _line(say(one.title), own.get(code, one.url), packs, "url")

    def clean(self) -> None:
        """A link opens a page, a letter or a call."""
        for code in self.fields:
            link = (self.cleaned_data.get(code) or "").strip() or None
            for sentence in complaints_about("url", link) if link != self._packs[code] else ():
                self.add_error(code, ValidationError(sentence))


def _line(label: str, value: str, packs: str, mode: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        initial=value,
        help_text=packs,
        max_length=LONGEST_LINK,
        widget=forms.TextInput(attrs={"inputmode": mode}),
    )


def _says(packs: Any) -> str:
    text = told(packs)
    return _("The program says: %(words)s") % {"words": text} if text else ""
