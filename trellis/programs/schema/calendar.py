"""`calendar.yaml`: dates as rules. `year` counts from the calendar year in which the year opens."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from trellis.programs.schema.base import Code, Mark, Part, Sourced, Text

Month = Annotated[int, Field(ge=1, le=12)]


class Fixed(Part):
    """A day of a month; February 29 falls back to the 28th outside leap years."""

    kind: Literal["fixed"]
    month: Month
    day: int = Field(ge=1, le=31)
    year: int = Field(default=0, ge=-1, le=5)


class LastDay(Part):
    """The last day of a month."""

    kind: Literal["last-day"]
    month: Month
    year: int = Field(default=0, ge=-1, le=5)


class After(Part):
    """Days (or weekdays Monday to Friday) after another date; negative counts back."""

    kind: Literal["after"]
    date: Code
    days: int = Field(ge=-400, le=400)
    weekdays_only: bool = False


class NthWeekday(Part):
    """The nth weekday of a month (1 Monday … 7 Sunday); nth -1 is the last."""

    kind: Literal["nth-weekday"]
    month: Month
    weekday: int = Field(ge=1, le=7)
    nth: int = Field(ge=-1, le=5)
    year: int = Field(default=0, ge=-1, le=5)


class TwiceAMonth(Part):
    """Two days in a month, as a cadence prints them; the first day is the date shown."""

    kind: Literal["twice-a-month"]
    month: Month
    days: tuple[int, int] = (1, 15)
    year: int = Field(default=0, ge=-1, le=5)


class Span(Part):
    """A stretch told in words ("mid to late March"); the last day is the one that counts."""

    kind: Literal["span"]
    month: Month
    first: int = Field(ge=1, le=31)
    last: int = Field(ge=1, le=31)
    year: int = Field(default=0, ge=-1, le=5)
    words: Text


class MonthOnly(Part):
    """Only the month is known; people fill in the day each year."""

    kind: Literal["month"]
    month: Month
    year: int = Field(default=0, ge=-1, le=5)


Rule = Annotated[
    Fixed | LastDay | After | NthWeekday | TwiceAMonth | Span | MonthOnly,
    Field(discriminator="kind"),
]


class DateUse(StrEnum):
    """What a date is; a reminder and the end of a period never carry the word due."""

    DUE = "due"
    PERIOD_END = "period-end"
    OPENS = "opens"
    REMINDER = "reminder"
    EVENT = "event"


class DateRule(Part):
    """One date of the program year."""

    code: Code
    label: Text
    use: DateUse = DateUse.DUE
    rule: Rule
    mark: Mark = Mark.PRINTED
    confirm: bool = False
    """An administrator confirms the day each year; until then no countdown and never late."""
    required: bool = False
    """The year can't be published while this date is missing."""
    question: Text | None = None
    """What is doubtful about it, for the administrator."""


class DayOff(Part):
    """A day of each calendar year on which offices are closed; its rule needs no year."""

    label: Text
    rule: Annotated[Fixed | LastDay | NthWeekday, Field(discriminator="kind")]
    mark: Mark = Mark.PRINTED


class Calendar(Sourced):
    """All dates of the program."""

    dates: list[DateRule]
    days_off: list[DayOff] = Field(default_factory=list)
    """Whoever sets a date on one of these is asked whether it is meant."""
