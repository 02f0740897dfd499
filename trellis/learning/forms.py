"""What the agency says of a thing in the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from trellis.kit.names import visible
from trellis.learning.actions import Words
from trellis.learning.models import Item
from trellis.learning.told import library_of
from trellis.programs import queries as programs
from trellis.programs.safe_links import LONGEST_LINK, is_safe_link
from trellis.programs.texts import say

if TYPE_CHECKING:
    from trellis.programs.schema.base import Text

LINKS = ("url", "transcript")


class ItemForm(forms.Form):
    """All of a thing; texts have a field for each language of the program."""

    def __init__(self, *args: Any, item: Item | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._program = programs.current()
        self._told = library_of(self._program)
        self._languages = self._program.pack.languages
        self._texts("title", _("Title"), item.title if item else "", most=200, required=True)
        kinds = [(one.code, say(one.label)) for one in self._told.kinds]
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), choices=kinds, initial=item.kind if item else ""
        )
        self._texts("about", _("What it is, in a sentence"), item.about if item else "", most=500)
        self.fields["url"] = self._link(
            _("Link"), item.url if item else "", _("It begins with https:// and holds no spaces.")
        )
        self.fields["categories"] = forms.MultipleChoiceField(
            label=_("Categories"), required=False, initial=item.categories if item else [],
            choices=[(one.code, say(one.label)) for one in self._told.categories],
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.fields["audience"] = forms.MultipleChoiceField(
            label=_("For whom; nobody marked means everybody"), required=False,
            choices=[(code, say(role.plural)) for code, role in self._program.roles.items()],
            initial=item.audience if item else [], widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self._for_watching(item)

    def _for_watching(self, item: Item | None) -> None:
        self._texts("topic", _("Topic"), item.topic if item else "", most=200)
        self.fields["minutes"] = forms.IntegerField(
            label=_("Length in minutes"), required=False, min_value=1, max_value=2000,
            initial=item.minutes if item else None,
        )  # fmt: skip
        self.fields["captions"] = forms.BooleanField(
            label=_("It has captions"), required=False, initial=item.captions if item else False
        )
        self.fields["transcript"] = self._link(
            _("Link to the transcript"), item.transcript if item else ""
        )
        series = Item.objects.filter(series=None, kind__in=_series_kinds(self._told))
        if item is not None:
            series = series.exclude(pk=item.pk)
        self.fields["series"] = forms.ModelChoiceField(
            series, label=_("Part of a series"), required=False, blank=True,
            initial=item.series_id if item else None, empty_label=_("Stands by itself"),
        )  # fmt: skip
        self.fields["series"].label_from_instance = lambda one: say(one.title)  # type: ignore[attr-defined]
        for one in self._told.headings:
            self.fields[f"heading_{one.code}"] = forms.CharField(
                label=_("For webinars: %(heading)s") % {"heading": say(one.label)}, required=False,
                max_length=2000, initial=item.headings.get(one.code, "") if item else "",
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip

    def _texts(
        self, name: str, label: str, value: Text, *, most: int, required: bool = False
    ) -> None:
        first = self._languages[0].code
        told = value if isinstance(value, dict) else {first: value}
        for one in self._languages:
            words = {"field": label, "language": one.name}
            self.fields[f"{name}_{one.code}"] = forms.CharField(
                label=_("%(field)s (%(language)s)") % words if len(self._languages) > 1 else label,
                required=required and one.code == first, max_length=most,
                initial=told.get(one.code, ""), widget=forms.TextInput(attrs={"lang": one.code}),
            )  # fmt: skip

    def _link(self, label: str, value: str, help_text: str = "") -> forms.CharField:
        return forms.CharField(
            label=label, required=False, max_length=LONGEST_LINK, initial=value,
            help_text=help_text, widget=forms.TextInput(attrs={"inputmode": "url"}),
        )  # fmt: skip

    def clean(self) -> None:
        """Links that could do harm are refused at their field."""
        for name in LINKS:
            value = self.cleaned_data.get(name, "")
            if value and not is_safe_link(value):
                self.add_error(
                    name, _("A link begins with https://, mailto: or tel: and holds no spaces.")
                )

    def words(self) -> Words:
        """What was written."""
        told, series = self.cleaned_data, self.cleaned_data.get("series")
        headings = [
            (one.code, visible(told.get(f"heading_{one.code}", "")).strip())
            for one in self._told.headings
        ]
        return Words(
            title=self._text("title"), kind=told["kind"], about=self._text("about"),
            topic=self._text("topic"), url=told["url"], minutes=told["minutes"],
            captions=told["captions"], transcript=told["transcript"],
            categories=tuple(told["categories"]), audience=tuple(told["audience"]),
            headings=tuple(one for one in headings if one[1]),
            series_id=series.pk if series else None,
        )  # fmt: skip

    def _text(self, name: str) -> Text:
        """One text where the program has one language, else those that were written."""
        codes = [one.code for one in self._languages]
        told = {code: visible(self.cleaned_data.get(f"{name}_{code}", "")) for code in codes}
        kept = {code: " ".join(text.split()) for code, text in told.items() if text.strip()}
        if len(codes) == 1 or not kept:
            return kept.get(codes[0], "")
        return kept


def _series_kinds(told: Any) -> list[str]:
    """Kinds of which something can consist of recordings: all that are watched."""
    return [one.code for one in told.kinds if one.watched]
