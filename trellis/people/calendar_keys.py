"""The key by which a calendar program reads a person's calendar: made, shown once, taken back.

A calendar program can't sign in, so the address itself is the key: 256 bits by chance, of which
only the hash is kept.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, OutOfOrder
from trellis.kit.sql import rows
from trellis.people.models import CalendarKey, Person

LONGEST = 100


def hash_of(token: str) -> str:
    """What is kept of a key; empty for what can be none."""
    return hashlib.sha256(token.encode()).hexdigest() if 0 < len(token) <= LONGEST else ""


def has_key(person: Person) -> CalendarKey | None:
    """The key that a person's calendar has today."""
    return CalendarKey.objects.filter(person=person).exclude(token_hash="").first()


class Opened(NamedTuple):
    """What a calendar program opens with a key, and the latest entry of the whole history."""

    key: int
    token_hash: str
    version: int
    changed_at: datetime
    latest: int


OPENED = """
SELECT k.id, k.token_hash, k.version, k.changed_at, (SELECT MAX(id) FROM history_entry)
FROM people_calendarkey k JOIN people_person p ON p.id = k.person_id
WHERE k.token_hash = %(hash)s AND k.token_hash <> '' AND p.is_active
"""


def opened_by(token: str) -> Opened | None:
    """What somebody's key opens; nothing for one that was taken back, or of a closed account.

    One plain statement, for programs ask again and again. Looked up by the hash: how far two
    hashes agree says nothing about the key.
    """
    found = rows(OPENED, {"hash": hash_of(token)}, plain=True)
    if not found:
        return None
    key, token_hash, version, at, latest = found[0]
    # SQLite hands a moment back without its zone; it is kept in UTC.
    return Opened(
        key, token_hash, version, at if at.tzinfo else at.replace(tzinfo=UTC), latest or 0
    )


def key_of(opened: Opened) -> CalendarKey:
    """The record of what was opened, with its person; one query."""
    return CalendarKey.objects.select_related("person").get(pk=opened.key)


def mark_of(key: CalendarKey | None) -> str:
    """What tells the key that somebody saw from one made since; empty where there is none."""
    return key.token_hash[:12] if key else ""


@transaction.atomic
def make_key(person: Person, *, seen: str, by: Person) -> str:
    """Make a new key and answer it, the only time that it is known; an older one opens nothing.

    `seen` is the mark of the one to replace: the same form sent twice makes one. OutOfOrder.
    """
    _own(person, by)
    token, now = secrets.token_urlsafe(32), clock.now()
    CalendarKey.objects.get_or_create(person=person, defaults={"made_at": now, "changed_at": now})
    key = CalendarKey.objects.select_for_update().get(person=person)
    if mark_of(key) != seen:
        raise OutOfOrder(_("Your calendar has another address by now. Look at it again."))
    # The version stays: a calendar that is given the new address knows what it has already.
    CalendarKey.objects.filter(pk=key.pk).update(token_hash=hash_of(token), made_at=now)
    verb = "renewed the calendar address" if seen else "made a calendar address"
    record(f"person:{person.pk}", person.name, verb, by=by)
    return token


@transaction.atomic
def take_back_key(person: Person, *, by: Person) -> None:
    """Take the key back: nothing opens at the address any more."""
    _own(person, by)
    same = CalendarKey.objects.filter(person=person).exclude(token_hash="")
    if not same.update(token_hash=""):
        raise OutOfOrder(_("Your calendar has no address any more."))
    record(f"person:{person.pk}", person.name, "took back the calendar address", by=by)


def noted(key: CalendarKey, digest: str) -> CalendarKey:
    """Keep what a calendar says now where it is something else than before; the key as it stands.

    Nothing of this is a deed: it is what calendar programs are told of the last change.
    """
    if key.digest == digest:
        return key
    same = CalendarKey.objects.filter(pk=key.pk, version=key.version)
    same.update(digest=digest, version=F("version") + 1, changed_at=clock.now())
    return CalendarKey.objects.select_related("person").get(pk=key.pk)


def _own(person: Person, by: Person) -> None:
    if person.pk != by.pk:
        raise NotAllowed(_("This belongs to somebody else."))
