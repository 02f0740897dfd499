"""The look of a state: its colors and the built font, served as one small style sheet."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse

from trellis.programs.program import Program
from trellis.programs.schema.identity import LOOK_TOKENS

FONT = "built/public-sans.woff2"
_COLOR = re.compile(r"#[0-9a-fA-F]{3,8}")


@lru_cache(maxsize=1)
def font() -> str:
    """The address of the built font; nothing where it was not built."""
    built = finders.find(FONT) or staticfiles_storage.exists(FONT)
    return staticfiles_storage.url(FONT) if built else ""


def sheet(program: Program) -> str:
    """The style sheet: the font, and the state's colors outside dark mode."""
    tokens = program.pack.look.tokens
    colors = "".join(
        f"--{name}:{tokens[name]};"
        for name in LOOK_TOKENS
        if name in tokens and _COLOR.fullmatch(tokens[name])
    )
    parts = []
    if font():
        parts.append(
            '@font-face{font-family:"Public Sans";font-weight:100 900;font-display:swap;'
            f'src:url("{font()}") format("woff2")}}'
        )
    if colors:
        parts.append(
            "@media not all and (prefers-color-scheme:dark){@layer tokens{:root{" + colors + "}}}"
        )
    return "\n".join(parts)


@lru_cache(maxsize=8)
def address(version: int, program: Program) -> str:
    """Where the sheet stands, named by its content so that it may be kept; nothing when empty."""
    text = sheet(program)
    if not text:
        return ""
    return f"{reverse('web:tokens')}?v={version}-{sha256(text.encode()).hexdigest()[:8]}"
