"""Where the one button of a row leads; built once and kept."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse
from django.utils.http import urlencode


@lru_cache(maxsize=16_384)
def way(act: str, organization: int, code: str, meeting: int) -> str:
    """The address for what a row asks its reader to do."""
    if act == "year":
        return reverse("home:year", args=[code])
    if act == "people":
        return reverse("organizations:appointments", args=[organization])
    if act == "teams":
        return reverse("organizations:teams", args=[organization])
    if act == "message":
        return f"{reverse('monitoring:message')}?{urlencode({'at': code})}"
    if act == "offer":
        return f"{reverse('meetings:offering')}?{urlencode({'at': code})}"
    if act == "meeting":
        return reverse("meetings:meeting", args=[meeting])
    return reverse("home:school", args=[code])
