"""Whether mail leaves this database: only where people are real."""

from __future__ import annotations

from trellis.programs.models import Installation


def may_leave() -> bool:
    """No mail leaves a database marked sample, or one that nothing is installed in."""
    found = Installation.objects.values_list("kind", flat=True).first()
    return found is not None and found != Installation.Kind.SAMPLE
