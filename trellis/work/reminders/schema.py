"""Pack section `reminders.yaml`: how often each role hears of what it owes, and at what hour."""

from datetime import time
from typing import ClassVar, Literal

from pydantic import Field

from trellis.programs.schema.base import Code, Mark, Part, Sourced

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Rhythm = Literal["daily", "weekly", "none"]


class ReminderRule(Part):
    """What holders of a role get while they have chosen nothing themselves."""

    noun: ClassVar[str] = "reminder rule"

    role: Code
    rhythm: Rhythm
    """How often one mail over everything comes; `daily` means Monday to Friday."""
    hour: time
    """When it leaves, on each person's own clock."""
    days_before: int = Field(ge=0, le=14)
    """How many days before a firm date it is named; who hears weekly gets one mail of its own."""
    may_stop: bool = False
    """Whether a person may do without the overview altogether."""
    mark: Mark = Mark.OURS


class Reminders(Sourced):
    """Everything that reminds of steps by itself."""

    weekday: Weekday
    """The day of the weekly overview."""
    roles: list[ReminderRule]
