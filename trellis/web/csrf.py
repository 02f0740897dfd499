"""The hidden field that shows a form came from a page of ours."""

from __future__ import annotations

import secrets

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, get_token
from markupsafe import Markup

MOST = len(CSRF_ALLOWED_CHARS)
# A byte of chance is one of the letters; the last few are left out, so that all are as likely.
FAIR = 256 // MOST * MOST
LETTERS = bytes(ord(CSRF_ALLOWED_CHARS[byte % MOST]) for byte in range(256))
UNFAIR = bytes(range(FAIR, 256))
MOVED = {
    by: {letter: CSRF_ALLOWED_CHARS[(n + k) % MOST] for k, letter in enumerate(CSRF_ALLOWED_CHARS)}
    for n, by in enumerate(CSRF_ALLOWED_CHARS)
}


def field(request: HttpRequest) -> Markup:
    """The field with a token that is new for each page, so that compression gives nothing away.

    A browser that has the cookie gets no new one: each sign-in renews it. Django's own masking
    asks the system for chance 32 times a page; this asks once.
    """
    secret = request.META.get("CSRF_COOKIE")
    token = masked(secret) if secret else get_token(request)
    # A token is letters and digits only.
    return Markup(f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">')  # noqa: S704


def masked(secret: str) -> str:
    """A token as the middleware reads it: a mask of chance, then the secret moved by it."""
    chance = b""
    while len(chance) < CSRF_SECRET_LENGTH:
        chance = secrets.token_bytes(2 * CSRF_SECRET_LENGTH).translate(LETTERS, UNFAIR)
    mask = chance[:CSRF_SECRET_LENGTH].decode()
    return mask + "".join([MOVED[by][letter] for by, letter in zip(mask, secret, strict=True)])
