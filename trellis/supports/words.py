"""The program's lists of the catalog, and what their codes are called."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import get_language

from trellis.programs.program import Program
from trellis.programs.schema.base import Text
from trellis.programs.texts import say
from trellis.supports.schema import Choice, Supports
from trellis.supports.search_words import Tongue


def catalog_of(program: Program) -> Supports | None:
    """The section of a program; nothing for a state without a catalog."""
    found = program.parts.get("supports")
    return found if isinstance(found, Supports) and found.providers else None


@lru_cache(maxsize=8)
def tongue(program: Program) -> Tongue:
    """Synonyms and silent words of a program."""
    told = catalog_of(program)
    return Tongue(told.synonyms, told.ignored) if told else Tongue((), ())


def named(choices: Iterable[Choice], codes: Iterable[str]) -> list[str]:
    """What codes are called, in the order of the list; those it no longer has go by their code."""
    wanted = list(codes)
    known = [one.code for one in choices]
    found = [say(one.name) for one in choices if one.code in wanted]
    return found + [code for code in wanted if code not in known]


def level_names(program: Program) -> dict[int, str]:
    """What each level is called, by number: "Level 2: Near help"."""
    return _level_names(program, get_language() or "")


@lru_cache(maxsize=32)
def _level_names(program: Program, _language: str) -> dict[int, str]:
    word = say(program.pack.terms.get("level", "Level"))
    return {
        one.number: f"{word} {one.number}: {say(one.name)}"
        for one in program.vocabulary.support_levels
    }


def level_word(program: Program) -> str:
    """The state's word for a level."""
    return say(program.pack.terms.get("level", "Level"))


def every_language(text: Text | None) -> list[str]:
    """A text as it reads in each of its languages."""
    if text is None:
        return []
    return [text] if isinstance(text, str) else list(text.values())


def helpline(program: Program) -> tuple[str, str] | None:
    """Code and title of the support that stands in the foot of every page, if a state has one."""
    told = catalog_of(program)
    found = (
        next((one for one in told.services if one.code == told.helpline), None) if told else None
    )
    return (found.code, say(found.title)) if found else None
