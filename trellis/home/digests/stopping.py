"""Links by which a reader does without a kind of mail: only we can make them; they open nothing.

A link does nothing by being opened, for mail programs open links by themselves; its page has a
button.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from trellis.kit.paging import number
from trellis.work.reminders.rules import OVERVIEW, SOON

PATTERN = re.compile(r"(\d{1,18})-([a-z-]{1,40})-([0-9a-f]{32})")


def token(person: int, kind: str) -> str:
    """What stands in the link: whose mail, which kind, and our signature under both."""
    return f"{person}-{kind}-{_signed(f'{person}:{kind}')}"


def stop_link(person: int, kind: str) -> str:
    """The whole address for a mail."""
    return stop_links(kind)(person)


def stop_links(kind: str) -> Callable[[int], str]:
    """The whole address for a mail of a kind, by the number of its reader.

    What is the same for all of thousands is done once.
    """
    root, keyed = _root(), _keyed(settings.SECRET_KEY)

    def link(person: int) -> str:
        own = keyed.copy()
        own.update(f"{person}:{kind}".encode())
        return f"{root}{person}-{kind}-{own.hexdigest()}/"

    return link


def overview(person: int) -> str:
    """Where somebody does without the overview."""
    return stop_link(person, OVERVIEW)


def soon(person: int) -> str:
    """Where somebody does without mails of what is due soon."""
    return stop_link(person, SOON)


def summary(person: int) -> str:
    """Where somebody does without the summaries of meetings."""
    return stop_link(person, "meeting-summary")


def read(claimed: str) -> tuple[int, str] | None:
    """The person's number and the kind that a token is for; None for what we have not signed."""
    parts = PATTERN.fullmatch(claimed)
    person = number(parts.group(1)) if parts else None
    if parts is None or person is None:
        return None
    fits = constant_time_compare(parts.group(3), _signed(f"{person}:{parts.group(2)}"))
    return (person, parts.group(2)) if fits else None


def _signed(text: str) -> str:
    """A keyed hash; half the price of an HMAC, and thousands are written together."""
    keyed = _keyed(settings.SECRET_KEY).copy()
    keyed.update(text.encode())
    return keyed.hexdigest()


@lru_cache(maxsize=2)
def _keyed(secret: str | bytes) -> blake2b:
    """A hash under a key of its own that follows from the installation's; made once, for
    thousands of mails."""
    key = salted_hmac("trellis.home.stopping", "", secret=secret, algorithm="sha256").digest()
    return blake2b(key=key, digest_size=16)


@lru_cache(maxsize=1)
def _root() -> str:
    return settings.BASE_URL + reverse("home:message-stop", args=["0"]).removesuffix("0/")
