"""Sort keys for names: both databases compare bytes, people do not."""

import re
import unicodedata

STEERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks that turn the direction of what follows: a name with one rewrites the line it stands in."""


def visible(text: str) -> str:
    """A text without control characters and without marks that turn the text around it.

    Lines, tabs, other scripts and the joiners of emoji stay.

    >>> visible("Ana\\x07 \\u202eDíaz")
    'Ana Díaz'
    """
    return "".join(
        sign
        for sign in text
        if sign in "\n\t" or (sign not in STEERING and unicodedata.category(sign) != "Cc")
    )


def sort_key(name: str) -> str:
    """A lower-case, accent-free key with numbers padded, at most 200 characters.

    >>> sort_key("Álvarez School 9") < sort_key("Alvarez School 10")
    True
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    squeezed = re.sub(r"[^a-z0-9]+", " ", plain.lower()).strip()
    return re.sub(r"\d+", lambda number: number.group().zfill(6), squeezed)[:200]
