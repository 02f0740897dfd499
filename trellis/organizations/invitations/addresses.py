"""Addresses as people paste them: from a mail, a sheet, a list; each bad one told by its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from trellis.kit.names import visible

MOST = 200
"""Addresses that one sending may have."""

MOST_TEXT = 40_000
MOST_PIECE = 600
"""Characters of an address with its name; what is longer is none, and slow to look through."""

IN_BRACKETS = re.compile(r"^(?P<name>[^<>]*)<(?P<address>[^<>]*)>$")
IN_PARENTHESES = re.compile(r"^(?P<address>[^\s()]+@[^\s()]+)\s*\((?P<name>[^()]*)\)$")
AT_THE_END = re.compile(r"^(?P<name>[^@]*\S)\s+(?P<address>[^\s@]+@[^\s@]+)$")


@dataclass(frozen=True)
class Pasted:
    """One address, and the name that stood beside it."""

    line: int
    address: str
    name: str = ""


@dataclass(frozen=True)
class Slip:
    """What could not be read, and why."""

    line: int
    text: str
    why: str


@dataclass(frozen=True)
class Reading:
    """Everything that was pasted: good addresses once each, and what was wrong."""

    good: tuple[Pasted, ...]
    slips: tuple[Slip, ...]


def read(text: str) -> Reading:
    """Addresses apart by line, comma or semicolon, with or without names; the first of two counts.

    >>> [one.address for one in read('"Lee, Ana" <Ana@x.org>; bo@x.org').good]
    ['ana@x.org', 'bo@x.org']
    """
    good: dict[str, Pasted] = {}
    slips = []
    for line, piece in _pieces(visible(text[:MOST_TEXT])):
        found = _one(line, piece)
        if isinstance(found, Pasted) and len(good) >= MOST and found.address not in good:
            words = {"most": MOST}
            found = Slip(line, piece[:100], _("More than %(most)s at a time.") % words)
        if isinstance(found, Slip):
            slips.append(found)
        elif found.address in good:
            slips.append(Slip(line, found.address, _("This address stands here twice.")))
        else:
            good[found.address] = found
    return Reading(tuple(good.values()), tuple(slips))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """What stands between separators; inside quotation marks and brackets there are none."""
    for number, line in enumerate(text.splitlines(), start=1):
        piece, quoted, bracketed = "", False, False
        for sign in line:
            if sign == '"':
                quoted = not quoted
            bracketed = (bracketed or sign == "<") and sign != ">"
            if sign in ",;" and not quoted and not bracketed:
                yield from _kept(number, piece)
                piece = ""
            else:
                piece += sign
        yield from _kept(number, piece)


def _kept(number: int, piece: str) -> Iterator[tuple[int, str]]:
    if piece.strip():
        yield number, piece.strip()


def _one(line: int, piece: str) -> Pasted | Slip:
    if len(piece) > MOST_PIECE:
        return Slip(line, piece[:100], _("This is not an email address."))
    plain = piece.replace('"', " ").strip()
    found = (
        IN_BRACKETS.match(plain) or IN_PARENTHESES.match(plain) or AT_THE_END.match(plain)
    )  # fmt: skip
    address = (found["address"] if found else plain).strip().strip("'").lower()
    address = address.removeprefix("mailto:")
    name = " ".join((found["name"] if found else "").strip(" \t'-:").split())[:200]
    try:
        validate_email(address)
    except ValidationError:
        return Slip(line, piece[:100], _("This is not an email address."))
    if len(address) > 254:
        return Slip(line, piece[:100], _("This address is too long."))
    return Pasted(line, address, name)
