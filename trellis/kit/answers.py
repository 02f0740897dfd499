"""A page as an answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """What Django's `render` gives; told its charset, the answer need not read its own header."""
    return HttpResponse(render_to_string(template, context, request), charset="utf-8")
