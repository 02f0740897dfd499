"""Workers pass through one by one or many at once; whoever holds mail closes the gate for a moment.

Without it, on PostgreSQL, a worker could claim a message by a look at the database from before the
hold, after the page has said that it is held. SQLite has one writer at a time anyway.
"""

from django.db import connection

GATE = 0x6D61696C
"""The number of the lock."""


def pass_through() -> None:
    """Wait while somebody closes the gate; until the transaction ends nobody can close it."""
    _lock("pg_advisory_xact_lock_shared")


def close() -> None:
    """Let nobody pass until the transaction ends; those who are passing finish first."""
    _lock("pg_advisory_xact_lock")


def _lock(name: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {name}(%s)", [GATE])  # noqa: S608 - one of our two names
