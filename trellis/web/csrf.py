"""The hidden field that shows a form came from a page of ours."""

from __future__ import annotations

import secrets

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, get_token
from markupsafe import Markup

VALUES = {letter: value for value, letter in enumerate(CSRF_ALLOWED_CHARS)}
MOST = len(CSRF_ALLOWED_CHARS)


def field(request: HttpRequest) -> Markup:
    """The field with a token that is new for each page, so that compression gives nothing away.

    A browser that has the cookie gets no new one: each sign-in renews it. Django's own masking
    asks the system for chance 32 times a page; this asks once.
    """
    secret = request.META.get("CSRF_COOKIE")
    token = masked(secret) if secret else get_token(request)
    return Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(token)


def masked(secret: str) -> str:
    """A token as the middleware reads it: a mask of chance, then the secret moved by it."""
    chance, mask, moved = secrets.randbits(8 * CSRF_SECRET_LENGTH), [], []
    for letter in secret:
        chance, value = divmod(chance, MOST)
        mask.append(CSRF_ALLOWED_CHARS[value])
        moved.append(CSRF_ALLOWED_CHARS[(VALUES[letter] + value) % MOST])
    return "".join(mask) + "".join(moved)
