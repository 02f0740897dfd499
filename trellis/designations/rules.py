"""Who may prepare and publish releases."""

from __future__ import annotations

from collections.abc import Iterable

from trellis.organizations.rules import Seat, may
from trellis.people.models import Person
from trellis.programs.schema.roles import Capability


def may_manage(person: Person, *, seats: Iterable[Seat] | None = None) -> bool:
    """Whether a person imports designations and sees drafts."""
    return may(person, Capability.RELEASE_MANAGE, seats=seats)


def may_publish(person: Person, *, seats: Iterable[Seat] | None = None) -> bool:
    """Whether a person may let everybody see a release."""
    return may(person, Capability.RELEASE_PUBLISH, seats=seats)
