"""The ways in, as a person walks them in a browser."""

from __future__ import annotations

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from trellis.notices.models import Notice

PASSWORD = "velvet acorn ladder thunder"


def page(response: HttpResponse) -> BeautifulSoup:
    """The page as a browser reads it."""
    return BeautifulSoup(response.content, "html.parser")


def heading(response: HttpResponse) -> str:
    """The one h1."""
    (found,) = page(response).select("h1")
    return found.get_text(strip=True)


def errors(response: HttpResponse) -> list[str]:
    """What the summary at the top says is wrong."""
    return [one.get_text(strip=True) for one in page(response).select("#errors li")]


def code_for(address: str) -> str:
    """The code of the newest mail to an address."""
    text = Notice.objects.filter(address=address, kind="sign-in-code").latest("id").text
    found = re.search(r"^ {4}(\S+)$", text, re.MULTILINE)
    assert found, text
    return found.group(1)


def link_for(address: str) -> str:
    """The path in the newest mail about a new password."""
    text = Notice.objects.filter(address=address, kind="password-reset").latest("id").text
    found = re.search(r"^https?://[^/]+(/\S+)$", text, re.MULTILINE)
    assert found, text
    return found.group(1)


def app_code(secret: str, *, later: int = 0) -> str:
    """What an authenticator app shows for a key now, or some steps of 30 seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def sign_in_by_code(client: Client, address: str) -> HttpResponse:
    """Ask for a code and enter it."""
    client.post("/sign-in/", {"login": address, "way": "code"})
    return client.post("/sign-in/code/entry/", {"code": code_for(address), "action": "verify"})


def who_is_in(client: Client) -> str:
    """The address on the profile page, or nothing for a stranger."""
    answer = client.get("/profile/")
    if answer.status_code != 200:
        return ""
    return page(answer).select_one(".meta-strip").get_text(strip=True)
