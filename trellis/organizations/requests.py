"""A request as views see it: the person, their seats, and the seat they act from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.functional import cached_property

from trellis.organizations.rules import Seat, seats_of

if TYPE_CHECKING:
    from trellis.people.models import Person
    from trellis.programs.models import Installation

ACTING = "acting"


class Visitor:
    """Who is asking, read when first needed: two queries for a person, none for the public."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def person(self) -> Person | None:
        """The signed-in person."""
        user = self._request.user
        if not user.is_authenticated:
            return None
        # The record itself: Django's lazy cover around it would answer for each attribute anew.
        record: Person = getattr(user, "_wrapped", user)
        return record

    def be_nobody(self) -> None:
        """Read as the public does: a session that lacks its second factor has no rights yet."""
        self.__dict__.update(person=None, seats=[], acting=None)

    @cached_property
    def seats(self) -> list[Seat]:
        """All seats the person holds today."""
        return seats_of(self.person) if self.person else []

    @cached_property
    def acting(self) -> Seat | None:
        """The seat chosen in the header, or the first one."""
        chosen = self._request.session.get(ACTING, "")
        return next((seat for seat in self.seats if seat.key == chosen), None) or next(
            iter(self.seats), None
        )

    @property
    def acting_key(self) -> str:
        """The key of that seat, as actions ask for it; empty for who has none."""
        return self.acting.key if self.acting else ""


class PersonRequest(HttpRequest):
    """What the middleware adds; `person` may be read only where the policy asks for sign-in."""

    visitor: Visitor
    person: Person
    installation: Installation
