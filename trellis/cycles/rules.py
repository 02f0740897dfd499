"""Who may open and steer cycles."""

from __future__ import annotations

from trellis.designations.models import Release
from trellis.organizations.rules import may
from trellis.people.models import Person
from trellis.programs.schema.roles import Capability


def may_open(person: Person, release: Release) -> bool:
    """Whether a person may publish this release and open the year it starts."""
    return may(person, Capability.RELEASE_PUBLISH)


def may_select(person: Person) -> bool:
    """Whether a person may choose the organizations of a conditional activity."""
    return may(person, Capability.SELECTION_MANAGE)
