"""The pack's words as files spell them: by code, label in any language, or alias."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches

from django.conf import settings
from django.utils.translation import gettext as _

from trellis.designations.pack_checks import every_language
from trellis.designations.schema import Designations, Named, Term, Vocabulary
from trellis.kit import dates
from trellis.kit.errors import NotReady
from trellis.kit.tables import fold
from trellis.programs.program import Program
from trellis.programs.texts import say


class Words:
    """One list of the pack, asked for what a cell says."""

    def __init__(self, named: Sequence[Term | Named]) -> None:
        self._codes: dict[str, str] = {}
        for one in named:
            for spelling in (one.code, *every_language(one.label), *one.aliases):
                self._codes.setdefault(fold(spelling), one.code)
        self.labels = {one.code: say(one.label, settings.LANGUAGE_CODE) for one in named}

    def code(self, said: str) -> str | None:
        """The code of what a cell says, whatever its case, spaces and marks."""
        return self._codes.get(fold(said))

    def unknown(self, what: str, said: str) -> str:
        """A sentence about a word that is not in the list, with the nearest one that is."""
        near = get_close_matches(fold(said), self._codes, n=1)
        words = {"what": what, "said": said[:80]}
        if near:
            words["near"] = self.labels[self._codes[near[0]]]
            return _("“%(said)s” is no %(what)s of this period. The nearest is “%(near)s”.") % words
        words["known"] = ", ".join(self.labels.values()) or _("none")
        return _("“%(said)s” is no %(what)s of this period. Known are: %(known)s.") % words


def vocabulary_on(program: Program, day: date) -> Vocabulary:
    """The words with which the state designated on a day; NotReady where the pack has none."""
    found = program.section("designations", Designations).vocabularies
    for vocabulary in found:
        ended = vocabulary.valid_to is not None and vocabulary.valid_to < day
        if vocabulary.valid_from <= day and not ended:
            return vocabulary
    periods = "; ".join(_period(one) for one in found)
    raise NotReady(
        _("The pack has no designations for %(day)s. It has: %(periods)s.")
        % {"day": dates.full(day), "periods": periods}
    )


def _period(vocabulary: Vocabulary) -> str:
    words = {
        "name": say(vocabulary.name),
        "first": dates.full(vocabulary.valid_from),
        "last": dates.full(vocabulary.valid_to) if vocabulary.valid_to else _("today"),
    }
    return _("%(name)s (%(first)s to %(last)s)") % words
