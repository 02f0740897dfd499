"""`disclosure.yaml`: from how many people on a count is shown, and what stands there otherwise."""

from pydantic import Field

from trellis.programs.schema.base import Sourced, Text
from trellis.programs.sections import Section


class Disclosure(Sourced):
    """When counts of people are hidden."""

    minimum: int = Field(ge=2, le=100)
    """The smallest count that is shown."""
    zeros: bool = True
    """Whether a count of nobody is shown."""
    keeps: bool = True
    """Whether what one publication hid stays hidden in those that follow it."""
    mark: Text
    """What stands in place of any hidden count; it must not say which rule hid it."""
    about: Text
    """The sentence under a table with hidden counts."""


SECTION = Section("disclosure", "disclosure.yaml", Disclosure, required=False)
