"""Password rules beyond Django's own: length and guessability count, composition does not."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from trellis.people.models import Person

PHRASES = frozenset(
    """
    correct horse battery staple|the quick brown fox jumps over the lazy dog|to be or not to be
    four score and seven years ago|we the people of the united states|i pledge allegiance
    twinkle twinkle little star|mary had a little lamb|once upon a time|happy birthday to you
    may the force be with you|i am your father|live long and prosper|beam me up scotty
    open sesame|let me in please|please let me in|this is my password|my password is
    password is password|i forgot my password|change me please|i hate passwords
    never gonna give you up|hello darkness my old friend|i will always love you
    winter is coming|you shall not pass|my precious|elementary my dear watson
    in the beginning god created|our father who art in heaven|the lord is my shepherd
    jesus loves me this i know|god bless america|o say can you see|land of the free
    all work and no play|home sweet home|an apple a day|easy as one two three
    abcdefghijklmnopqrstuvwxyz|onetwothreefourfive|one two three four five six
    monday tuesday wednesday|january february march|spring summer fall winter
    red orange yellow green blue|no child left behind|every student succeeds
    """.replace("\n", "|").split("|")
)
KNOWN = tuple(sorted({re.sub(r"[^a-z]", "", one) for one in PHRASES} - {""}, key=len, reverse=True))

PLACE = """
    trellis improvement superintendent coordinator principal administrator education elementary
    password passcode passphrase passwort welcome letmein school district academy teacher
    student students schools teachers learning support secret login signin account county board
    state summer winter spring autumn monday tuesday wednesday thursday friday admin middle high
    qwerty please iloveyou change dragon monkey football baseball sunshine princess
"""
CONTEXT = tuple(sorted(PLACE.split(), key=len, reverse=True))
"""Longest first, so that a short word never leaves half of a longer one behind."""

ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
STEPS = frozenset(
    pair
    for row in ROWS
    for first, second in zip(row, row[1:], strict=False)
    for pair in (first + second, second + first)
)

FEWEST_LETTERS = 6
"""What must be left of a password when everything that people try first is taken out."""


class NoKnownPhrase:
    """Refuses long passwords that everybody tries first.

    Well-known phrases, repetitions, runs along the alphabet or the keyboard, and passwords built
    only from the person's own name and address or from words of the place.
    """

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise a sentence that says what makes it easy to guess."""
        plain = unicodedata.normalize("NFKC", password).casefold()
        if is_repetition(plain):
            raise ValidationError(
                _("This repeats itself. Put different words one after another."),
                code="password_repeats",
            )
        if is_run(plain):
            raise ValidationError(
                _("This follows the alphabet or the keyboard. Choose words of your own."),
                code="password_runs",
            )
        if is_built_from(plain, (*KNOWN, *words_of(user), *CONTEXT)):
            raise ValidationError(
                _(
                    "This is built from a well-known phrase, your name or words of your work. "
                    "Choose words that have nothing to do with them: four of them are enough."
                ),
                code="password_known",
            )

    def get_help_text(self) -> str:
        """Say it before the first try."""
        return _(
            "Four unrelated words are easy to keep and hard to guess. "
            "No capitals, digits or signs are needed."
        )


def is_repetition(plain: str) -> bool:
    """Whether one short piece makes up the whole, or hardly any different signs are used."""
    squeezed = re.sub(r"[\W_]+", "", plain)
    if len(set(squeezed or plain)) < 5:
        return True
    return any(
        (unit := (text + text).find(text, 1)) < len(text) and unit <= len(text) // 2
        for text in {plain, squeezed} - {""}
    )


def is_run(plain: str) -> bool:
    """Whether most of it walks step by step along the alphabet, the digits or a keyboard row."""
    text = re.sub(r"[\W_]+", "", plain)
    steps = sum(1 for at in range(len(text) - 1) if text[at : at + 2] in STEPS)
    return len(text) > 1 and steps / (len(text) - 1) >= 0.7


def is_built_from(plain: str, words: tuple[str, ...]) -> bool:
    """Whether hardly anything is left once the given words, digits and signs are taken out."""
    left = "".join(one for one in plain if one.isalpha())
    for word in words:
        left = left.replace(word, " ")
    return len(left.replace(" ", "")) < FEWEST_LETTERS


def words_of(user: Person | None) -> tuple[str, ...]:
    """The person's own words: the parts of the name and of the address."""
    if user is None:
        return ()
    own = f"{getattr(user, 'name', '')} {getattr(user, 'email', '')}".casefold()
    parts = {part for part in re.split(r"[\W\d_]+", own) if len(part) > 2}
    return tuple(sorted(parts, key=len, reverse=True))
