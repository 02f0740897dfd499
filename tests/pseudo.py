"""A language that puts every translated message into brackets, made while the tests run.

What stands outside brackets on a page is either data (words of the pack, names, codes) or a bare
string that nobody could translate.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, Doctype, NavigableString
from django.test import override_settings
from django.utils.translation import trans_real
from pydantic import BaseModel

LANGUAGE = "en-xa"
OPEN, CLOSE = "⟦", "⟧"
SPOKEN = ("alt", "aria-label", "placeholder", "title")
LETTERS = re.compile(r"[^\W\d_]{2,}")
KEY = re.compile(r"\b[A-Z2-7]{26,}\b")
"""The key of an app, made by chance."""
SHORTEST = 4
"""Shorter data (codes such as "en") is known only where it stands alone."""


class Pseudo(gettext.NullTranslations):
    """Every message is translated: into itself, between brackets."""

    def gettext(self, message: str) -> str:
        return f"{OPEN}{message}{CLOSE}" if message else ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.ngettext(msgid1, msgid2, n)

    def to_language(self) -> str:
        return LANGUAGE

    def language(self) -> str:
        return LANGUAGE


@contextmanager
def speaking(folder: Path) -> Iterator[None]:
    """Let the product know the language for a while; `folder` gets an empty catalog to be found."""
    catalog = folder / "en_XA" / "LC_MESSAGES" / "django.mo"
    catalog.parent.mkdir(parents=True)
    catalog.write_bytes(bytes.fromhex("de120495000000000000000000000000000000000000000000000000"))
    with override_settings(LOCALE_PATHS=[folder]):
        _forget()
        trans_real._translations[LANGUAGE] = Pseudo()  # type: ignore[attr-defined]
        try:
            yield
        finally:
            del trans_real._translations[LANGUAGE]  # type: ignore[attr-defined]
            _forget()


def _forget() -> None:
    """Let Django look again which languages there are."""
    for value in vars(trans_real).values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def words_of(part: Any) -> Iterator[str]:
    """Every text of a pack's part."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from words_of(getattr(part, name))
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from words_of(key)
            yield from words_of(value)
    elif isinstance(part, list | tuple):
        for one in part:
            yield from words_of(one)


def bare(page: BeautifulSoup, data: Iterable[str]) -> list[str]:
    """The words of a page that stand in no brackets and are no data."""
    plain = {" ".join(one.split()) for one in data if LETTERS.search(one)}
    known = sorted((one for one in plain if len(one) >= SHORTEST), key=len, reverse=True)
    outside = [text for text in _outside(page) if text not in plain]
    return [left for text in outside if (left := _without(KEY.sub(" ", text), known))]


def _outside(page: BeautifulSoup) -> Iterator[str]:
    """Text outside brackets; brackets may open in one element and close in another."""
    depth = 0
    for node in page.descendants:
        if isinstance(node, Tag):
            for name in SPOKEN:
                yield from _pieces(str(node.get(name, "")), 0)[0]
            if node.name == "input" and node.get("type") in {"submit", "button"}:
                yield from _pieces(str(node.get("value", "")), 0)[0]
        elif isinstance(node, NavigableString) and not isinstance(node, Comment | Doctype):
            if node.find_parent(["script", "style", "template"]) is None:
                pieces, depth = _pieces(str(node), depth)
                yield from pieces


def _pieces(text: str, depth: int) -> tuple[list[str], int]:
    """What of a text lies outside, and how deep it ends."""
    found, piece = [], ""
    for letter in text:
        if letter == OPEN:
            depth += 1
        elif letter == CLOSE:
            depth -= 1
        elif depth == 0:
            piece += letter
            continue
        found.append(piece)
        piece = ""
    return [" ".join(one.split()) for one in [*found, piece] if LETTERS.search(one)], depth


def _without(text: str, known: list[str]) -> str:
    for one in known:
        if one in text:
            text = text.replace(one, " ")
    return " ".join(text.split()) if LETTERS.search(text) else ""
