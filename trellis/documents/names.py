"""Cleaning the names people's files come with."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from trellis.documents.errors import Unsafe
from trellis.documents.media import ENDINGS, RUNNABLE, Media

LONGEST = 120
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
"""Names that are devices on Windows, with whatever ending."""


def clean_name(name: str, media: Media) -> str:
    """A name that is safe on every system and ends as its content says."""
    stem, ending = _split(_printable(name))
    if ending in RUNNABLE:
        raise Unsafe(
            _("Files that end in .%(ending)s are not accepted, whatever is in them.")
            % {"ending": ending}
        )
    if ending not in media.endings:
        if ending not in ENDINGS:
            stem = f"{stem}.{ending}" if ending else stem
        ending = media.endings[0]
    stem = stem[: LONGEST - len(ending) - 1].strip(" .") or "file"
    if RESERVED.fullmatch(stem):
        stem = f"file-{stem}"[: LONGEST - len(ending) - 1]
    return f"{stem}.{ending}"


def _printable(name: str) -> str:
    """The last part of a path, without marks that steer, hide or reorder text."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(mark for mark in last if unicodedata.category(mark)[0] != "C")
    spaced = re.sub(r"\s+", " ", kept)
    return re.sub(r'[<>:"|?*]', "-", spaced).strip(" .")


def _split(name: str) -> tuple[str, str]:
    """The stem, and the ending in small letters without its dot."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,8}", ending):
        return name, ""
    return stem, ending.lower()
