"""Where the shortcuts of the sample exist: in a database marked so, started as one."""

from __future__ import annotations

from django.conf import settings

from trellis.programs.models import Installation


def is_open(installation: Installation | None) -> bool:
    """Whether sign-in by role and the month switch exist here; both locks must be open."""
    return (
        settings.SAMPLE
        and installation is not None
        and installation.kind == Installation.Kind.SAMPLE
    )
