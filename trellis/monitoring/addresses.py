"""Where the one button of a row leads; built once and kept."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=16_384)
def way(act: str, organization: int, code: str, meeting: int) -> str:
    """The address for what a row asks its reader to do."""
    if act == "year":
        return reverse("home:year", args=[code])
    if act == "people":
        return reverse("organizations:appointments", args=[organization])
    if act == "message":
        return f"{reverse('monitoring:message')}?school={organization}"
    return reverse("home:school", args=[code])
