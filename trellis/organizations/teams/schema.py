"""`teams.yaml`: the kinds of teams, who makes one up, and what it looks at each week."""

from pydantic import Field

from trellis.programs.schema.base import Code, Mark, Part, Sourced, Text
from trellis.programs.schema.roles import Level


class Category(Part):
    """What somebody brings to a team by their work; never who they are as a person."""

    noun = "category"

    code: Code
    name: Text
    side: Code
    """Where it comes from, in a word of the pack: `school`, `district`, `community`."""


class Need(Part):
    """How many from one side a team can't exist without."""

    side: Code
    at_least: int = Field(default=1, ge=1, le=20)
    words: Text
    """What is missing, in a sentence that says how to mend it."""


class Choice(Part):
    """One answer that can be ticked."""

    noun = "choice"

    code: Code
    label: Text


class Ask(Part):
    """A question of a charter or a review; with `choices` they are ticked, else it is a text."""

    noun = "question"

    code: Code
    label: Text
    hint: Text | None = None
    choices: list[Choice] = Field(default_factory=list)


class Review(Part):
    """What a team looks back on now and then; what it found is kept with who and when."""

    noun = "review"

    code: Code
    name: Text
    about: Text
    months: list[int] = Field(default_factory=list)
    """Months of the year in which it is asked for; empty says whenever it helps."""
    asks: list[Ask]


class Question(Part):
    """A question of the week."""

    text: Text
    minutes: int = Field(ge=1, le=120)


class MonthOfQuestions(Part):
    """The questions of one month, week by week; after the last they begin again."""

    month: int = Field(ge=1, le=12)
    weeks: list[Question] = Field(min_length=1, max_length=5)


class Away(Part):
    """What members are never asked for: steps about money stay off their lists and mail."""

    kinds: list[Code] = Field(default_factory=list)
    """Kinds of activities."""
    activities: list[Code] = Field(default_factory=list)
    """Single activities, as `plan.activity`."""


class TeamKind(Part):
    """A kind of team."""

    noun = "team"

    code: Code
    name: Text
    about: Text
    of: Level = Level.SCHOOL
    """The floor whose organizations have one."""
    role: Code
    """Whose holders there are its members."""
    also: list[Code] = Field(default_factory=list)
    """Other roles, held there or above, whose holders may sit on it by that role."""
    brings: list[Category]
    needs: list[Need] = Field(default_factory=list)
    agreed_by: list[Code] = Field(default_factory=list)
    """Roles that each agree to the list of members before the team exists."""
    charter: list[Ask] = Field(default_factory=list)
    reviews: list[Review] = Field(default_factory=list)
    questions: list[MonthOfQuestions] = Field(default_factory=list)
    away: Away = Away()
    mark: Mark = Mark.PRINTED


class Teams(Sourced):
    """All kinds of teams, in the order in which pages list them."""

    teams: list[TeamKind] = Field(default_factory=list)
