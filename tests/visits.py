"""Visiting pages as somebody of the cast, and reading them as a person would."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.userkit import user_id_to_str
from bs4 import BeautifulSoup
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from trellis.people.models import Person

SignIn = Callable[[Person], Client]


def sign_in_as(client: Client, person: Person) -> Client:
    """Open a session as somebody who has used a second factor; how is tested in `people`."""
    client.force_login(person)
    session = client.session
    used = {"method": "mfa", "at": timezone.now().timestamp(), "type": "totp"}
    used["user_id"] = str(person.pk)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [used]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = user_id_to_str(person)
    session.save()
    return client


def read(answer: HttpResponseBase) -> BeautifulSoup:
    """The page as a browser reads it."""
    content = getattr(answer, "content", b"")
    return BeautifulSoup(content, "html.parser")


def heading(answer: HttpResponseBase) -> str:
    """The one h1."""
    (found,) = read(answer).select("h1")
    return " ".join(found.get_text(" ", strip=True).split())


def words(answer: HttpResponseBase) -> str:
    """All text of the page's main part in one line."""
    page = read(answer)
    part = page.select_one("main") or page
    return " ".join(part.get_text(" ", strip=True).split())
