"""`learning.yaml`: the shelves of the library, and what each kind of thing must tell of itself."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from trellis.programs.schema.base import Code, Mark, Part, Sourced, Text


class Of(StrEnum):
    """What a category gathers."""

    STEP = "step"
    """A step of the cycle of improvement."""
    GRANT = "grant"
    """A grant."""


class Category(Part):
    """One shelf of the library; a thing may stand on several."""

    noun: ClassVar[str] = "category"

    code: Code
    label: Text
    of: Of = Of.STEP
    mark: Mark = Mark.PRINTED


class KindOfThing(Part):
    """One kind of thing in the library."""

    noun: ClassVar[str] = "kind"

    code: Code
    label: Text
    watched: bool = False
    """Whether people watch it: it then tells its length, topic and step, and has captions and a
    transcript; and whoever has watched it says so."""
    headings: bool = False
    """Whether it says something under each of the `headings`."""


class Heading(Part):
    """What a webinar says something about."""

    noun: ClassVar[str] = "heading"

    code: Code
    label: Text


class KindOfEvent(Part):
    """One kind of event."""

    noun: ClassVar[str] = "kind of event"

    code: Code
    label: Text


class Shelved(Part):
    """Where a resource of the program stands in the library, and what is said of it there."""

    noun: ClassVar[str] = "resource"

    resource: Code
    categories: list[Code] = Field(min_length=1)
    about: Text | None = None
    """What it is, in a sentence."""
    minutes: int | None = Field(default=None, ge=1, le=2000)
    mark: Mark = Mark.PRINTED
    """Where its categories come from."""


class Learning(Sourced):
    """The library of a program."""

    categories: list[Category]
    kinds: list[KindOfThing]
    headings: list[Heading] = Field(default_factory=list)
    shelves: list[Shelved] = Field(default_factory=list)
    events: list[KindOfEvent] = Field(default_factory=list)
    """Kinds of events that people come to."""

    def kind(self, code: str) -> KindOfThing | None:
        """The kind of that code."""
        return next((one for one in self.kinds if one.code == code), None)

    def category(self, code: str) -> Category | None:
        """The category of that code."""
        return next((one for one in self.categories if one.code == code), None)
