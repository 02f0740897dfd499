"""Who a session belongs to."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from trellis.people.models import Person

PERSON = "SELECT * FROM people_person WHERE id = %s AND is_active"


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """The account package's backend; only the look-up before every page is a plain statement."""

    def get_user(self, user_id: int) -> Person | None:
        """The person of a session, unless deactivated since."""
        return next(iter(Person.objects.raw(PERSON, [user_id])), None)
