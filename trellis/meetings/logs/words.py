"""What a file says, in the program's own codes: kinds, roles, student groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.kit.tables import fold
from trellis.meetings.groups import groups
from trellis.meetings.logs.schema import LogLayout
from trellis.meetings.models import LoggedEntry, StagedEntry
from trellis.meetings.schema import FROM_FILES, Meetings
from trellis.programs import queries as programs
from trellis.programs.program import Program
from trellis.programs.schema.base import Text
from trellis.programs.texts import say


class Words:
    """One list of the program, asked for what a cell says: a code, a name, a word of a layout."""

    def __init__(
        self, named: Mapping[str, Sequence[Text]], more: Mapping[str, Sequence[str]]
    ) -> None:
        self._codes: dict[str, str] = {}
        self._labels = {code: say(texts[0]) for code, texts in named.items() if texts}
        for code, said in more.items():  # the layout's own words win
            for word in said if code in named else ():
                self._codes.setdefault(fold(word), code)
        for code, texts in named.items():
            for word in (code, *(one for text in texts for one in _every_language(text))):
                self._codes.setdefault(fold(word), code)

    def code(self, said: str) -> str | None:
        """The code of what a cell says, whatever its case, spaces and marks."""
        return self._codes.get(fold(said))

    def unknown(self, said: str) -> str:
        """The sentence about a word that is not in the list."""
        near = get_close_matches(fold(said), self._codes, n=1)
        if near:
            words = {"said": said[:60], "near": self._labels[self._codes[near[0]]]}
            return _("“%(said)s” is not known. The nearest is “%(near)s”.") % words
        words = {"said": said[:60], "known": ", ".join(self._labels.values()) or _("none")}
        return _("“%(said)s” is not known. Known are: %(known)s.") % words


def _every_language(text: Text) -> Iterable[str]:
    return [text] if isinstance(text, str) else list(text.values())


MEETING, HELP, NEVER = "meeting:", "help:", "never:"
"""What stands before a code of a kind, so that kinds of both are one list."""


def kinds_said(layout: LogLayout, told: Meetings) -> Words:
    """Kinds of meetings and of help by what a file calls them; those never read are marked."""
    before = {one.code: MEETING if one.form in FROM_FILES else NEVER for one in told.kinds}
    named = {before[one.code] + one.code: [one.name, one.code] for one in told.kinds}
    named |= {HELP + one.code: [one.label, one.code] for one in told.help_kinds}
    more = {before[code] + code: said for code, said in layout.kinds.items() if code in before}
    more |= {HELP + code: said for code, said in layout.help_kinds.items()}
    return Words(named, more)


def roles_said(layout: LogLayout, program: Program) -> Words:
    """Roles by what a file calls them."""
    named = {code: [one.name, one.column, one.plural] for code, one in program.roles.items()}
    return Words(named, layout.roles)


def groups_said(layout: LogLayout) -> Words:
    """Student groups by what a file calls them."""
    named: dict[str, list[Text]] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for code, label in groups().items():
                named.setdefault(code, []).append(label)
    return Words(named, layout.groups)


def came_words(one: StagedEntry | LoggedEntry) -> str:
    """Who came, as the log says it: roles, a number, or that nobody recorded it."""
    if one.heads is not None:
        return ngettext("one person came", "%(num)s people came", one.heads) % {"num": one.heads}
    if not one.roles:
        return _("who came was not recorded")
    known = programs.current().roles
    return ", ".join(say(known[code].name) if code in known else code for code in one.roles)
