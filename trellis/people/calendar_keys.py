"""The key by which a calendar program reads a person's calendar: made, shown once, taken back.

A calendar program can't sign in, so the address itself is the key: 256 bits by chance, of which
only the hash is kept.
"""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from trellis.history.actions import record
from trellis.kit import clock
from trellis.kit.errors import NotAllowed, OutOfOrder
from trellis.people.models import CalendarKey, Person

LONGEST = 100


def hash_of(token: str) -> str:
    """What is kept of a key; empty for what can be none."""
    return hashlib.sha256(token.encode()).hexdigest() if 0 < len(token) <= LONGEST else ""


def has_key(person: Person) -> CalendarKey | None:
    """The key that a person's calendar has today."""
    return CalendarKey.objects.filter(person=person).exclude(token_hash="").first()


@transaction.atomic
def make_key(person: Person, *, by: Person) -> str:
    """Make a new key and answer it, the only time that it is known; an older one opens nothing."""
    _own(person, by)
    token, now = secrets.token_urlsafe(32), clock.now()
    key, new = CalendarKey.objects.get_or_create(
        person=person, defaults={"made_at": now, "changed_at": now, "token_hash": hash_of(token)}
    )
    verb = "made a calendar address" if new or not key.token_hash else "renewed a calendar address"
    # The version stays: a calendar that is given the new address knows what it has already.
    CalendarKey.objects.filter(pk=key.pk).update(token_hash=hash_of(token), made_at=now)
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


def note_change(key: int, version: int, digest: str) -> bool:
    """Keep that a calendar says something else than at that version; False if somebody did."""
    same = CalendarKey.objects.filter(pk=key, version=version)
    changed = same.update(digest=digest, version=F("version") + 1, changed_at=clock.now())
    return bool(changed)


def _own(person: Person, by: Person) -> None:
    if person.pk != by.pk:
        raise NotAllowed(_("This belongs to somebody else."))
