"""What somebody sent after their session had ended: kept a day for that person, to be sent again.

Whose it is, the ended session says; its row stays until it is cleared away. Nobody else is shown
it, and whoever was signed out by a new password or from elsewhere has no row any more: nothing is
kept then. Files have to be chosen again.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.http import HttpRequest

from trellis.people.models import Person
from trellis.people.session_store import SessionStore

SECONDS = 24 * 60 * 60
MOST = 100_000
"""Characters that are kept; a form of ours takes far fewer."""
LEFT_OUT = frozenset({"csrfmiddlewaretoken", "next"})
SECRET = ("password", "code", "secret")
WORTH_SHOWING = 12


@dataclass(frozen=True)
class Unsent:
    """A form that came too late: where it was going, and what it held."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> list[str]:
        """What was typed, without what was only chosen."""
        return [value for _name, value in self.fields if len(value) >= WORTH_SHOWING]


def keep(request: HttpRequest) -> bool:
    """Keep a form for the person whose session has ended; whether there was anything to keep."""
    person = _whose(request)
    fields = tuple(
        (name, value)
        for name, values in request.POST.lists()
        if name not in LEFT_OUT
        for value in values
        if isinstance(value, str)
    )
    secret = any(word in name for name, _value in fields for word in SECRET)
    if person is None or secret or sum(len(value) for _name, value in fields) > MOST:
        return False
    found = Unsent(request.path, fields)
    if found.texts:
        put(person, found)
    return bool(found.texts)


def put(person: int, found: Unsent) -> None:
    """Keep a form for a person by number, in place of an earlier one."""
    cache.set(_key(person), found, SECONDS)


def of(person: Person) -> Unsent | None:
    """What is kept for a person."""
    found: Unsent | None = cache.get(_key(person.pk))
    return found


def forget(person: Person) -> None:
    """Keep it no longer."""
    cache.delete(_key(person.pk))


def _whose(request: HttpRequest) -> int | None:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    row = Session.objects.filter(session_key=key).first() if key else None
    told = SessionStore().decode(row.session_data).get(SESSION_KEY) if row else None
    return int(told) if told else None


def _key(person: int) -> str:
    return f"unsent:{person}"
