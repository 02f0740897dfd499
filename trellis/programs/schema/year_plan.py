"""`year-plans/*.yaml`: the activities of a year, role by role."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from trellis.programs.schema.base import Code, Mark, Part, Sourced, Text
from trellis.programs.schema.roles import Level

MOST_WORDS_OF_WHY = 25


class Act(StrEnum):
    """What kind of deed a task is; pages gather by it."""

    DO = "do"
    MEET = "meet"
    APPROVE = "approve"
    BOARD = "board"
    SUBMIT = "submit"


class TeamEvent(StrEnum):
    """What a team does that can be a step of the year."""

    FORMED = "formed"
    CHARTER = "charter"
    REVIEW = "review"


class TeamDeed(Part):
    """What a team does that does a step with it: being formed, its charter, one of its reviews."""

    noun: ClassVar[str] = "deed of a team"

    team: Code
    """The kind of team (`teams.yaml`) at the organization."""
    when: TeamEvent
    review: Code | None = None
    """Which of its reviews, for `review`."""


class PlanMonth(Part):
    """One column of the year; `year` counts from the calendar year in which it opens."""

    code: Code
    month: int = Field(ge=1, le=12)
    year: int = Field(ge=0, le=5)


class PlannedTask(Part):
    """One entry of one role's cell."""

    noun: ClassVar[str] = "task"

    code: Code
    """Stable over versions, unique within its activity; the full code is `plan/activity.task`, and
    `nov-topics.district-2` is written `district-2` here."""
    text: Text
    scope: Level
    """Whose deed it is: owed once in the state, once per district or once per school."""
    act: Act = Act.DO
    deed: Code | None = None
    """Entries of several roles with one deed are done once, for all."""
    each_member: bool = False
    """Every holder of the role does it; the page counts people."""
    due: Code | None = None
    meeting: Code | None = None
    """The kind of meeting that it is: who attends the month's meetings of that kind has done it."""
    team_deed: TeamDeed | None = None
    """What of a team's does this step with it, for the one whose step it is."""
    watched: Code | None = None
    """The resource that is watched: who notes in the library to have watched it has done it."""
    system: Code | None = None
    """The outside system where it happens; shown as a link and a mark."""
    tags: list[Code] = Field(default_factory=list)
    starts_with: Code | None = None
    """A role that must have a holder before this can start (a team before its first task)."""
    starts_with_team: Code | None = None
    """A kind of team (`teams.yaml`) that must exist at the organization before this can start."""
    mark: Mark = Mark.PRINTED
    reason: str = ""
    """For what is not printed: why it is here (an A-number where one exists)."""
    active: bool = True
    """False stays off until an administrator confirms the date it waits for."""


class Dependency(Part):
    """What usually comes first; it warns and never blocks."""

    activity: Code
    why: Text
    mark: Mark = Mark.INFERRED


class Advice(Part):
    """A sentence shown until another activity is done (money not confirmed yet)."""

    text: Text
    until: Code
    reason: str = ""


class PlannedActivity(Part):
    """One row of the year."""

    code: Code
    row: int | None = None
    """Number of the row in the source document; two activities may share one."""
    month: Code
    kind: Code
    title: Text
    why: Text
    """At most 25 words; ours."""
    minutes: int | None = Field(default=None, ge=1, le=2000)
    """Minutes one person's part usually takes; our estimate."""
    help: Text
    """Where help is, in a sentence; ours."""
    help_url: str = ""
    """A page, an address (mailto:) or a number (tel:) where help is."""
    contact: Text | None = None
    """Whom to ask, in a sentence."""
    topics: list[Text] = Field(default_factory=list)
    resources: list[Code] = Field(default_factory=list)
    dates: list[Code] = Field(default_factory=list)
    produces: list[Text] = Field(default_factory=list)
    after: list[Dependency] = Field(default_factory=list)
    advice: list[Advice] = Field(default_factory=list)
    condition: Code | None = None
    """Only for organizations that the agency selects under this code."""
    meetings_per_month: int | None = None
    month_mark: Mark = Mark.PRINTED
    notes: list[str] = Field(default_factory=list)
    """For editors: how the source was read. Never shown to the public."""
    cells: dict[Code, list[PlannedTask]]


class YearPlan(Sourced):
    """The year of one stage for one kind of designation."""

    code: Code
    name: Text
    stage: Code
    of: Level
    """The floor whose organizations run this cycle."""
    designations: list[Code]
    next: Text | None = None
    """What follows, in words."""
    print_footer: Text | None = None
    months: list[PlanMonth]
    tags: dict[Code, Text] = Field(default_factory=dict)
    conditions: dict[Code, Text] = Field(default_factory=dict)
    outcomes: list[Text] = Field(default_factory=list)
    activities: list[PlannedActivity]
