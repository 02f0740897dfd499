"""Pack section of this room: `spotlight.yaml`."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from trellis.programs.schema.base import Code, Part, Sourced, Text


class Looks(StrEnum):
    """What a rule looks at; the closed list."""

    MEETINGS = "meetings"
    """Fewer meetings of the month held or planned than its cadence says."""
    STEPS = "steps"
    """Steps past their date."""
    NOBODY = "nobody"
    """Roles that nobody holds."""
    TEAM = "team"
    """Kinds of teams that do not exist there."""
    LETTER = "letter"
    """A letter that nobody has opened."""
    NEW = "new"
    """A role whose holder followed somebody."""


class SpotlightRule(Part):
    """One reason for which a school stands near the top."""

    noun: ClassVar[str] = "rule"

    code: Code
    looks_at: Looks
    roles: list[Code] = Field(default_factory=list)
    """For `nobody` and `new`: the roles, held at a school or its district."""
    teams: list[Code] = Field(default_factory=list)
    """For `team`: kinds of teams (`teams.yaml`) that a school should have."""
    weight: int = Field(ge=1, le=1000)
    """What the reason adds to the place in the order."""
    at_least: int = Field(default=1, ge=1)
    """From how many on: missing meetings, late steps, empty roles, missing teams."""
    days: int = Field(default=0, ge=0)
    """`meetings`: from this day on the month counts, until then the one that ended. `letter`:
    unopened for so long. `new`: no longer ago than this."""
    label: Text
    """What its filter is called."""
    why: Text
    """The reason in a phrase; figures stand in braces."""
    tile: Text | None = None
    """What its tile says beneath the figure; no tile without."""


class Spotlight(Sourced):
    """Why a school stands where it stands in a caseload, and what a caseload may hold."""

    rules: list[SpotlightRule]
    possible_meetings: int | None = Field(default=None, ge=1)
    """How many meetings one coordinator can hold in a month."""
    told_of_moves: list[Code] = Field(default_factory=list)
    """Roles at a school and its district that are told when somebody else serves it."""
    written_to: list[Code] = Field(default_factory=list)
    """Roles at a school and its district to which one message may go."""
