"""Who a session belongs to."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from trellis.kit.sql import rows
from trellis.people.models import Person

COLUMNS = [
    "id", "password", "email", "name", "sort_name", "time_zone", "language", "is_active",
    "session_epoch",
]  # fmt: skip
"""All but the two moments, which no page asks for; they are read when needed."""

PERSON = f"SELECT {', '.join(COLUMNS)} FROM people_person WHERE id = %(id)s AND is_active"  # noqa: S608 - our own columns


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """The account package's backend; only the look-up before every page is a plain statement."""

    def get_user(self, user_id: int) -> Person | None:
        """The person of a session, unless deactivated since."""
        found = rows(PERSON, {"id": user_id}, plain=True)
        return Person.from_db("default", COLUMNS, found[0]) if found else None
