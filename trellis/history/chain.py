"""What a digest and a seal are computed over: pure, so that anyone can compute them again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trellis.history.models import Entry

Facts = dict[str, Any]
"""What an entry says of its subject before or after the deed."""

SEALED = ("id", "at", "actor", "actor_name", "acting_as", "verb", "subject", "subject_name")
"""The fields of an entry that a seal covers as they stand; `digest` covers the payload."""


def digest(before: Facts | None, after: Facts | None) -> str:
    """SHA-256 over the canonical form of an entry's payload."""
    stored = json.loads(json.dumps([before, after], default=str))
    return hashlib.sha256(_canonical(_plain_numbers(stored))).hexdigest()


def seal_hash(number: int, at: datetime, previous: str, entries: Iterable[Entry]) -> str:
    """SHA-256 over the seal before, this seal's number and time, and every entry in id order."""
    sha = hashlib.sha256(_canonical([number, _moment(at), previous]))
    for entry in entries:
        sha.update(b"\n" + sealed_form(entry))
    return sha.hexdigest()


def sealed_form(entry: Entry) -> bytes:
    """An entry as it goes into the hash of its seal."""
    values = [getattr(entry, name) for name in SEALED]
    values[1] = _moment(entry.at)
    return _canonical([*values, entry.digest])


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _plain_numbers(value: Any) -> Any:
    """Whole floats as integers: PostgreSQL gives 1e22 back as a whole number, SQLite does not."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_plain_numbers(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain_numbers(one) for key, one in value.items()}
    return value
