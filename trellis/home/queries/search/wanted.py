"""What somebody looks for: words that begin a word of a name, or miss it by one letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from trellis.kit.names import sort_key, visible

Filter = Callable[[str], Q]

LONGEST = 100
MOST_WORDS = 6
SLIPS_FROM = 5
"""Words of fewer letters have to be right: with one letter off they could be any other."""


@dataclass(frozen=True)
class Wanted:
    """A text as typed, and its words as names are sorted: small letters without accents."""

    text: str = ""
    words: tuple[str, ...] = ()

    @property
    def named(self) -> bool:
        """Whether there is enough to look for: two letters or a digit."""
        return any(len(word) > 1 for word in self.words)


def wanted(given: str) -> Wanted:
    """What a text asks for; marks and signs that are no letters ask for nothing.

    >>> wanted("  Álvarez, 9%_").words
    ('alvarez', '000009')
    """
    text = " ".join(visible(given[: 4 * LONGEST]).split())[:LONGEST].strip()
    return Wanted(text, tuple(dict.fromkeys(sort_key(text).split()))[:MOST_WORDS])


def says(asked: Wanted, text: str) -> bool:
    """Whether every word asked for begins a word of a text."""
    found = sort_key(text).split()
    return all(any(one.startswith(word) for one in found) for word in asked.words)


def nearly_says(asked: Wanted, text: str) -> bool:
    """Whether every word asked for begins a word of a text, with one letter off at most in each."""
    found = sort_key(text).split()
    return all(any(_begins_nearly(word, one) for one in found) for word in asked.words)


def _begins_nearly(word: str, one: str) -> bool:
    if one.startswith(word):
        return True
    if not _may_slip(word):
        return False
    return any(one_off(word, one[: len(word) + more]) for more in (-1, 0, 1))


def one_off(word: str, other: str) -> bool:
    """Whether two words differ by a letter too many, too few, another one, or two that swapped.

    >>> one_off("lincon", "lincoln"), one_off("lnicoln", "lincoln"), one_off("linn", "lincoln")
    (True, True, False)
    """
    if len(word) > len(other):
        word, other = other, word
    same = next((n for n, sign in enumerate(word) if sign != other[n]), len(word))
    rest, others = word[same:], other[same:]
    if len(word) < len(other):
        return rest == others[1:]
    return rest[1:] == others[1:] or (rest[2:] == others[2:] and rest[:2] == others[1::-1])


def _may_slip(word: str) -> bool:
    return len(word) >= SLIPS_FROM and word.isalpha()


def exactly(asked: Wanted, *fields: str, key: bool = True) -> Q:
    """The filter for rows in which each word begins a word of one of the fields.

    `key` says that the fields hold sort keys; others are compared without regard to case.
    """
    return _every(asked, lambda word: _starts(word, fields, key))


def nearly(asked: Wanted, *fields: str, key: bool = True) -> Q:
    """The filter for rows that may say it with one letter off; `nearly_says` then looks closely.

    One slip leaves the first half of a word or its second half as it is, or swaps the letters
    where they meet.
    """

    def near(word: str) -> Q:
        found = _starts(word, fields, key)
        if _may_slip(word):
            middle = len(word) // 2
            swapped = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
            found |= _starts(word[:middle], fields, key)
            for part in (word[middle:], swapped):
                found |= _holds(part, fields, key)
        return found

    return _every(asked, near)


def _every(asked: Wanted, filter_of: Filter) -> Q:
    found = Q()
    for word in asked.words:
        found &= filter_of(word)
    return found


def _starts(word: str, fields: tuple[str, ...], key: bool) -> Q:
    begins, holds = ("startswith", "contains") if key else ("istartswith", "icontains")
    word = word if key else word.lstrip("0") or "0"  # keys pad their numbers, other texts don't
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__{begins}": word}) | Q(**{f"{field}__{holds}": f" {word}"})
    return found


def _holds(part: str, fields: tuple[str, ...], key: bool) -> Q:
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__{'contains' if key else 'icontains'}": part})
    return found
