"""Sessions in the database, read by one plain statement: it stands before every page."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.core import signing

from trellis.kit import clock
from trellis.kit.sql import rows

SESSION = (
    "SELECT session_data FROM django_session WHERE session_key = %(key)s AND expire_date > %(now)s"
)


class SessionStore(db.SessionStore):
    """Django's own store; only the look-up of a key leaves out the records."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and a new key, once it has ended."""
        now = clock.now().replace(tzinfo=None)  # as SQLite keeps it; PostgreSQL is told UTC
        found = rows(SESSION, {"key": self.session_key, "now": now}, plain=True)
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0][0])

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """The content, fresh each time; its signature is checked once per text and process."""
        text = session_data.decode() if isinstance(session_data, bytes) else session_data
        content = _checked(text, self.key_salt, settings.SECRET_KEY)
        return super().decode(text) if content is None else dict(json.loads(content))


@lru_cache(maxsize=1024)
def _checked(session_data: str, salt: str, _key: str) -> str | None:
    """The content of a text that we signed, or nothing."""
    try:
        return json.dumps(signing.loads(session_data, salt=salt))
    except signing.BadSignature:
        return None
