"""The filters of the list, and what to leave out when nothing is found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trellis.programs.program import Program
from trellis.programs.texts import say
from trellis.supports.queries.finding import Asked
from trellis.supports.schema import Choice, ProviderEntry
from trellis.supports.words import catalog_of, level_names, level_word


@dataclass(frozen=True)
class Filter:
    """A filter with its values."""

    name: str
    label: str
    values: Sequence[tuple[str, str]]
    chosen: str


def filters(program: Program, wanted: Asked) -> list[Filter]:
    """All filters in the order of the form; those without values are left out."""
    told = catalog_of(program)
    if told is None:
        return []
    names = level_names(program)
    found = [
        Filter("provider", _("Organization"), _providers(told.providers), wanted.provider),
        Filter(
            "level", level_word(program),
            [(str(number), names[number]) for number in told.levels], wanted.level,
        ),
        Filter("cost", _("Cost"), _values(told.costs), wanted.cost),
        Filter("audience", _("For whom"), _values(told.audiences), wanted.audience),
        Filter("topic", _("Topic"), _values(told.topics), wanted.topic),
        Filter("step", _("Step of the cycle"), _values(told.steps), wanted.step),
        Filter("mode", _("How"), _values(told.modes), wanted.mode),
        Filter("aim", _("Aim"), _values(told.aims), wanted.aim),
    ]  # fmt: skip
    return [one for one in found if one.values]


def _values(choices: Iterable[Choice]) -> list[tuple[str, str]]:
    return [(one.code, say(one.name)) for one in choices]


def _providers(entries: Iterable[ProviderEntry]) -> list[tuple[str, str]]:
    return [(one.code, say(one.name)) for one in entries]


def relax(chosen: Iterable[Filter], wanted: Asked) -> list[tuple[str, str]]:
    """What to leave out when nothing is found: words and the address of the wider search."""
    found = [
        (_("Any %(filter)s") % {"filter": one.label.lower()}, wanted.url(**{one.name: ""}))
        for one in chosen if one.chosen
    ]  # fmt: skip
    return found + ([(_("Without the words"), wanted.url(q=""))] if wanted.q else [])
