"""What the shell around every page shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from trellis.programs import queries as programs


def shell(request: HttpRequest) -> dict[str, Any]:
    """The program, the visitor, and what the footer must say."""
    installation = getattr(request, "installation", None)
    if installation is None:
        return {"program": None, "visitor": None, "installation": None}
    return {
        "program": programs.program(installation.version_id),
        "visitor": getattr(request, "visitor", None),
        "installation": installation,
    }
