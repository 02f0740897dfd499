"""Reading the links in mails, as their readers do."""

from __future__ import annotations

import re

from trellis.notices.models import Notice


def link_for(address: str) -> str:
    """The path of the link in the newest invitation to an address."""
    letter = Notice.objects.filter(address=address, kind="invitation").latest("id").text
    found = re.search(r"^https?://[^/]+(/\S+)$", letter, re.MULTILINE)
    assert found, letter
    return found.group(1)


def token_for(address: str) -> str:
    """What stands in that link."""
    return link_for(address).rstrip("/").rpartition("/")[2]
