"""Sort keys for names: both databases compare bytes, people do not."""

import re
import unicodedata


def sort_key(name: str) -> str:
    """A lower-case, accent-free key with numbers padded, at most 200 characters.

    >>> sort_key("Álvarez School 9") < sort_key("Alvarez School 10")
    True
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    squeezed = re.sub(r"[^a-z0-9]+", " ", plain.lower()).strip()
    return re.sub(r"\d+", lambda number: number.group().zfill(6), squeezed)[:200]
