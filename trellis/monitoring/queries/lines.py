"""The rows of a caseload as they stand on the page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.template import engines
from django.urls import reverse
from markupsafe import Markup

from trellis.kit.gaps import Pieces, filled, written
from trellis.monitoring.addresses import way
from trellis.monitoring.queries.caseload import Row


def rows_of(rows: Sequence[Row], *, month: str, language: str, own: bool) -> Markup:
    """The rows; `own` is a reader's own list, where reasons can be put off."""
    pieces = _pieces(month, language)
    return Markup("\n").join([_row(one, pieces, own=own) for one in rows])


def _row(one: Row, pieces: Pieces, *, own: bool) -> Markup:
    above = ", ".join(part for part in (one.district, one.support) if part)
    leads = way(one.next.act, one.id, one.code, one.next.meeting)
    return filled(
        pieces, one.code, one.name, way("school", one.id, one.code, 0), one.name, above,
        _why(one, own=own), one.strip, one.meetings, one.now, leads, one.next.label, one.name,
    )  # fmt: skip


def _why(one: Row, *, own: bool) -> Markup:
    """The reasons of one school; most rows of a quiet list have none."""
    if not one.reasons and not one.put_off:
        return Markup("")
    given = {
        "reasons": one.reasons,
        "put_off": one.put_off,
        "name": one.name,
        "off": reverse("monitoring:snoozes", args=[one.code]) if own else "",
    }
    env = engines["jinja2"].env  # type: ignore[attr-defined]
    return Markup(env.get_template("monitoring/_why.html").render(given))  # noqa: S704 - a template's


@lru_cache(maxsize=128)
def _pieces(month: str, _language: str) -> Pieces:
    return written("monitoring/_row.html", {"month": month})
