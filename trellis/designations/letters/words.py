"""Texts with names in braces: which they name, and what is put there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from trellis.designations.letters.schema import Placeholder
from trellis.kit.paper.tree import Line, Run

NAMED = re.compile(r"\{([^{}]*)\}")
STRAY = re.compile(r"[{}]")
ADDRESSES = {
    Placeholder.WEBSITE: "",
    Placeholder.LINK: "",
    Placeholder.EMAIL: "mailto:",
    Placeholder.SENDER_EMAIL: "mailto:",
}
"""Placeholders that can be followed, with what makes an address of them."""


def slips(text: str, known: Collection[str]) -> Iterator[str]:
    """Names in braces that are not among those known, and braces that name nothing."""
    for name in NAMED.findall(text):
        if name not in known:
            yield name
    yield from STRAY.findall(NAMED.sub("", text))


def filled(text: str, values: Mapping[Placeholder, str]) -> str:
    """The text with its names replaced; what is put in is not read again.

    >>> filled("To {district}.", {Placeholder.DISTRICT: "{year} & Sons"})
    'To {year} & Sons.'
    """
    return NAMED.sub(lambda found: values.get(Placeholder(found[1]), ""), text)


def runs(text: str, values: Mapping[Placeholder, str]) -> Line:
    """The same as runs, in which addresses can be followed."""
    found: list[Run] = []
    for number, piece in enumerate(NAMED.split(text)):
        if number % 2 == 0:
            found += [Run(piece)] if piece else []
            continue
        name = Placeholder(piece)
        said = values.get(name, "")
        link = ADDRESSES[name] + said if said and name in ADDRESSES else ""
        if link and not link.startswith(("https://", "http://", "mailto:")):
            link = ""
        found += [Run(said, link=link)] if said else []
    return tuple(found)
