"""What a kind or a group of mail is called: rooms that write it say so when Django starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_names: dict[str, str | StrPromise] = {
    "sign-in-code": _("Code to sign in"),
    "password-reset": _("Link to set a password"),
    "unknown-address": _("Answer to an unknown address"),
    "address-changed": _("Address changed"),
}


def register(code: str, name: str | StrPromise) -> None:
    """Name a kind of mail; the same one again changes nothing."""
    if _names.setdefault(code, name) is not name:
        raise ValueError(f"Two rooms name the mail {code}.")


def called(code: str) -> str:
    """What people read; a kind that nobody has named reads as its code."""
    return str(_names.get(code) or code.replace("-", " ").capitalize())


Stop = Callable[[int], str]
"""The whole address at which a person, by number, does without a kind of mail."""

_stops: dict[str, Stop] = {}
_optional: set[str] = set()


def register_stop(code: str, stop: Stop, *, optional: bool = True) -> None:
    """Say where people do without a kind of mail.

    `optional` is a kind that the outbox leaves out for whoever chose so; for others the room that
    writes it asks itself. A kind without a stop always comes.
    """
    if _stops.setdefault(code, stop) is not stop:
        raise ValueError(f"Two rooms let people do without the mail {code}.")
    if optional:
        _optional.add(code)


def optional() -> frozenset[str]:
    """Kinds of single mails that people may do without."""
    return frozenset(_optional)


def stop_of(code: str, person: int | None) -> str:
    """Where a person does without a kind of mail; empty for one that always comes."""
    stop = _stops.get(code)
    return stop(person) if stop is not None and person is not None else ""


NameGroups = Callable[[Iterable[int]], dict[int, str]]
"""Names of records by their numbers."""

_groups: dict[str, NameGroups] = {}


def register_groups(word: str, names: NameGroups) -> None:
    """Say who names the groups that begin with a word, like `release` in `release:3`."""
    if _groups.setdefault(word, names) is not names:
        raise ValueError(f"Two rooms name the groups of {word}.")


def groups_called(keys: Iterable[str]) -> dict[str, str]:
    """What people read for groups; one question for each word, an unknown one reads as its key."""
    wanted = {key for key in keys if key}
    found = {key: key for key in wanted}
    for word, names in _groups.items():
        numbers = {key: key.partition(":")[2] for key in wanted if key.startswith(f"{word}:")}
        whole = {key: int(number) for key, number in numbers.items() if number.isdecimal()}
        titles = names(whole.values()) if whole else {}
        found |= {key: titles[pk] for key, pk in whole.items() if pk in titles}
    return found
