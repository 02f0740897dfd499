"""Who may set the dates of a year and reword it."""

from __future__ import annotations

from trellis.organizations.rules import may
from trellis.people.models import Person
from trellis.programs.schema.roles import Capability


def may_set_dates(person: Person) -> bool:
    """Whether a person may set days of a year, and its words and links."""
    return may(person, Capability.DATES_SET)
