"""The ways in, as a person walks them in a browser."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from bs4 import BeautifulSoup, Tag
from django.test import Client

from trellis.notices.models import Notice

PASSWORD = "velvet acorn ladder thunder"


def page(answer: Any) -> BeautifulSoup:
    """The page as a browser reads it."""
    return BeautifulSoup(answer.content, "html.parser")


def piece(answer: Any, where: str) -> Tag:
    """The first piece of a page that a CSS selector finds."""
    found = page(answer).select_one(where)
    assert found is not None, where
    return found


def text(answer: Any, where: str) -> str:
    """What a piece of a page says."""
    return piece(answer, where).get_text(strip=True)


def heading(answer: Any) -> str:
    """The one h1."""
    (found,) = page(answer).select("h1")
    return found.get_text(strip=True)


def errors(answer: Any) -> list[str]:
    """What the summary at the top says is wrong."""
    return [one.get_text(strip=True) for one in page(answer).select("#errors li")]


def code_for(address: str) -> str:
    """The code of the newest mail to an address."""
    letter = Notice.objects.filter(address=address, kind="sign-in-code").latest("id").text
    found = re.search(r"^ {4}(\S+)$", letter, re.MULTILINE)
    assert found, letter
    return found.group(1)


def link_for(address: str) -> str:
    """The path in the newest mail about a new password."""
    letter = Notice.objects.filter(address=address, kind="password-reset").latest("id").text
    found = re.search(r"^https?://[^/]+(/\S+)$", letter, re.MULTILINE)
    assert found, letter
    return found.group(1)


def app_code(secret: str, *, later: int = 0) -> str:
    """What an authenticator app shows for a key now, or some steps of 30 seconds later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later)))


def sign_in_by_code(client: Client, address: str) -> Any:
    """Ask for a code and enter it."""
    client.post("/sign-in/", {"login": address, "way": "code"})
    return client.post("/sign-in/code/entry/", {"code": code_for(address), "action": "verify"})


def who_is_in(client: Client) -> str:
    """The address on the profile page, or nothing for a stranger."""
    answer = client.get("/profile/")
    if answer.status_code != 200:
        return ""
    return next(piece(answer, ".meta-strip").stripped_strings)
