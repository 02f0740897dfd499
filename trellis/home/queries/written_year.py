"""The cards and months of a year as they stand on the page.

What a card says is the same for every school that is as far, so a template writes it once, with
holes for the numbers of tasks and for what people left beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from markupsafe import Markup

from trellis.home.addresses import task_root
from trellis.home.queries.cards import Card, CheckLine, Chip, Group, Month
from trellis.kit.gaps import Pieces, filled, written


def months(rail: Sequence[Month], language: str) -> Markup:
    """The rail of months with the progress of each."""
    pieces = _rail(tuple((one.url, one.label, one.current) for one in rail), language)
    return filled(pieces, *[part for one in rail for part in (one.words, one.of, one.done)])


@lru_cache(maxsize=256)
def _rail(months: tuple[tuple[str, str, bool], ...], _language: str) -> Pieces:
    return written("home/_rail.html", {"months": months})


def cards(groups: Iterable[Group], language: str) -> list[tuple[str, Markup]]:
    """The cards of each month under its name."""
    return [
        (group.title, Markup("\n").join([_card(one, language) for one in group.cards]))
        for group in groups
    ]


def _card(card: Card, language: str) -> Markup:
    said = (card.title, card.why, card.minutes, card.when, card.until, card.late, card.earlier)
    pieces = _frame(said, card.help, tuple(card.warnings), language)
    lines = Markup("\n").join([_line(one, language) for one in card.lines])
    return filled(pieces, lines, _chips(tuple(card.chips), language) if card.chips else "")


@lru_cache(maxsize=4096)
def _frame(
    said: tuple[str | bool, ...], help_text: Markup, warnings: tuple[str, ...], _language: str
) -> Pieces:
    names = ("title", "why", "minutes", "when", "until", "late", "earlier")
    given = dict(zip(names, said, strict=True))
    return written("home/_card.html", {**given, "help": help_text, "warnings": warnings})


@lru_cache(maxsize=4096)
def _chips(chips: tuple[Chip, ...], _language: str) -> Markup:
    return Markup(written("home/_chips.html", {"chips": chips})[0])  # noqa: S704 - rendered


def _line(line: CheckLine, language: str) -> Markup:
    number, text, state, button, hint, who, sign = line
    pieces = _check(text, state, button, bool(hint), who, sign, language)
    values: list[str | int] = [number] * (4 if button == "do" else 2)
    if hint:
        values += [hint, number, number] if button == "undo" else [hint]
    return filled(pieces, *values)


@lru_cache(maxsize=8192)
def _check(
    text: str, state: str, button: str, hinted: bool, who: str, sign: str, _language: str
) -> Pieces:
    given = {"text": text, "state": state, "button": button, "hinted": hinted, "who": who}
    return written("home/_check.html", {**given, "sign": sign, "tasks": task_root()})
