"""Words as a search compares them: plain letters, one form for one thing, and near spellings.

Pure functions; the pack brings synonyms and words that say nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST_PREFIX = 4
SHORTEST_SLIP = 4
MOST_WORDS = 8
LONGEST = 40
MOST_TEXT = 20_000


def words_of(text: str) -> list[str]:
    """The words of a text, lower-case, without accents or plural.

    >>> words_of("Board members' guide, Tier 2: policies")
    ['board', 'member', 'guide', 'tier', '2', 'policy']
    """
    plain = unicodedata.normalize("NFKD", text[:MOST_TEXT].replace("’", "'").replace("'s", ""))
    found = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    return [_singular(word) for word in found if len(word) <= LONGEST]


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def near_spellings(word: str) -> set[str]:
    """Every spelling that one letter more, less, other or swapped makes of a word.

    >>> {"coaching", "coahing", "caoching"} <= near_spellings("coaching") | {"coaching"}
    True
    """
    cut = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {one + two[1:] for one, two in cut if two}
    found |= {one + two[1] + two[0] + two[2:] for one, two in cut if len(two) > 1}
    found |= {one + letter + two[1:] for one, two in cut if two for letter in LETTERS}
    found |= {one + letter + two for one, two in cut for letter in LETTERS}
    return found - {word}


@dataclass
class Slot:
    """One thing that was asked for, and the words that mean it; `typed` is what to show."""

    typed: str
    words: set[str] = field(default_factory=set)
    plain: bool = True
    """One word, of which beginnings and near spellings count too."""
    begun: set[str] = field(default_factory=set)
    slipped: set[str] = field(default_factory=set)
    known: bool = False


class Tongue:
    """The synonyms and the silent words of a pack."""

    def __init__(self, synonyms: Iterable[Sequence[str]], ignored: Iterable[str]) -> None:
        self._synonyms = [list(group) for group in synonyms]
        self._ignored = list(ignored)

    @cached_property
    def phrases(self) -> dict[tuple[str, ...], str]:
        """Each way to say a thing, as words, with the term that stands for the thing."""
        found: dict[tuple[str, ...], str] = {}
        for group in self._synonyms:
            term = "~" + "_".join(words_of(group[0]))
            for said in group:
                found[tuple(words_of(said))] = term[:80]
        return found

    @cached_property
    def ignored(self) -> frozenset[str]:
        """Words that say nothing."""
        return frozenset(word for one in self._ignored for word in words_of(one))

    @cached_property
    def _longest(self) -> int:
        return max((len(phrase) for phrase in self.phrases), default=0)

    def terms(self, text: str) -> list[str]:
        """What a text is found by: its words, and the things that its phrases mean."""
        words = words_of(text)
        found = [word for word in words if word not in self.ignored]
        for at in range(len(words)):
            for length in range(1, self._longest + 1):
                term = self.phrases.get(tuple(words[at : at + length]))
                if term and at + length <= len(words):
                    found.append(term)
        return found

    def slots(self, typed: str) -> list[Slot]:
        """What a search asks for, the longest phrase first; silent words are left out."""
        words, at = words_of(typed[:200]), 0
        found: list[Slot] = []
        while at < len(words) and len(found) < MOST_WORDS:
            length = self._phrase_at(words, at)
            phrase = tuple(words[at : at + max(length, 1)])
            if length:
                own = {phrase[0]} if length == 1 else set()
                found.append(Slot(" ".join(phrase), {self.phrases[phrase], *own}, length == 1))
            elif phrase[0] not in self.ignored:
                found.append(Slot(phrase[0], {phrase[0]}))
            at += max(length, 1)
        return found

    def _phrase_at(self, words: list[str], at: int) -> int:
        """How many words from here make the longest known phrase; 0 for none."""
        for length in range(self._longest, 0, -1):
            if at + length <= len(words) and tuple(words[at : at + length]) in self.phrases:
                return length
        return 0
