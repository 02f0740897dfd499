"""Text that a template writes once, with holes that each page fills.

What is the same for many readers costs a template's work only the first time. The holes stand in
the template itself, `{{ hole }}`, so it reads like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template import engines
from markupsafe import Markup, escape

HOLE = Markup("<hole>")  # no text of a page holds it, for every text is escaped

Pieces = tuple[str, ...]


def written(template: str, given: Mapping[str, Any]) -> Pieces:
    """The text of a template between its holes; there is one more piece than there are holes."""
    env = engines["jinja2"].env  # type: ignore[attr-defined]
    text: str = env.get_template(template).render({**given, "hole": HOLE})
    return tuple(text.split(HOLE))


def filled(pieces: Pieces, *values: str | int) -> Markup:
    """The text with each hole filled in its order, and what is filled in escaped (ValueError)."""
    out = [pieces[0]]
    for value, piece in zip(values, pieces[1:], strict=True):
        out += (escape(value) if value.__class__ is str else str(value), piece)
    return Markup("".join(out))  # noqa: S704 - the template escaped its words, and we the rest
