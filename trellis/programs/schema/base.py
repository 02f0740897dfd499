"""What every part of a pack shares."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$", max_length=60)]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Text = Words | dict[str, Words]
"""A sentence, or one per language code; see `programs.texts.say`."""


class Part(BaseModel):
    """A piece of a pack; unknown keys are errors, so a slip of the pen is found."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    noun: ClassVar[str] = ""
    """What messages call one of these; empty takes the name of the list that holds it."""


class Status(StrEnum):
    """How far a list can be trusted."""

    OFFICIAL = "official"
    INFERRED = "inferred"
    PARTIAL = "partial"
    SAMPLE = "sample"


class Mark(StrEnum):
    """Where one fact comes from."""

    PRINTED = "printed"
    INFERRED = "inferred"
    OURS = "ours"


class Sourced(Part):
    """A file of a pack says when it was true, where it is from and how far to trust it."""

    as_of: date | None = None
    source: str = ""
    status: Status = Status.OFFICIAL
    notes: list[str] = Field(default_factory=list)
