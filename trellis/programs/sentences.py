"""What pydantic found wrong with a section, in sentences that say how to mend it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from trellis.programs.hints import meant
from trellis.programs.schema.base import Code
from trellis.programs.sections import Complaint
from trellis.programs.shape import child, is_choice, model_at

At = tuple[str | int, ...]

CODE_PATTERN = Code.__metadata__[0].pattern  # type: ignore[attr-defined]
_BRANCHES = {"string_type": str, "dict_type": dict, "list_type": list}


def complaints(model: type[BaseModel], data: Any, error: ValidationError) -> list[Complaint]:
    """One complaint per wrong piece; of a piece that may have two shapes, only the nearer one's."""
    found: dict[tuple[At, str], None] = {}
    for detail in error.errors(include_url=False):
        at, value, tried_a_shape = _place(model, data, detail)
        if tried_a_shape and _is_other_shape(detail, value):
            continue
        found[at, _sentence(model, data, at, detail)] = None
    if not found:  # a file with an error is never taken for a right one
        found[(), str(error.errors(include_url=False)[0]["msg"])] = None
    return [Complaint(at, text) for at, text in found]


def _place(shape: Any, data: Any, detail: ErrorDetails) -> tuple[At, Any, bool]:
    """Where the piece is in the data; pydantic also names the shapes it tried on the way."""
    at: list[str | int] = []
    steps = detail["loc"][:-1] if detail["type"] == "missing" else detail["loc"]
    chosen = False
    for step in steps:
        is_tag = is_choice(shape) and not chosen
        if _holds(data, step) and not is_tag:
            at.append(step)
            shape, data, chosen = child(shape, data, step), data[step], False
        else:
            chosen = True
    return tuple(at), data, chosen


def _holds(data: Any, step: str | int) -> bool:
    if isinstance(data, list):
        return isinstance(step, int) and step < len(data)
    return isinstance(data, dict) and step in data


def _is_other_shape(detail: ErrorDetails, value: Any) -> bool:
    """Whether pydantic complains that a text in languages is no plain text, or the reverse."""
    wanted = _BRANCHES.get(detail["type"])
    if wanted is str:
        return isinstance(value, dict)
    return wanted is dict and not isinstance(value, dict)


def _sentence(model: type[BaseModel], data: Any, at: At, detail: ErrorDetails) -> str:
    kind = detail["type"]
    value = detail["input"]
    if kind == "missing":
        return _('"%(name)s" is missing') % {"name": detail["loc"][-1]}
    if kind == "extra_forbidden":
        owner = model_at(model, data, at[:-1])
        known = owner.model_fields if owner else ()
        name = str(at[-1])
        return _('"%(name)s" is not known here') % {"name": name} + meant(name, known)
    if at and at[-1] == "[key]":
        at = at[:-1]
    return f"{_subject(at, value)} {_wrong(kind, value, detail)}"


def _subject(at: At, value: Any) -> str:
    name = next((step for step in reversed(at) if isinstance(step, str)), "")
    said = "" if value is None or isinstance(value, dict | list) else f' "{str(value)[:80]}"'
    return f"{name}{said}" if name else _("the file")


def _wrong(kind: str, value: Any, detail: ErrorDetails) -> str:
    context: Mapping[str, Any] = detail.get("ctx", {})
    if value is None:
        return _("is empty; write something or leave the line out")
    if kind in _SAID:
        return _SAID[kind]()
    if kind == "string_type":
        quotes = isinstance(value, int | float | datetime.date)
        return _("must be text; put it in quotes") if quotes else _("must be text")
    if kind == "string_pattern_mismatch" and context.get("pattern") == CODE_PATTERN:
        return _("is not a code: small letters and digits, with hyphens or dots between")
    if kind in ("enum", "literal_error"):
        choices = [word.strip("' ") for word in context["expected"].replace(" or ", ",").split(",")]
        one_of = _("is not known; it is one of %(choices)s") % {"choices": ", ".join(choices)}
        return one_of + meant(str(value), choices)
    if kind in _NUMBERS:
        limit = next(context[key] for key in _NUMBERS[kind][1])
        return _NUMBERS[kind][0]() % {"limit": limit}
    if kind == "union_tag_not_found":
        return _('needs a "kind"')
    if kind == "union_tag_invalid":
        tags = str(context["expected_tags"]).replace("'", "")
        hint = meant(str(context["tag"]), tags.split(", "))
        return _('needs a "kind" that is one of %(choices)s') % {"choices": tags} + hint
    return str(detail["msg"])


_SAID: dict[str, Callable[[], str]] = {
    "string_too_short": lambda: _("is empty"),
    "int_type": lambda: _("must be a whole number"),
    "int_parsing": lambda: _("must be a whole number"),
    "int_from_float": lambda: _("must be a whole number"),
    "bool_type": lambda: _("must be true or false"),
    "bool_parsing": lambda: _("must be true or false"),
    "date_type": lambda: _("must be a date like 2026-10-30"),
    "date_parsing": lambda: _("must be a date like 2026-10-30"),
    "date_from_datetime_parsing": lambda: _("must be a date like 2026-10-30"),
    "date_from_datetime_inexact": lambda: _("must be a date like 2026-10-30"),
    "list_type": lambda: _("must be a list, one entry per line that begins with a hyphen"),
    "tuple_type": lambda: _("must be a list, one entry per line that begins with a hyphen"),
    "dict_type": lambda: _("must be lines of the form name: value"),
    "model_type": lambda: _("must be lines of the form name: value"),
    "model_attributes_type": lambda: _("must be lines of the form name: value"),
}
_NUMBERS: dict[str, tuple[Callable[[], str], tuple[str, ...]]] = {
    "greater_than_equal": (lambda: _("is less than %(limit)s"), ("ge",)),
    "less_than_equal": (lambda: _("is more than %(limit)s"), ("le",)),
    "string_too_long": (lambda: _("is longer than %(limit)s characters"), ("max_length",)),
    "too_long": (lambda: _("has more than %(limit)s entries"), ("max_length",)),
    "too_short": (lambda: _("has fewer than %(limit)s entries"), ("min_length",)),
}
