"""`exceptions.yaml` and `resources.yaml`."""

from pydantic import Field

from trellis.programs.schema.base import Code, Mark, Part, Sourced, Text


class Exemption(Part):
    """Organizations for which some tasks do not exist, with the reason people read."""

    code: Code
    organizations: list[str]
    """Codes of organizations; everything beneath them is meant too."""
    plan: Code
    tags: list[Code] = Field(default_factory=list)
    tasks: list[str] = Field(default_factory=list)
    """Task codes within the plan: `dec-topics.district-2`."""
    reason: Text
    instead: Text | None = None
    """What is used in place of it elsewhere."""
    mark: Mark = Mark.PRINTED


class Exceptions(Sourced):
    """All exemptions."""

    exceptions: list[Exemption]


class Resource(Part):
    """A named thing to read, watch or fill in; a link where one is known."""

    code: Code
    title: Text
    kind: Code
    url: str = ""
    audience: list[Code] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)


class Resources(Sourced):
    """All resources named in the year plans."""

    resources: list[Resource] = Field(default_factory=list)


class SupportLevel(Part):
    """A level of support with its number and name."""

    number: int
    code: Code
    name: Text
    about: Text


class Vocabulary(Sourced):
    """Small lists that several rooms show."""

    support_levels: list[SupportLevel] = Field(default_factory=list)
