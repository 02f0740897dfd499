"""The name by which a mail is known outside: only we can make one that fits a notice."""

from __future__ import annotations

import re

from django.utils.crypto import constant_time_compare, salted_hmac

PATTERN = re.compile(r"notice-(\d{1,18})-([0-9a-f]{32})")


def token(pk: int | None, dedupe_key: str) -> str:
    """The same for a notice whenever it is sent; nobody without the secret key can guess it."""
    signed = salted_hmac("trellis.notices.token", f"{pk}:{dedupe_key}", algorithm="sha256")
    return f"notice-{pk}-{signed.hexdigest()[:32]}"


def found_in(text: str) -> list[tuple[int, str]]:
    """Each notice's number in a text with the whole token, as claimed; not yet believed."""
    return [(int(one.group(1)), one.group()) for one in PATTERN.finditer(text)]


def fits(claimed: str, pk: int, dedupe_key: str) -> bool:
    """Whether a token is the one that we gave this notice."""
    return constant_time_compare(claimed, token(pk, dedupe_key))
