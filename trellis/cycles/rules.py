"""Who may open, settle, correct and end cycles."""

from __future__ import annotations

from trellis.cycles.models import ImprovementCycle
from trellis.designations.models import Release
from trellis.organizations.rules import may
from trellis.people.models import Person
from trellis.programs.schema.roles import Capability


def may_open(person: Person, release: Release) -> bool:
    """Whether a person may publish this release and open the year it starts."""
    return may(person, Capability.RELEASE_PUBLISH)


def may_settle(person: Person) -> bool:
    """Whether a person may decide what an unpublished release does with an organization."""
    return may(person, Capability.RELEASE_MANAGE)


def may_correct(person: Person) -> bool:
    """Whether a person may open and stop years as a correction lists them."""
    return may(person, Capability.RELEASE_PUBLISH)


def may_end(person: Person, cycle: ImprovementCycle) -> bool:
    """Whether a person may end an organization's year, or mark what was done before Trellis."""
    return may(person, Capability.RELEASE_PUBLISH)


def may_mark_earlier(person: Person) -> bool:
    """Whether a person may mark months as done before Trellis was used."""
    return may(person, Capability.RELEASE_PUBLISH)


def may_select(person: Person) -> bool:
    """Whether a person may choose the organizations of a conditional activity."""
    return may(person, Capability.SELECTION_MANAGE)
